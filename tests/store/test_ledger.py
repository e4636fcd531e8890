"""What is owed: claimed for a time, struck out when done, put back when lost, given up when hopeless."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import redis

from hashdb.store import Debt, Kind, Store
from hashdb.store.ledger import MOST_BEGINNINGS
from tests.store.samples import NOW, note

LEASE = timedelta(seconds=60)


def debt(number: int = 1) -> Debt:
    return Debt(kind=Kind.DELIVER, subject_id=f"dlv_{number}")


def owe(store: Store, *debts: Debt, due: float = 0) -> None:
    store.commit(note(), *(store.ledger.owe(each, NOW + timedelta(seconds=due)) for each in debts))


def claim(store: Store, after: float = 0, limit: int = 9) -> list[Debt]:
    return store.ledger.claim(NOW + timedelta(seconds=after), LEASE, limit)


def test_what_is_due_is_claimed_and_nothing_before_its_time(store: Store) -> None:
    owe(store, debt(1))
    owe(store, debt(2), due=5)

    assert claim(store) == [debt(1)]
    assert claim(store, after=5) == [debt(2)]


def test_a_claim_is_nobody_elses_until_its_lease_is_over(store: Store) -> None:
    owe(store, debt())

    assert claim(store) == [debt()]
    assert claim(store, after=59) == []
    assert claim(store, after=60) == [debt()]


def test_many_who_claim_at_once_share_the_work_and_get_nothing_twice(store: Store) -> None:
    owe(store, *(debt(number) for number in range(100)))
    with ThreadPoolExecutor(8) as pool:
        claimed = [each for some in pool.map(lambda _: claim(store, limit=7), range(20)) for each in some]

    assert len(claimed) == len(set(claimed)) == 100


def test_what_is_settled_is_owed_no_more(store: Store) -> None:
    owe(store, debt())
    store.commit(note(), store.ledger.settle(debt()))

    assert not store.ledger.is_owed(debt())
    assert claim(store) == []
    assert store.ledger.counts() == {"owed": 0, "dead": 0}


def test_what_turned_out_to_need_nothing_is_struck_out(store: Store) -> None:
    owe(store, debt(1), debt(2))
    store.ledger.strike_out(debt(1), store.ledger.note(debt(1)))

    assert claim(store) == [debt(2)]


def test_owing_again_moves_the_time(store: Store) -> None:
    owe(store, debt())
    owe(store, debt(), due=30)

    assert claim(store, after=29) == []
    assert claim(store, after=30) == [debt()]
    assert store.ledger.counts()["owed"] == 1


def test_a_claim_that_is_given_back_can_be_claimed_at_once(store: Store) -> None:
    owe(store, debt())
    store.ledger.return_claims(claim(store), NOW)

    assert claim(store) == [debt()]


def test_giving_back_what_was_settled_meanwhile_does_not_owe_it_again(store: Store) -> None:
    owe(store, debt())
    claimed = claim(store)
    store.ledger.strike_out(debt(), store.ledger.note(debt()))
    store.ledger.return_claims(claimed, NOW)

    assert claim(store) == []


def test_what_is_owed_but_stands_in_no_queue_is_put_back(store: Store, redis_client: redis.Redis) -> None:
    owe(store, debt(1), debt(2))
    redis_client.zrem("owed:due", debt(1).id)

    assert store.ledger.repair(NOW) == 1
    assert store.ledger.repair(NOW) == 0
    assert set(claim(store)) == {debt(1), debt(2)}


def test_what_only_waits_for_a_worker_is_never_given_up(store: Store) -> None:
    owe(store, debt())
    for number in range(MOST_BEGINNINGS * 2):
        claim(store, after=60 * number)

    assert store.ledger.give_up_hopeless() == []
    assert store.ledger.is_owed(debt())


def test_what_was_begun_too_often_is_given_up_for_everybody_to_see(store: Store) -> None:
    owe(store, debt(1), debt(2))
    for _ in range(MOST_BEGINNINGS + 1):
        store.ledger.begin(debt(1))
    given_up = store.ledger.give_up_hopeless()

    assert given_up == [debt(1)]
    assert store.ledger.counts() == {"owed": 2, "dead": 1}
    assert claim(store) == [debt(2)]
    assert store.ledger.repair(NOW) == 0


def test_what_was_given_up_can_be_owed_again(store: Store) -> None:
    owe(store, debt())
    for _ in range(MOST_BEGINNINGS + 1):
        store.ledger.begin(debt())
    store.ledger.give_up_hopeless()
    owe(store, debt())

    assert store.ledger.counts() == {"owed": 1, "dead": 0}
    assert store.ledger.give_up_hopeless() == []
    assert claim(store) == [debt()]


def test_what_was_owed_again_meanwhile_is_not_struck_out_with_the_old_debt(store: Store) -> None:
    owe(store, debt())
    note_of_the_old = store.ledger.begin(debt())
    owe(store, debt())
    store.ledger.strike_out(debt(), note_of_the_old)

    assert store.ledger.is_owed(debt())
    assert claim(store) == [debt()]


def test_what_was_given_up_can_be_revived(store: Store) -> None:
    owe(store, debt())
    for _ in range(MOST_BEGINNINGS + 1):
        store.ledger.begin(debt())
    store.ledger.give_up_hopeless()

    assert store.ledger.dead() == [debt()]
    assert store.ledger.revive(debt(), NOW)
    assert claim(store) == [debt()]
    assert not store.ledger.revive(debt(), NOW)
