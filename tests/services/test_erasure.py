"""Erasure: what was kept is gone, the log says what went, and verifies."""

from dataclasses import replace
from datetime import timedelta

import pytest
import redis

from hashdb import audit
from hashdb.access import OPERATOR, SYSTEM
from hashdb.errors import DuplicateError, InvalidInputError, NotFoundError, UnauthenticatedError
from hashdb.lifecycles.appeal import State
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import appeals, erasure, invitations, log, members, retention, sessions, triage
from hashdb.services.erasure import Reason
from hashdb.store import lists
from tests.services.people import with_account
from tests.services.world import World
from tests.services.worlds.appeals import lodged

EMAIL = "mira@example.net"


@pytest.fixture
def mira(world: World) -> User:
    return members.create_user(world.store, world.charity.id, "Mira Okafor", EMAIL, actor=OPERATOR, now=world.now)


def erase(world: World, *seqs: int) -> None:
    world.store.commit(erasure.erased(world.store, seqs, actor=SYSTEM, now=world.now, reason=Reason.REQUEST))


def without_payload(world: World) -> list[int]:
    return [entry.seq for entry in world.store.log.everything() if entry.is_erased]


def test_a_person_is_forgotten_with_their_address_and_keys_and_may_register_again(
    world: World, mira: User, redis_client: redis.Redis
) -> None:
    issued = members.issue_key(
        world.store, world.charity.id, Role.REVIEWER, user_id=mira.id, actor=OPERATOR, now=world.now
    )
    done = erasure.erase_person(world.store, mira.id, actor=OPERATOR, now=world.now)
    dump = b"".join(redis_client.dump(key) for key in redis_client.scan_iter())

    assert done.payloads == 2
    assert b"Okafor" not in dump
    assert EMAIL.encode() not in dump
    with pytest.raises(UnauthenticatedError):
        members.authenticate(world.store, issued.token, now=world.now)
    assert log.verify(world.store).problems == ()
    again = members.create_user(world.store, world.charity.id, "Mira", EMAIL, actor=OPERATOR, now=world.now)
    assert again.id != mira.id


def test_nobody_acts_under_the_id_of_a_person_who_was_erased(world: World, mira: User) -> None:
    erasure.erase_person(world.store, mira.id, actor=OPERATOR, now=world.now)

    with pytest.raises(InvalidInputError, match="not erased"):
        members.issue_key(world.store, world.charity.id, Role.REVIEWER, user_id=mira.id, actor=OPERATOR, now=world.now)


def test_what_an_appellant_says_after_an_erasure_is_forgotten_in_its_time_too(world: World) -> None:
    lodging = lodged(world, world.active(1).id)
    triage.admit(world.store, lodging.appeal.id, actor=world.appeals_officer, now=world.now)
    triage.ask(world.store, lodging.appeal.id, "Who are you?", actor=world.appeals_officer, now=world.now)
    erasure.erase_appellant(world.store, lodging.appeal.id, actor=OPERATOR, now=world.now)
    asked = world.store.appeals.get(lodging.appeal.id)
    appeals.answer(world.store, lodging.code, "I am Mira", now=world.now)
    before = world.store.appeals.get(lodging.appeal.id)
    closed = replace(before, state=State.CLOSED, closed_at=world.now, version=before.version + 1)
    world.store.commit(audit.entry(SYSTEM, "test", world.now, after=closed), world.store.appeals.put(closed, before))
    retention.sweep(world.store, world.later(days=90))

    assert asked.question is None
    assert before.answer is not None
    assert world.store.appeals.get(lodging.appeal.id).answer is None


def test_a_person_who_is_forgotten_has_no_account_no_session_and_no_link_any_more(world: World) -> None:
    user = with_account(world.store, world.charity.id, "noor@charity.example", world.now, Role.REVIEWER)
    token = sessions.begin(world.store, user, agent="a browser", now=world.now).token
    link = invitations.invite_again(world.store, user.id, actor=OPERATOR, now=world.now)
    erasure.erase_person(world.store, user.id, actor=OPERATOR, now=world.now)

    assert sessions.resume(world.store, token, now=world.now) is None
    assert world.store.accounts.find(user.id) is None
    assert world.store.users.get(user.id).roles == ()
    with pytest.raises(NotFoundError):
        invitations.opened(world.store, link.token, now=world.now)


def test_a_person_who_was_not_erased_cannot_be_registered_twice(world: World, mira: User) -> None:
    assert mira.email == EMAIL
    with pytest.raises(DuplicateError):
        members.create_user(world.store, world.charity.id, "Mira", EMAIL, actor=OPERATOR, now=world.now)


def test_an_appellant_is_forgotten_with_what_they_wrote_and_where_they_were_written_to(world: World) -> None:
    appeal = lodged(world, world.active(1).id).appeal
    mails = list(world.store.deliveries.all_of(lists.deliveries_about(appeal.id)))
    erasure.erase_appellant(world.store, appeal.id, actor=OPERATOR, now=world.now)
    after = world.store.appeals.get(appeal.id)

    assert (after.contact, after.statement, after.subject_ref) == (None, None, None)
    assert (after.id, after.state, after.contact_erased_at) == (appeal.id, appeal.state, world.now)
    assert [each.address is None for each in mails] == [False]
    assert [each.address for each in world.store.deliveries.all_of(lists.deliveries_about(appeal.id))] == [None]
    assert [entry.fields()["action"] for entry in world.store.log.everything() if entry.is_erased] == ["appeal.lodge"]
    assert log.verify(world.store).problems == ()


def test_what_nobody_knows_cannot_be_erased(world: World) -> None:
    with pytest.raises(NotFoundError):
        erasure.erase_person(world.store, "usr_01JDB4V8M3Z1Q5X7T9N2R6C0KE", actor=OPERATOR, now=world.now)


def test_an_erasure_says_in_its_own_line_which_payloads_it_took(world: World) -> None:
    erase(world, 3, 5, 6, 7)
    last = log.page(world.store, after=world.store.log.size() - 1, limit=1)[0].fields()

    assert (last["action"], last["object_id"]) == ("audit.erase", "3,5-7")
    assert without_payload(world) == [3, 5, 6, 7]
    assert log.verify(world.store).problems == ()


def test_a_payload_that_got_lost_beside_those_that_were_erased_still_shows(
    world: World, redis_client: redis.Redis
) -> None:
    erase(world, 3, 5)
    redis_client.hdel("audit:payloads", "4")

    assert log.verify(world.store).problems == ("payloads are missing that no entry says were erased: 4",)


def test_nothing_is_covered_by_an_erasure_before_it(world: World, redis_client: redis.Redis) -> None:
    after = world.store.log.size() + 2
    entry = audit.entry(OPERATOR, log.ERASE, world.now, object_type="audit", object_id=f"1-{after}")
    world.store.commit(entry)
    world.store.commit(audit.entry(OPERATOR, "test", world.now, object_type="test", object_id="test"))
    redis_client.hdel("audit:payloads", str(after))

    problem = f"payloads are missing that no entry says were erased: {after}"
    assert log.verify(world.store).problems == (problem,)


def test_payloads_from_before_a_time_go_and_later_ones_stay(world: World) -> None:
    old = world.store.log.size()
    world.later(days=1)
    world.pending(1)
    done = erasure.erase_payloads(world.store, world.now, actor=SYSTEM, now=world.now)
    again = erasure.erase_payloads(world.store, world.now, actor=SYSTEM, now=world.now + timedelta(days=1))

    assert (done.payloads, again.payloads) == (old, 0)
    assert without_payload(world) == list(range(1, old + 1))
    assert log.verify(world.store).problems == ()


def test_many_scattered_payloads_take_as_many_entries_as_their_places_need(world: World) -> None:
    for _ in range(210):
        world.store.commit(audit.entry(OPERATOR, "test", world.now, object_type="test", object_id="test"))
    size = world.store.log.size()
    erase(world, *range(2, size, 2))
    acts = log.page(world.store, after=size, limit=9)

    assert len(acts) == 2
    assert all(len(each.fields()["object_id"]) < 1_000 for each in acts)
    assert log.verify(world.store).problems == ()
