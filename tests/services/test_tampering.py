"""Whatever somebody does to what is kept of the log stops the service, above all what can no longer be read at all."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from hashdb.notes import Note
from hashdb.services import checkpoints, retention, selfcheck, upkeep
from hashdb.settings import Settings
from tests.services.world import World

CHECKPOINTS = "audit:checkpoints:hashdb.example/audit"
ZEROS = b64encode(bytes(32))

Tampering = Callable[[redis.Redis], object]


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    """The settings of a service whose log was looked over, and signed."""
    key = urlsafe_b64encode(bytes(range(32))).decode()
    settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path), "HASHDB_AUDIT_KEY": key})
    upkeep.every_minute(world.store, settings, now=world.now)
    return settings


def rewritten(client: redis.Redis, place: bytes, field: bytes, line: bytes | None = None) -> None:
    """Put the fifth entry to another place, into another field, or in other words."""
    kept = client.xrange("audit")
    client.delete("audit")
    for number, (each, fields) in enumerate(kept, 1):
        client.xadd(
            "audit", {field: line or fields[b"e"]} if number == 5 else fields, id=place if number == 5 else each
        )


def beside(client: redis.Redis) -> None:
    """Put another head beside the last one, of the same size, which would be shown in its place."""
    [(raw, size)] = client.zrange(CHECKPOINTS, -1, -1, withscores=True)
    origin, digits, _, *rest = raw.split(b"\n")
    client.zadd(CHECKPOINTS, {b"\n".join([origin, digits, ZEROS, *rest]): size})


def forged(client: redis.Redis) -> None:
    """Leave the last checkpoint as it is but for its signature."""
    [(raw, size)] = client.zrange(CHECKPOINTS, -1, -1, withscores=True)
    note = Note.parse(raw.decode())
    blob = note.signatures[0].blob[:4] + bytes(64)
    client.zremrangebyscore(CHECKPOINTS, size, size)
    line = f"\u2014 {note.signatures[0].name} {b64encode(blob).decode()}\n"
    client.zadd(CHECKPOINTS, {f"{note.text}\n{line}": size})


TAMPERINGS: dict[str, tuple[Tampering, str]] = {
    "another field": (lambda client: rewritten(client, b"5-0", b"x"), "entry 5 does not carry"),
    "another place": (lambda client: rewritten(client, b"5-1", b"e"), "entry 5 does not carry"),
    "no words": (lambda client: rewritten(client, b"5-0", b"e", b"[]"), "entry 5 does not carry"),
    "a log of another kind": (lambda client: client.set("audit", "x"), "cannot be read"),
    "payloads of another kind": (lambda client: client.set("audit:payloads", "x"), "cannot be read"),
    "nodes of another kind": (
        lambda client: (client.delete("audit:nodes:0:0"), client.hset("audit:nodes:0:0", "a", "b")),
        "cannot be read",
    ),
    "a size that is a word": (lambda client: client.set("audit:size", "many"), "cannot be read"),
    "a smaller size": (lambda client: client.decr("audit:size"), "were sealed"),
    "a seal that is a word": (lambda client: client.set("audit:sealed", "many"), "cannot be read"),
    "a turn that is a word": (lambda client: client.set("audit:looked", "mine"), "cannot be read"),
    "no checkpoint": (lambda client: client.zadd(CHECKPOINTS, {b"nothing": 10**6}), "cannot be read"),
    "no key": (lambda client: client.set("audit:key", "mine"), "cannot be read"),
    "a second head": (beside, "is not signed"),
    "a forged signature": (forged, "is not signed"),
}


@pytest.mark.parametrize("name", list(TAMPERINGS))
def test_it_stops_the_service_and_is_told(
    world: World, settings: Settings, redis_client: redis.Redis, name: str
) -> None:
    tamper, words = TAMPERINGS[name]
    tamper(redis_client)
    selfcheck.check(world.store, settings, now=world.now)
    checkpoints.publish(world.store, settings, now=world.now)

    assert words in (world.store.read_only.reason() or "")


def test_an_entry_that_no_longer_says_when_it_was_written_holds_up_neither_sweep_nor_readers(
    world: World, settings: Settings, redis_client: redis.Redis
) -> None:
    rewritten(redis_client, b"5-0", b"e", b"nothing")
    retention.sweep(world.store, world.later(days=731))
    entries = world.store.log.entries(0, 6)

    assert [each.is_erased for each in entries] == [True] * 4 + [False, True]
    assert retention.shown_entries(world.store, entries, world.now) == entries
    assert settings.audit_key
