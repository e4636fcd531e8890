"""Members, their people and their keys."""

from functools import partial

import pytest
import redis

from hashdb.access import OPERATOR, Actor
from hashdb.errors import (
    DuplicateError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    SeparationOfDutiesError,
    UnauthenticatedError,
)
from hashdb.lifecycles.member import State, Step
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, Kind, Member
from hashdb.roles import Role
from hashdb.services import members
from hashdb.services.members import IssuedKey
from tests.services.people import acting, administrator, with_account
from tests.services.world import World

FORBIDDEN = [(kind, role) for kind, roles in ROLES_OF.items() for role in sorted(set(Role) - roles)]


def issued(world: World, role: Role = Role.PLATFORM_SUBMITTER) -> IssuedKey:
    return members.issue_key(world.store, world.alpha.id, role, actor=OPERATOR, now=world.now)


def step(world: World, member: Member, taken: Step) -> Member:
    return members.change_member(world.store, member.id, taken, actor=OPERATOR, now=world.now)


def test_a_key_speaks_for_its_member_in_its_role(world: World) -> None:
    key = issued(world)
    actor = members.authenticate(world.store, key.token, now=world.now)

    assert (actor.member_id, actor.group_id, actor.role) == (world.alpha.id, world.alpha.group_id, key.key.role)
    assert (actor.key_id, actor.user_id) == (key.key.id, None)


def test_the_token_is_kept_nowhere(world: World, redis_client: redis.Redis) -> None:
    secret = issued(world).token.rsplit("_", 1)[1].encode()
    everything = [redis_client.dump(key) for key in redis_client.scan_iter()]

    assert not any(secret in dumped for dumped in everything)


def test_a_token_has_the_documented_shape(world: World) -> None:
    key = issued(world)
    scheme, identifier, secret = key.token.split("_")

    assert (scheme, f"key_{identifier}") == ("hdb", key.key.id)
    assert len(secret) == 52


def test_no_part_of_a_token_can_be_changed(world: World) -> None:
    token = issued(world).token
    other = issued(world).token
    mixed = "_".join([*token.split("_")[:2], other.split("_")[2]])

    for wrong in (mixed, token[:-1], token + "a", token.upper(), token.replace("hdb", "key"), "", "hdb__", "hdb_x_y"):
        with pytest.raises(UnauthenticatedError):
            members.authenticate(world.store, wrong, now=world.now)


def test_a_revoked_key_opens_nothing(world: World) -> None:
    key = issued(world)
    members.revoke_key(world.store, key.key.id, actor=OPERATOR, now=world.now)

    with pytest.raises(UnauthenticatedError):
        members.authenticate(world.store, key.token, now=world.now)


def test_revoking_twice_keeps_the_first_time(world: World) -> None:
    key = issued(world).key
    first = members.revoke_key(world.store, key.id, actor=OPERATOR, now=world.now)
    second = members.revoke_key(world.store, key.id, actor=OPERATOR, now=world.later(hours=1))

    assert first.revoked_at == second.revoked_at


@pytest.mark.parametrize("taken", [Step.SUSPEND, Step.LEAVE])
def test_the_keys_of_a_member_that_is_suspended_or_gone_open_nothing(world: World, taken: Step) -> None:
    token = issued(world).token
    step(world, world.alpha, taken)

    with pytest.raises(UnauthenticatedError):
        members.authenticate(world.store, token, now=world.now)


def test_the_keys_of_a_member_that_is_readmitted_work_again(world: World) -> None:
    token = issued(world).token
    step(world, world.alpha, Step.SUSPEND)
    readmitted = step(world, world.alpha, Step.READMIT)

    assert readmitted.state is State.ACTIVE
    assert members.authenticate(world.store, token, now=world.now).member_id == world.alpha.id


def test_the_keys_of_a_warned_member_still_work(world: World) -> None:
    token = issued(world).token
    step(world, world.alpha, Step.WARN)

    assert members.authenticate(world.store, token, now=world.now).member_id == world.alpha.id


def test_who_left_does_not_come_back(world: World) -> None:
    step(world, world.alpha, Step.LEAVE)

    with pytest.raises(IllegalTransitionError):
        step(world, world.alpha, Step.READMIT)


@pytest.mark.parametrize(("kind", "role"), FORBIDDEN)
def test_a_member_holds_only_roles_of_its_kind(world: World, kind: Kind, role: Role) -> None:
    member = world.member(kind)

    with pytest.raises(InvalidInputError, match="role"):
        members.issue_key(world.store, member.id, role, actor=OPERATOR, now=world.now)


@pytest.mark.parametrize("role", sorted(PERSONAL_ROLES))
def test_a_key_that_decides_or_reads_all_belongs_to_a_person(world: World, role: Role) -> None:
    member = world.member(next(kind for kind, roles in ROLES_OF.items() if role in roles))

    with pytest.raises(InvalidInputError, match="belongs to one person"):
        members.issue_key(world.store, member.id, role, actor=OPERATOR, now=world.now)


def test_a_key_belongs_to_no_person_of_another_member(world: World) -> None:
    stranger = world.reviewer.user_id

    with pytest.raises(InvalidInputError, match="same member"):
        members.issue_key(
            world.store, world.institute.id, Role.REVIEWER, user_id=stranger, actor=OPERATOR, now=world.now
        )


def test_a_key_of_nobody_is_not_issued(world: World) -> None:
    with pytest.raises(NotFoundError):
        members.issue_key(world.store, "org_" + "0" * 26, Role.REVIEWER, actor=OPERATOR, now=world.now)


def test_the_last_use_of_a_key_is_noted(world: World) -> None:
    key = issued(world)
    before = world.store.last_used(key.key.id)
    members.authenticate(world.store, key.token, now=world.later(minutes=5))

    assert before is None
    assert world.store.last_used(key.key.id) == world.now.timestamp()


def test_every_key_of_a_member_is_listed_revoked_ones_too(world: World) -> None:
    member = world.member(Kind.PLATFORM)
    keys = [
        members.issue_key(world.store, member.id, Role.PLATFORM_ADMIN, actor=OPERATOR, now=world.now).key
        for _ in range(2)
    ]
    members.revoke_key(world.store, keys[0].id, actor=OPERATOR, now=world.now)

    assert {each.id for each in members.keys_of(world.store, member.id)} == {each.id for each in keys}


def test_who_issues_a_key_is_in_the_log_the_secret_is_not(world: World) -> None:
    key = issued(world)
    entry = list(world.store.log.everything())[-1]

    assert (entry.fields()["action"], entry.fields()["object_id"]) == ("key.issue", key.key.id)
    assert key.key.digest.encode() not in entry.line + (entry.payload or b"")


@pytest.mark.parametrize(("name", "email"), [("", "a@example.org"), (" ", "a@example.org"), ("Ada", "nowhere")])
def test_a_person_has_a_name_and_an_address(world: World, name: str, email: str) -> None:
    with pytest.raises(InvalidInputError):
        members.create_user(world.store, world.alpha.id, name, email, actor=OPERATOR, now=world.now)


def test_a_member_has_a_name(world: World) -> None:
    with pytest.raises(InvalidInputError, match="name"):
        members.create_member(world.store, " ", Kind.PLATFORM, actor=OPERATOR, now=world.now)


def test_members_are_listed_in_the_order_in_which_they_joined(world: World) -> None:
    first = members.page_of_members(world.store, limit=2)
    rest = members.page_of_members(world.store, after=first.next, limit=100)

    assert first.next
    assert rest.next is None
    assert [each.id for each in (*first.items, *rest.items)][:3] == [world.alpha.id, world.beta.id, world.gamma.id]


def test_a_person_is_registered_once_whichever_member_it_is_for(world: World) -> None:
    members.create_user(world.store, world.alpha.id, "Ada", "Ada@Example.org", actor=OPERATOR, now=world.now)

    with pytest.raises(DuplicateError):
        members.create_user(world.store, world.beta.id, "Ada L.", "ada@example.org ", actor=OPERATOR, now=world.now)


def test_the_refusal_of_a_person_does_not_repeat_the_address(world: World) -> None:
    members.create_user(world.store, world.alpha.id, "Ada", "ada@example.org", actor=OPERATOR, now=world.now)
    with pytest.raises(DuplicateError) as refused:
        members.create_user(world.store, world.alpha.id, "Ada", "ada@example.org", actor=OPERATOR, now=world.now)

    assert "ada@example.org" not in str(refused.value)


def test_a_member_joins_the_group_of_the_member_that_it_names(world: World) -> None:
    sister = world.member(Kind.PLATFORM, group_id=world.alpha.id)
    niece = world.member(Kind.PLATFORM, group_id=sister.id)

    assert sister.group_id == niece.group_id == world.alpha.group_id


def test_a_group_of_nobody_is_refused(world: World) -> None:
    with pytest.raises(InvalidInputError) as refused:
        world.member(Kind.PLATFORM, group_id="org_01JDB4V8M3Z1Q5X7T9N2R6C0KE")
    assert [each.field for each in refused.value.problems] == ["group_id"]


@pytest.mark.parametrize(
    ("first", "second"), [(Role.REVIEWER, Role.APPEALS_OFFICER), (Role.APPEALS_OFFICER, Role.SENIOR_REVIEWER)]
)
def test_nobody_reviews_and_decides_appeals_in_the_same_quarter(world: World, first: Role, second: Role) -> None:
    person = members.create_user(
        world.store, world.charity.id, "Ada", "both@example.org", actor=OPERATOR, now=world.now
    ).id
    issue = partial(members.issue_key, world.store, world.charity.id, user_id=person, actor=OPERATOR)
    key = issue(role=first, now=world.now).key
    members.revoke_key(world.store, key.id, actor=OPERATOR, now=world.now)

    with pytest.raises(SeparationOfDutiesError, match="quarter"):
        issue(role=second, now=world.later(days=89))
    issue(role=second, now=world.later(days=2))


@pytest.mark.parametrize("role", sorted(PERSONAL_ROLES))
def test_an_administrator_alone_makes_nobody_a_key_with_which_decisions_are_taken(world: World, role: Role) -> None:
    member = world.member(next(kind for kind, roles in ROLES_OF.items() if role in roles))
    person = with_account(world.store, member.id, "nobody@b.example", world.now)
    holder = with_account(world.store, member.id, "holder@b.example", world.now, role)
    admin = administrator(world.store, world.now)

    for each, why in ((person, "give the role first"), (holder, "by the person whom it belongs to")):
        with pytest.raises(SeparationOfDutiesError, match=why):
            members.issue_key(world.store, member.id, role, user_id=each.id, actor=admin, now=world.now)
    assert members.keys_of(world.store, member.id) == []


def test_who_holds_a_role_makes_keys_of_it_and_of_no_other(world: World) -> None:
    holder = with_account(world.store, world.charity.id, "holder@b.example", world.now, Role.REVIEWER)
    issue = partial(members.issue_key, world.store, world.charity.id, user_id=holder.id, now=world.now)
    made: Actor = members.authenticate(
        world.store, issue(role=Role.REVIEWER, actor=acting(world.store, holder)).token, now=world.now
    )

    assert (made.user_id, made.role) == (holder.id, Role.REVIEWER)
    with pytest.raises(SeparationOfDutiesError, match="give the role first"):
        issue(role=Role.SENIOR_REVIEWER, actor=acting(world.store, holder))
