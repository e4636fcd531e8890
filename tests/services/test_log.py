"""Verification of the audit log: whatever was changed in it afterwards is found."""

import orjson
import pytest
import redis

from hashdb.access import OPERATOR
from hashdb.records.member import Kind
from hashdb.services import log, members
from tests.services.world import World, value

CHANGED = 3


@pytest.fixture
def size(world: World) -> int:
    """The length of a log that is sealed."""
    world.store.log.seal()
    return world.store.log.size()


def problems(world: World, remembered: tuple[int, bytes] | None = None) -> tuple[str, ...]:
    return log.verify(world.store, remembered=remembered).problems


def rewrite(client: redis.Redis, *, but: int, size: int) -> None:
    """Write the whole log anew, without its entry number *but*'s own words."""
    kept = client.xrange("audit")
    client.delete("audit")
    for place, fields in kept[:size]:
        seq = int(place.split(b"-")[0])
        line = fields[b"e"].replace(b"member.create", b"member.forget") if seq == but else fields[b"e"]
        client.xadd("audit", {"e": line}, id=place)


def test_an_untouched_log_verifies(world: World, size: int) -> None:
    found = log.verify(world.store)

    assert found.problems == ()
    assert found.entries == size
    assert found.root == world.store.log.tree.root(size)


def test_a_log_verifies_while_its_end_is_not_sealed_yet(world: World, size: int) -> None:
    members.create_member(world.store, "late", Kind.PLATFORM, actor=OPERATOR, now=world.now)
    found = log.verify(world.store)

    assert found.problems == ()
    assert found.entries == size + 1
    assert world.store.log.tree.size() == size


def test_a_log_of_several_parts_verifies_and_every_change_in_them_is_found(
    world: World, size: int, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_PART_LEVEL", 2)
    monkeypatch.setattr(log, "PART", 4)
    intact = log.verify(world.store)
    redis_client.setrange("audit:nodes:3:0", 0, bytes(32))

    assert (intact.problems, intact.entries) == ((), size)
    assert problems(world) == (f"the tree does not fit over the entries 1 to {size}",)


def test_a_changed_entry_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    rewrite(redis_client, but=1, size=size)

    assert problems(world) == ("entry 1 was changed after it was sealed",)


def test_a_changed_node_of_the_tree_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.setrange("audit:nodes:2:0", 0, bytes(32))

    assert problems(world) == (f"the tree does not fit over the entries 1 to {size}",)


def test_a_changed_payload_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    kept = redis_client.hget("audit:payloads", CHANGED)
    redis_client.hset("audit:payloads", CHANGED, kept.replace(b"platform", b"operator"))

    assert size > CHANGED
    assert problems(world) == (f"the payload of entry {CHANGED} is not the one that the entry commits to",)


def test_payloads_that_got_lost_are_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.hdel("audit:payloads", CHANGED, CHANGED + 1)

    assert size > CHANGED
    assert problems(world) == (f"payloads are missing that no entry says were erased: {CHANGED}-{CHANGED + 1}",)


def test_a_removed_entry_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.xdel("audit", f"{CHANGED}-0")

    assert size > CHANGED
    assert problems(world)[0] == f"entries are missing from the log: {CHANGED}"


def test_a_truncated_log_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.xdel("audit", f"{size}-0")

    assert problems(world)[0] == f"entries are missing from the log: {size}"


def test_a_truncated_log_that_hides_its_length_is_found_by_its_tree(
    world: World, size: int, redis_client: redis.Redis
) -> None:
    redis_client.xdel("audit", f"{size}-0")
    redis_client.set("audit:size", size - 1)

    assert problems(world)[0] == f"entries are missing from the log: {size}"


def test_a_truncated_log_that_hides_its_length_and_its_tree_is_found_by_what_is_left(
    world: World, size: int, redis_client: redis.Redis
) -> None:
    redis_client.xdel("audit", f"{size}-0")
    redis_client.mset({"audit:size": size - 1, "audit:sealed": size - 1})

    assert problems(world) == (f"payloads of entries behind entry {size - 1} are kept: the end of the log was cut off",)


def test_a_log_rewritten_with_its_tree_differs_from_the_root_that_somebody_remembers(
    world: World, size: int, redis_client: redis.Redis
) -> None:
    remembered = (size, world.store.log.tree.root(size))
    rewrite(redis_client, but=1, size=size)
    redis_client.delete("audit:sealed")
    world.store.log.seal()

    assert problems(world) == ()
    assert problems(world, remembered) == (
        f"the root over {size} entries is not the one that was signed or remembered",
    )


def test_a_log_shorter_than_somebody_remembers_is_found(world: World, size: int) -> None:
    remembered = (size + 1, bytes(32))

    assert problems(world, remembered) == (
        f"the log ends with entry {size}, but a root over {size + 1} was signed or remembered",
    )


def test_a_longer_log_that_continues_what_is_remembered_verifies(world: World, size: int) -> None:
    remembered = (size - 2, world.store.log.tree.root(size - 2))

    assert problems(world, remembered) == ()


def test_a_page_shows_the_entries_behind_a_place(world: World, size: int) -> None:
    assert [each.seq for each in log.page(world.store, after=2, limit=2)] == [3, 4]
    assert log.page(world.store, after=size, limit=9) == []


def test_an_entry_names_no_value_no_address_and_no_person(world: World) -> None:
    world.dispatched(world.confirmed(world.active(1)))
    lines = b"\n".join(entry.line for entry in world.store.log.everything())
    first = next(world.store.log.everything())

    assert value(1).encode() not in lines
    assert b"gamma.example" not in lines
    assert b"@example.org" not in lines
    assert orjson.loads(first.line) == first.fields()
