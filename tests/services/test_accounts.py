"""Accounts: who gets in, who has to wait, and what changing or losing something does."""

from datetime import timedelta

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import InvalidInputError, RateLimitedError, SignInRefusedError, UnauthenticatedError
from hashdb.records.account import Direction
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.services import accounts, devices, invitations, members, role_changes, second_factor, sessions
from hashdb.services.accounts import Entered
from hashdb.store import Store
from tests.services.people import PASSWORD, acting, administrator, code, enrolled, given, with_account
from tests.services.world import World

NEW = "quite another set of words"


@pytest.fixture
def person(store: Store, world: World) -> User:
    """Somebody with an account, a minute after making it."""
    user = with_account(store, world.charity.id, "noor@charity.example", world.now)
    world.later(minutes=1)
    return user


def entered(store: Store, world: World, person: User, **changes: str) -> Entered:
    """Sign the person in, half a minute later each time, since a code counts once."""
    world.later(seconds=30)
    return accounts.sign_in(store, given(person, world.now, **changes), now=world.now)


def actions(store: Store) -> list[str]:
    return [each.fields()["action"] for each in store.log.everything()]


def test_password_and_code_open_a_session_that_the_log_tells(store: Store, world: World, person: User) -> None:
    begun = entered(store, world, person, email=" NOOR@Charity.example").begun
    who = sessions.resume(store, begun.token, now=world.now)

    assert who is not None
    assert (who.user.id, who.role) == (person.id, Role.PUBLIC)
    assert actions(store)[-1] == "session.begin"


@pytest.mark.parametrize("wrong", [{"password": NEW}, {"code": "000000"}, {"email": "nobody@charity.example"}])
def test_whatever_is_wrong_the_answer_is_the_same(
    store: Store, world: World, person: User, wrong: dict[str, str]
) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        entered(store, world, person, **wrong)

    assert str(refused.value) == "address, password and code do not fit together"


def test_a_code_counts_once_and_so_does_a_recovery_code(store: Store, world: World, person: User) -> None:
    used = given(person, world.now)
    accounts.sign_in(store, used, now=world.now)
    codes = accounts.renew_recovery_codes(store, person, present=PASSWORD, actor=acting(store, person), now=world.now)
    entered(store, world, person, code=codes[0].upper().replace("-", " "))

    with pytest.raises(SignInRefusedError):
        accounts.sign_in(store, used, now=world.now)
    with pytest.raises(SignInRefusedError):
        entered(store, world, person, code=codes[0])
    assert len(store.accounts.get(person.id).recovery) == second_factor.RECOVERY_CODES - 1


def test_a_code_of_half_a_minute_ago_counts_but_not_one_of_a_minute(store: Store, world: World, person: User) -> None:
    with pytest.raises(SignInRefusedError):
        accounts.sign_in(store, given(person, world.now, code=code(world.now, later=-2)), now=world.now)
    accounts.sign_in(store, given(person, world.now, code=code(world.now, later=-1)), now=world.now)


def test_guessing_gets_slower_and_the_log_tells_it_once(store: Store, world: World, person: User) -> None:
    for _ in range(6):
        with pytest.raises(SignInRefusedError):
            entered(store, world, person, password=NEW)
    with pytest.raises(RateLimitedError):
        accounts.sign_in(store, given(person, world.now), now=world.now)
    world.later(seconds=2)

    accounts.sign_in(store, given(person, world.now), now=world.now)
    assert actions(store).count("account.slow_down") == 1


def test_who_guesses_from_everywhere_does_not_shut_out_a_device_that_was_here_before(
    store: Store, world: World, person: User
) -> None:
    mark = entered(store, world, person).device
    for guess in range(35):
        store.failures.add(f"email={person.email}", world.now + timedelta(seconds=guess))
    world.later(seconds=35)

    with pytest.raises(RateLimitedError):
        entered(store, world, person, address="192.0.2.8", device="")
    entered(store, world, person, address="192.0.2.8", device=mark)


def test_a_mark_of_another_account_makes_no_device_known(store: Store, world: World, person: User) -> None:
    other = with_account(store, world.charity.id, "other@charity.example", world.now)
    mark = entered(store, world, other).device
    for _ in range(35):
        store.failures.add(f"email={person.email}", world.now)

    with pytest.raises(RateLimitedError):
        accounts.sign_in(store, given(person, world.now, device=mark), now=world.now)


def test_another_password_ends_the_other_sessions_and_the_marks_of_before(
    store: Store, world: World, person: User
) -> None:
    first, second = entered(store, world, person).begun, entered(store, world, person)
    accounts.change_password(
        store,
        person,
        present=PASSWORD,
        new=NEW,
        keep=second.begun.session,
        actor=acting(store, person),
        now=world.now,
    )

    assert sessions.resume(store, first.token, now=world.now) is None
    assert sessions.resume(store, second.begun.token, now=world.now) is not None
    with pytest.raises(SignInRefusedError):
        entered(store, world, person)
    assert entered(store, world, person, password=NEW).device != second.device


def test_what_is_signed_in_with_changes_only_with_the_present_password(
    store: Store, world: World, person: User
) -> None:
    before = store.accounts.get(person.id)
    with pytest.raises(InvalidInputError, match=r"^present_password: "):
        accounts.renew_recovery_codes(store, person, present=NEW, actor=acting(store, person), now=world.now)

    assert store.accounts.get(person.id) == before


def test_another_app_counts_from_its_first_code_on(store: Store, world: World, person: User) -> None:
    secret = second_factor.new_secret()
    first = second_factor.code_at(secret, world.now)
    accounts.change_authenticator(
        store, person, secret, present=PASSWORD, code=first, actor=acting(store, person), now=world.now
    )

    with pytest.raises(SignInRefusedError):
        entered(store, world, person)
    world.later(minutes=1)
    entered(store, world, person, code=second_factor.code_at(secret, world.now + timedelta(seconds=30)))


def test_a_blocked_account_opens_nothing_until_another_link_opens_it_without_roles(
    store: Store, world: World, person: User
) -> None:
    admin = administrator(store, world.now)
    change = role_changes.propose(store, person.id, Role.REVIEWER, Direction.GIVE, "r", actor=admin, now=world.now)
    role_changes.grant(store, change.id, actor=administrator(store, world.now), now=world.now)
    session = entered(store, world, person).begun
    accounts.block(store, person.id, "a telephone was lost", actor=admin, now=world.now)

    assert sessions.resume(store, session.token, now=world.now) is None
    with pytest.raises(SignInRefusedError):
        entered(store, world, person)
    again = enrolled(store, invitations.invite_again(store, person.id, actor=admin, now=world.now), world.now)
    world.later(minutes=1)
    entered(store, world, again)
    assert again.roles == ()


def test_the_keys_of_a_person_go_with_the_account_and_those_of_lost_roles_with_a_new_one(
    store: Store, world: World
) -> None:
    holders = [
        with_account(store, world.charity.id, f"{name}@charity.example", world.now, Role.REVIEWER)
        for name in ("blocked", "lost")
    ]
    tokens = [
        members.issue_key(store, each.member_id, Role.REVIEWER, user_id=each.id, actor=OPERATOR, now=world.now).token
        for each in holders
    ]
    accounts.block(store, holders[0].id, "a telephone was lost", actor=OPERATOR, now=world.now)
    enrolled(store, invitations.invite_again(store, holders[1].id, actor=OPERATOR, now=world.now), world.now)

    for each in tokens:
        with pytest.raises(UnauthenticatedError):
            members.authenticate(store, each, now=world.now)


def test_a_mark_that_is_written_in_another_way_is_the_same_device_and_each_sign_in_has_its_own(
    store: Store, person: User
) -> None:
    account = store.accounts.get(person.id)
    first, second = (devices.mark(store.sealer, account) for _ in range(2))
    known = {devices.known(store.sealer, account, each) for each in (first, f"{first}!", f"{first[:9]} {first[9:]}")}

    assert len(known) == 1
    assert known.isdisjoint({None, devices.known(store.sealer, account, second)})


def test_who_guesses_at_a_password_in_an_open_session_holds_up_nobody_else(
    store: Store, world: World, person: User
) -> None:
    with pytest.raises(InvalidInputError):
        accounts.renew_recovery_codes(store, person, present=NEW, actor=acting(store, person), now=world.now)

    assert store.failures.of(f"email={person.email} address=signed in")[0] == 1
    assert store.failures.of("address=signed in")[0] == 0
