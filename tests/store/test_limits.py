"""Allowances and saved answers."""

import zlib
from datetime import timedelta

import pytest
import redis

from hashdb.errors import IdempotencyKeyReusedError, RequestInProgressError
from hashdb.store import Claim, Saved, Store
from tests.store.samples import NOW

ANSWER = Saved(status=201, headers={"Content-Type": "application/json"}, body=b'{"id": "\xc3\xa9"}')
LATE_ANSWER = Saved(status=409, headers={}, body=b"{}")


def test_a_bucket_admits_what_it_holds_and_then_says_how_long_to_wait(store: Store) -> None:
    first = store.limits.take("a", 8, rate=2, burst=10)
    second = store.limits.take("a", 8, rate=2, burst=10)

    assert (first, second) == (0, 3)


def test_what_was_refused_costs_nothing(store: Store) -> None:
    store.limits.take("a", 8, rate=0.001, burst=10)
    store.limits.take("a", 8, rate=0.001, burst=10)

    assert store.limits.take("a", 2, rate=0.001, burst=10) == 0


def test_a_bucket_refills_steadily_but_never_above_what_it_holds(store: Store, redis_client: redis.Redis) -> None:
    store.limits.take("a", 10, rate=2, burst=10)
    redis_client.hincrbyfloat("bucket:a", "at", -1_000_000)

    assert store.limits.take("a", 10, rate=2, burst=10) == 0
    assert store.limits.take("a", 1, rate=0.001, burst=10) > 0


def test_each_bucket_is_its_own(store: Store) -> None:
    store.limits.take("a", 10, rate=1, burst=10)

    assert store.limits.take("b", 10, rate=1, burst=10) == 0


def test_a_bucket_that_nobody_uses_is_forgotten(store: Store, redis_client: redis.Redis) -> None:
    store.limits.take("a", 1, rate=1, burst=10)

    assert 0 < redis_client.ttl("bucket:a") <= 11


def begun(store: Store, scope: str = "key_1") -> Claim:
    """Return the claim of a request that is the first under its key."""
    claim = store.idempotency.begin(scope, "mine", "f", now=NOW)
    assert isinstance(claim, Claim)
    return claim


def test_the_first_request_goes_on_and_the_next_gets_its_answer(store: Store) -> None:
    kept = store.idempotency.finish(begun(store), ANSWER, lifetime=60)

    assert kept
    assert store.idempotency.begin("key_1", "mine", "f", now=NOW) == ANSWER


def test_a_second_request_waits_while_the_first_is_answered(store: Store) -> None:
    begun(store)

    with pytest.raises(RequestInProgressError):
        store.idempotency.begin("key_1", "mine", "f", now=NOW + timedelta(seconds=1))


def test_two_requests_of_the_very_same_moment_do_not_both_go_on(store: Store) -> None:
    begun(store)

    with pytest.raises(RequestInProgressError):
        store.idempotency.begin("key_1", "mine", "f", now=NOW)


def test_another_request_under_the_same_key_is_refused_at_any_time(store: Store) -> None:
    claim = begun(store)
    with pytest.raises(IdempotencyKeyReusedError):
        store.idempotency.begin("key_1", "mine", "g", now=NOW)
    store.idempotency.finish(claim, ANSWER, lifetime=60)

    with pytest.raises(IdempotencyKeyReusedError):
        store.idempotency.begin("key_1", "mine", "g", now=NOW)


def test_a_request_that_was_not_answered_may_be_tried_again_at_once(store: Store) -> None:
    store.idempotency.abandon(begun(store))

    assert begun(store)


def test_a_request_that_died_is_forgotten_after_a_while(store: Store, redis_client: redis.Redis) -> None:
    claim = begun(store)

    assert 0 < redis_client.ttl(claim.name) <= 30


def test_an_answer_that_comes_after_its_claim_ran_out_is_not_kept(store: Store, redis_client: redis.Redis) -> None:
    slow = begun(store)
    redis_client.delete(slow.name)
    quick = begun(store)

    assert not store.idempotency.finish(slow, LATE_ANSWER, lifetime=60)
    assert store.idempotency.finish(quick, ANSWER, lifetime=60)
    assert store.idempotency.begin("key_1", "mine", "f", now=NOW) == ANSWER


def test_whoever_gives_up_after_its_claim_ran_out_does_not_free_the_next_one(
    store: Store, redis_client: redis.Redis
) -> None:
    slow = begun(store)
    redis_client.delete(slow.name)
    begun(store)

    assert not store.idempotency.abandon(slow)
    with pytest.raises(RequestInProgressError):
        store.idempotency.begin("key_1", "mine", "f", now=NOW)


def test_a_saved_answer_cannot_be_read_in_the_store(store: Store, redis_client: redis.Redis) -> None:
    claim = begun(store)
    store.idempotency.finish(claim, ANSWER, lifetime=60)
    body = redis_client.get(claim.name).partition(b"\n")[2]

    assert ANSWER.body not in body
    with pytest.raises(zlib.error):
        zlib.decompress(body)


def test_what_a_caller_chose_as_key_is_not_kept(store: Store, redis_client: redis.Redis) -> None:
    store.idempotency.begin("key_1", "a-name-of-somebody", "f", now=NOW)

    assert not list(redis_client.scan_iter("*somebody*"))


def test_callers_do_not_meet_each_others_answers(store: Store) -> None:
    store.idempotency.finish(begun(store), ANSWER, lifetime=60)

    assert begun(store, "key_2")
