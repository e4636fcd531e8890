"""Verification of the audit log: whatever was changed in it afterwards is found."""

import orjson
import pytest
import redis

from hashdb.access import OPERATOR
from hashdb.audit import GENESIS, link
from hashdb.errors import CorruptLogError
from hashdb.records.member import Kind
from hashdb.services import log, members, upkeep
from tests.services.world import World, value

CHANGED = 3


@pytest.fixture
def size(world: World) -> int:
    """The length of a log that is sealed."""
    upkeep.sweep(world.store, now=world.now)
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
    assert found.head == world.store.log.head(size)


def test_a_log_verifies_while_its_end_is_not_sealed_yet(world: World, size: int) -> None:
    members.create_member(world.store, "late", Kind.PLATFORM, actor=OPERATOR, now=world.now)
    found = log.verify(world.store)

    assert found.problems == ()
    assert found.entries == size + 1
    assert world.store.log.sealed() == size


def test_a_changed_entry_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    rewrite(redis_client, but=1, size=size)

    assert problems(world)[0].startswith("the chain breaks at entry 1")


def test_a_changed_payload_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    kept = redis_client.hget("audit:payloads", CHANGED)
    redis_client.hset("audit:payloads", CHANGED, kept.replace(b"platform", b"operator"))

    assert size > CHANGED
    assert problems(world) == (f"the payload of entry {CHANGED} is not the one that the entry commits to",)


def test_a_missing_payload_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.hdel("audit:payloads", CHANGED)

    assert size > CHANGED
    assert problems(world) == (f"the payload of entry {CHANGED} is missing",)


def test_a_removed_entry_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.xdel("audit", f"{CHANGED}-0")

    assert size > CHANGED
    assert f"entry {CHANGED} is missing; {CHANGED + 1} follows instead" in problems(world)


def test_a_truncated_log_is_found(world: World, size: int, redis_client: redis.Redis) -> None:
    redis_client.xdel("audit", f"{size}-0")

    assert problems(world) == (
        f"the log ends with entry {size - 1} but has had {size}",
        f"payloads of entries behind entry {size - 1} are kept: the end of the log was cut off",
    )


def test_a_truncated_log_that_hides_its_length_is_found_by_its_chain(
    world: World, size: int, redis_client: redis.Redis
) -> None:
    redis_client.xdel("audit", f"{size}-0")
    redis_client.set("audit:size", size - 1)

    assert problems(world) == (
        f"the log ends with entry {size - 1} but has had {size}",
        f"payloads of entries behind entry {size - 1} are kept: the end of the log was cut off",
    )


def test_a_log_rewritten_with_its_chain_differs_from_the_head_that_somebody_remembers(
    world: World, size: int, redis_client: redis.Redis
) -> None:
    remembered = (size, world.store.log.head(size))
    rewrite(redis_client, but=1, size=size)
    redis_client.delete("audit:chain")
    world.store.log.seal()

    assert problems(world) == ()
    assert problems(world, remembered) == (f"the head behind entry {size} is not the remembered one",)


def test_a_log_shorter_than_somebody_remembers_is_found(world: World, size: int) -> None:
    remembered = (size + 1, bytes(32))

    assert problems(world, remembered) == (f"the log ends with entry {size}, before the remembered entry {size + 1}",)


def test_a_longer_log_that_continues_what_is_remembered_verifies(world: World, size: int) -> None:
    remembered = (size - 2, world.store.log.head(size - 2))

    assert problems(world, remembered) == ()


def test_a_log_with_a_hole_is_not_sealed_any_further(world: World, size: int, redis_client: redis.Redis) -> None:
    members.create_member(world.store, "late", Kind.PLATFORM, actor=OPERATOR, now=world.now)
    members.create_member(world.store, "later", Kind.PLATFORM, actor=OPERATOR, now=world.now)
    redis_client.xdel("audit", f"{size + 1}-0")

    with pytest.raises(CorruptLogError):
        world.store.log.seal()
    assert world.store.log.sealed() == size


def test_a_page_links_its_entries_to_the_chain(world: World, size: int) -> None:
    page = log.page(world.store, after=2, limit=2)
    fourth = link(link(world.store.log.head(2), page[0].entry.leaf()), page[1].entry.leaf())

    assert [each.entry.seq for each in page] == [3, 4]
    assert page[1].head == world.store.log.head(4) == fourth
    assert world.store.log.head(0) == GENESIS
    assert log.page(world.store, after=size, limit=9) == []


def test_an_entry_names_no_value_no_address_and_no_person(world: World) -> None:
    world.dispatched(world.confirmed(world.active(1)))
    lines = b"\n".join(entry.line for entry in world.store.log.everything())
    first = next(world.store.log.everything())

    assert value(1).encode() not in lines
    assert b"gamma.example" not in lines
    assert b"@example.org" not in lines
    assert orjson.loads(first.line) == first.fields()
