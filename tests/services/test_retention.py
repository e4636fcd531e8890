"""The periods of model 9.13: a second before one is over everything is there, then nobody is shown it, then it goes."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import redis

from hashdb.access import SYSTEM
from hashdb.audit import Entry, entry
from hashdb.errors import NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles import appeal as appeal_life
from hashdb.lifecycles import delivery as delivery_life
from hashdb.lifecycles import signal as signal_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import Appeal, AppealChannel, AppealGround, AppealSubject, AppellantKind
from hashdb.records.match import Match
from hashdb.records.register import Import, Source
from hashdb.records.signal import ReviewReason, Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Attempt, Channel, Delivery, EventType, Priority
from hashdb.services import alerts, log, matches, retention, signals
from hashdb.services.forgetting import RULES
from hashdb.services.matches import Verdict
from hashdb.signals import SIGNAL_TYPES
from hashdb.store import Store, Write, keyspace, lists
from tests.services.world import World, value


def dump(redis_client: redis.Redis) -> Iterator[bytes]:
    """Yield everything that the server holds: every key with all that is in it."""
    for key in redis_client.scan_iter(count=1_000):
        kind = redis_client.type(key)
        yield key
        if kind == b"string":
            raw = redis_client.get(key)
            yield raw
            yield _inflated(key, raw)
        elif kind == b"hash":
            yield from (part for pair in redis_client.hgetall(key).items() for part in pair)
        elif kind == b"zset":
            yield from redis_client.zrange(key, 0, -1)
        elif kind == b"stream":
            yield from (part for _, fields in redis_client.xrange(key) for pair in fields.items() for part in pair)


def _inflated(key: bytes, raw: bytes) -> bytes:
    from hashdb.store.codec import _WORDS  # noqa: PLC0415

    if not key.startswith(b"signal:sig_"):
        return b""
    return zlib.decompressobj(-12, _WORDS).decompress(raw.partition(b"\n")[2])


def holds(redis_client: redis.Redis, *texts: str) -> bool:
    """Whether any of the texts is anywhere in the store, as text or as the bytes of a hash."""
    wanted = [each.encode() for each in texts]
    return any(each in part for part in dump(redis_client) for each in wanted)


def rejected(world: World) -> Signal:
    return world.review(world.pending("a"), signals.Verdict.REJECT, world.reviewer, ReviewReason.NOT_TVEC)


def test_a_rejected_signal_is_forgotten_after_30_days(world: World, redis_client: redis.Redis) -> None:
    signal = rejected(world)
    code = bytes.fromhex(value("a"))
    world.later(days=30, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown(world.store, signal, world.now) == signal
    world.later(seconds=1)
    with pytest.raises(NotFoundError):
        retention.shown(world.store, signal, world.now)
    retention.sweep(world.store, world.now)
    assert world.store.signals.find(signal.id) is None
    assert not holds(redis_client, signal.signal_value)
    assert not any(code in part for part in dump(redis_client))
    assert log.verify(world.store).problems == ()


def test_what_was_rejected_may_be_submitted_again_once_it_is_forgotten(world: World) -> None:
    rejected(world)
    world.later(days=30)
    retention.sweep(world.store, world.now)

    assert world.pending("a").state == "pending_review"


def test_a_false_match_is_forgotten_after_7_days_and_not_found_again(world: World, redis_client: redis.Redis) -> None:
    signal = world.active("a")
    found = world.match(signal, "post-secret-1")
    false = matches.review(world.store, found.id, matches.Verdict.FALSE_POSITIVE, actor=world.reviewer, now=world.now)
    world.later(days=7, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown_all(world.store, [false], world.now) == [false]
    world.later(seconds=1)
    assert retention.shown_all(world.store, [false], world.now) == []
    retention.sweep(world.store, world.now)
    assert world.store.matches.find(false.id) is None
    assert not holds(redis_client, "post-secret-1")
    assert world.store.is_recorded(keyspace.MATCH_IDS, *matches.identity(found))


def closed_request(world: World) -> tuple[TakedownRequest, Match]:
    """Return a request that was closed just now, with its match."""
    found = world.confirmed(world.active("a"), "post-secret-2")
    before = world.received(found)
    closed = replace(
        before, state=takedown_life.State.CLOSED, closed_at=world.now, due_at=None, version=before.version + 1
    )
    write(world.store, world.store.takedowns.put(closed, before), world.now)
    return closed, world.store.matches.get(found.id)


def write(store: Store, change: Write, now: datetime) -> None:
    """Make a change that the services make in other tests."""
    store.commit(note(now), change)


def note(now: datetime) -> Entry:
    return entry(SYSTEM, "test.prepare", now, object_type="test", object_id="1")


def test_where_content_is_is_forgotten_90_days_after_its_request_was_closed(
    world: World, redis_client: redis.Redis
) -> None:
    closed, found = closed_request(world)
    world.later(days=90, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown(world.store, closed, world.now) == closed
    world.later(seconds=1)
    shown = retention.shown(world.store, closed, world.now)
    assert [(each.url, each.content_ref == "post-secret-2") for each in shown.items] == [(None, False)]
    assert retention.shown(world.store, found, world.now).content_url is None
    retention.sweep(world.store, world.now)
    kept = world.store.takedowns.get(closed.id)
    assert kept.forgotten_at == world.now
    assert world.store.matches.get(found.id).content_url is None
    assert not holds(redis_client, "post-secret-2")
    assert log.verify(world.store).problems == ()


def test_a_salted_digest_still_proves_which_content_it_was(world: World) -> None:
    closed, _ = closed_request(world)
    world.later(days=90)
    retention.sweep(world.store, world.now)
    kept = world.store.takedowns.get(closed.id)

    assert kept.salt is not None
    assert kept.items[0].content_ref == closed.forgotten(world.now, kept.salt).items[0].content_ref


def appeal(world: World, subject_id: str) -> Appeal:
    """Lodge an appeal as the store keeps it."""
    lodged = Appeal(
        id=new_id("apl", world.now),
        code_digest="00",
        channel=AppealChannel.PUBLIC_FORM,
        appellant_kind=AppellantKind.CONTENT_PROVIDER,
        contact="journalist@example.org",
        subject_type=AppealSubject.TAKEDOWN_REQUEST,
        subject_ref="https://gamma.example/secret-3",
        subject_id=subject_id,
        grounds=(AppealGround.EXEMPT_CONTEXT,),
        statement="my own reporting",
        language="en",
        received_at=world.now,
    )
    write(world.store, world.store.appeals.put(lodged), world.now)
    return lodged


def test_an_open_appeal_keeps_what_it_is_about(world: World) -> None:
    closed, _ = closed_request(world)
    lodged = appeal(world, closed.id)
    world.later(days=200)
    retention.sweep(world.store, world.now)

    assert world.store.takedowns.get(closed.id) == closed
    ended = replace(lodged, state=appeal_life.State.CLOSED, closed_at=world.now, version=2)
    write(world.store, world.store.appeals.put(ended, lodged), world.now)
    retention.sweep(world.store, world.now)
    assert world.store.takedowns.get(closed.id).forgotten_at == world.now


def test_an_appellant_is_forgotten_90_days_after_the_end(world: World, redis_client: redis.Redis) -> None:
    lodged = appeal(world, "req_1")
    ended = replace(lodged, state=appeal_life.State.CLOSED, closed_at=world.now, version=2)
    mailed = delivery(world, subject_id=ended.id, channel=Channel.EMAIL, address="journalist@example.org")
    write(world.store, world.store.appeals.put(ended, lodged), world.now)
    world.later(days=90, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown(world.store, ended, world.now).contact is not None
    world.later(seconds=1)
    assert retention.shown(world.store, ended, world.now).contact is None
    retention.sweep(world.store, world.now)
    assert world.store.appeals.get(ended.id).contact_erased_at == world.now
    assert world.store.deliveries.get(mailed.id).address is None
    assert not holds(redis_client, "journalist@example.org", "my own reporting", "secret-3")


def delivery(world: World, **changes: object) -> Delivery:
    """Put a delivery into the store that was made just now."""
    usual: dict[str, object] = {
        "id": new_id("dlv", world.now),
        "member_id": world.gamma.id,
        "event_type": EventType.TAKEDOWN_UPDATED,
        "subject_id": "req_1",
        "body": "{}",
        "priority": Priority.STANDARD,
        "created_at": world.now,
        "attempts": (Attempt(started_at=world.now, resolved_ip="203.0.113.7", duration_ms=3, status_code=200),),
        "attempt_count": 1,
        "delivered_at": world.now,
        "settled_at": world.now,
        "state": delivery_life.State.DELIVERED,
    }
    made = Delivery(**{**usual, **changes})  # type: ignore[arg-type]
    write(world.store, world.store.deliveries.put(made), world.now)
    return made


def test_how_a_delivery_went_is_forgotten_after_30_days(world: World, redis_client: redis.Redis) -> None:
    made = delivery(world)
    world.later(days=30, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown(world.store, made, world.now).attempts == made.attempts
    world.later(seconds=1)
    assert retention.shown(world.store, made, world.now).attempts == ()
    retention.sweep(world.store, world.now)
    kept = world.store.deliveries.get(made.id)
    assert (kept.attempts, kept.attempt_count, kept.erased_at) == ((), 1, world.now)
    assert not holds(redis_client, "203.0.113.7")


def test_payloads_of_the_log_are_forgotten_after_24_months_and_the_log_verifies(world: World) -> None:
    size = world.store.log.size()
    world.later(days=730, seconds=-1)
    retention.sweep(world.store, world.now)

    assert world.store.log.payloads() >= size
    world.later(seconds=1)
    first, *_ = retention.shown_entries(world.store, world.store.log.entries(0, 5), world.now)
    assert (first.is_erased, first.fields()["seq"]) == (True, 1)
    retention.sweep(world.store, world.now)
    assert all(each.is_erased for each in world.store.log.entries(0, size))
    assert log.verify(world.store).problems == ()


def test_alerts_that_were_handled_and_old_imports_go_after_24_months(world: World) -> None:
    alerts.raise_now(world.store, AlertKind.CRISIS, "incident", "inc_1", now=world.now)
    [raised] = world.store.alerts.all_of(lists.ALERTS)
    alerts.handle(world.store, raised.id, "done", actor=world.senior, now=world.now)
    old, latest = imported(world), imported(world)
    world.later(days=730)
    retention.sweep(world.store, world.now)

    assert world.store.alerts.find(raised.id) is None
    assert world.store.imports.find(old.id) is None
    assert world.store.imports.find(latest.id) is not None


def imported(world: World) -> Import:
    """Take a list in; the next one of its source is compared with the latest."""
    world.later(hours=1)
    made = Import(
        id=new_id("imp", world.now),
        source=Source.UN,
        generated_at=world.now,
        sha256="00",
        imported_by="usr_1",
        imported_at=world.now,
    )
    write(world.store, world.store.imports.put(made), world.now)
    return made


def test_a_match_without_a_request_is_forgotten_90_days_after_its_end(world: World, redis_client: redis.Redis) -> None:
    found = world.match(world.active("a"), "post-secret-4")
    exempt = matches.review(world.store, found.id, Verdict.CONTEXT_EXEMPT, actor=world.reviewer, now=world.now)
    world.later(days=90, seconds=-1)
    retention.sweep(world.store, world.now)

    assert retention.shown(world.store, exempt, world.now) == exempt
    world.later(seconds=1)
    assert retention.shown(world.store, exempt, world.now).content_url is None
    retention.sweep(world.store, world.now)
    assert not holds(redis_client, "post-secret-4")


def test_what_was_once_live_stays_for_the_matches_that_rest_on_it(world: World) -> None:
    signal = world.active("a")
    again = replace(signal, state=signal_life.State.REJECTED, version=signal.version + 1)
    write(world.store, world.store.signals.put(again, signal), world.now)
    world.later(days=31)
    retention.sweep(world.store, world.now)

    assert world.store.signals.get(signal.id) == again


def test_one_that_changes_meanwhile_does_not_keep_the_others(world: World) -> None:
    first = rejected(world)
    second = world.review(world.pending("b"), signals.Verdict.REJECT, world.reviewer, ReviewReason.NOT_TVEC)
    world.later(days=30)

    def touched(store: Store, record: Signal) -> bool:
        if record == first:
            write(store, store.signals.put(replace(first, version=first.version + 1), first), world.now)
        return False

    retention.sweep(world.store, world.now, [replace(RULES[0], waits=touched)])

    assert world.store.signals.find(first.id) is not None
    assert world.store.signals.find(second.id) is None


def test_every_sweep_says_in_the_log_what_it_forgot(world: World) -> None:
    signal = rejected(world)
    size = world.store.log.size()
    world.later(days=30)
    retention.sweep(world.store, world.now)
    [said] = world.store.log.entries(size, 10)

    assert said.fields()["action"] == "retention.forget"
    assert signal.id in (said.payload or b"").decode()


def test_the_rows_of_what_was_forgotten_match_nothing(world: World) -> None:
    rejected(world)
    world.later(days=30)
    retention.sweep(world.store, world.now)

    assert world.hits(value("a"), radius=SIGNAL_TYPES["pdq"].max_radius) == []
