"""Checkpoints: each continues the last one, and a log that does not is never signed."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from hashdb import merkle
from hashdb.access import OPERATOR
from hashdb.errors import ConflictError, InvalidInputError, NotFoundError, ReadOnlyError
from hashdb.notes import Checkpoint
from hashdb.records.member import Kind
from hashdb.services import checkpoints, log, members, selfcheck
from hashdb.settings import Settings
from tests.services.backups import Server
from tests.services.world import World

KEY = urlsafe_b64encode(bytes(range(32))).decode()
FIRST = 1


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"HASHDB_DATA": str(tmp_path), "HASHDB_AUDIT_KEY": KEY})


@pytest.fixture
def signed(world: World, settings: Settings) -> Checkpoint:
    """The checkpoint of a log as it is."""
    return publish(world, settings)


def publish(world: World, settings: Settings) -> Checkpoint:
    checkpoints.publish(world.store, settings, now=world.now)
    return checkpoints.newest(world.store).verified(checkpoints.verifier_of(world.store))


def grow(world: World) -> None:
    members.create_member(world.store, "late", Kind.PLATFORM, actor=OPERATOR, now=world.now)


def change(client: redis.Redis, seq: int) -> None:
    """Change an entry, as whoever has the database could."""
    kept = client.xrange("audit")
    client.delete("audit")
    for place, fields in kept:
        changed = fields[b"e"].replace(b"operator", b"somebody")
        client.xadd("audit", {"e": changed if place == b"%d-0" % seq else fields[b"e"]}, id=place)


def test_a_log_is_signed_as_it_is_and_again_when_it_has_grown(
    world: World, settings: Settings, signed: Checkpoint
) -> None:
    again = publish(world, settings)
    grow(world)
    later = publish(world, settings)
    proof = checkpoints.consistency(world.store, signed.size, later.size)

    assert again == signed
    assert signed.size == log.length(world.store) - 1 == later.size - 1
    assert merkle.verify_consistency(signed.size, later.size, signed.root, later.root, proof)
    assert checkpoints.at(world.store, signed.size).verified(checkpoints.verifier_of(world.store)) == signed


def test_before_the_first_checkpoint_there_is_none(world: World) -> None:
    with pytest.raises(NotFoundError, match="not been signed yet"):
        checkpoints.newest(world.store)


def test_a_process_without_the_key_signs_nothing(world: World, tmp_path: Path) -> None:
    checkpoints.publish(world.store, Settings.from_environment({"HASHDB_DATA": str(tmp_path)}), now=world.now)

    assert world.store.checkpoints.verifier() is None


def test_a_rewritten_log_is_not_signed_and_stops_the_service(
    world: World, settings: Settings, signed: Checkpoint, redis_client: redis.Redis
) -> None:
    change(redis_client, FIRST)
    redis_client.delete("audit:sealed")
    still = publish(world, settings)

    assert still == signed
    assert world.store.read_only.reason() == f"the first {signed.size} entries are not those that were signed"
    assert log.verify(world.store).problems[0].startswith(f"the root over {signed.size} entries is not the one")


def test_a_rewritten_log_that_hides_what_was_signed_is_betrayed_by_the_file(
    world: World, settings: Settings, signed: Checkpoint, redis_client: redis.Redis
) -> None:
    change(redis_client, FIRST)
    redis_client.delete("audit:sealed", f"audit:checkpoints:{signed.origin}")
    checkpoints.publish(world.store, settings, now=world.now)

    assert world.store.read_only.reason() == f"the first {signed.size} entries are not those that were signed"
    assert redis_client.exists(f"audit:checkpoints:{signed.origin}") == 0


def test_a_database_older_than_what_was_signed_gets_no_second_history(
    world: World, settings: Settings, server: Server
) -> None:
    backup = server.backup()
    grow(world)
    signed = publish(world, settings)
    server.restore(backup)
    checkpoints.publish(world.store, settings, now=world.now)

    reason = f"the log has {signed.size - 1} entries, but {signed.size} were signed before"
    assert world.store.read_only.reason() == reason


def test_a_log_under_a_new_name_begins_anew(world: World, settings: Settings, signed: Checkpoint) -> None:
    renamed = replace(settings, audit_origin="elsewhere.example/audit")

    assert publish(world, renamed) == replace(signed, origin="elsewhere.example/audit")


def test_a_file_that_is_no_checkpoint_stops_the_service(world: World, settings: Settings, signed: Checkpoint) -> None:
    (settings.data / checkpoints.FILE).write_text(f"{signed.size}")
    checkpoints.publish(world.store, settings, now=world.now)

    assert world.store.read_only.reason() == "the last checkpoint cannot be read"


@pytest.mark.parametrize(("seq", "size"), [(0, 3), (4, 3), (1, 10_000)])
def test_there_is_no_proof_about_what_is_not_there(world: World, signed: Checkpoint, seq: int, size: int) -> None:
    assert signed.size < 10_000
    with pytest.raises(NotFoundError):
        checkpoints.inclusion(world.store, seq, size)


def test_the_self_check_goes_round_the_whole_log_and_its_end(
    world: World, settings: Settings, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_PART_LEVEL", 2)
    monkeypatch.setattr(log, "PART", 4)
    world.store.log.seal()
    parts = -(-log.length(world.store) // 4)
    for _ in range(parts):
        selfcheck.check(world.store, settings, now=world.now)
    intact = world.store.read_only.reason()
    change(redis_client, FIRST)
    for _ in range(parts):
        selfcheck.check(world.store, settings, now=world.now)

    assert parts > 3
    assert intact is None
    assert world.store.read_only.reason() == "entry 1 was changed after it was sealed"


def test_a_stopped_service_changes_nothing_until_an_operator_goes_on_and_says_why(
    world: World, settings: Settings, redis_client: redis.Redis
) -> None:
    world.store.log.seal()
    redis_client.setrange("audit:nodes:1:0", 0, bytes(32))
    selfcheck.check(world.store, settings, now=world.now)
    size = log.length(world.store)
    with pytest.raises(ReadOnlyError, match="the tree does not fit"):
        grow(world)
    selfcheck.go_on(world.store, "the disk was replaced", actor=OPERATOR, now=world.now)
    grow(world)
    entries = [entry.fields()["action"] for entry in log.page(world.store, after=size, limit=9)]

    assert entries[0] == "service.go_on"
    assert entries[-1] == "member.create"
    with pytest.raises(ConflictError):
        selfcheck.go_on(world.store, "again", actor=OPERATOR, now=world.now)


def test_going_on_needs_a_reason(world: World) -> None:
    world.store.read_only.stop("a fault")

    with pytest.raises(InvalidInputError, match="what was found"):
        selfcheck.go_on(world.store, " ", actor=OPERATOR, now=world.now)
