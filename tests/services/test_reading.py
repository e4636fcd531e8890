"""Reading is logged where it is power over people, and goes on while nothing else does."""

from structlog.testing import capture_logs

from hashdb.services import log, reading
from tests.services.world import World


def logged(world: World, after: int) -> list[tuple[str, str, str]]:
    entries = [entry.fields() for entry in log.page(world.store, after=after, limit=9)]
    return [(each["action"], each["actor_id"], each["object_id"]) for each in entries]


def test_a_person_who_opens_a_record_stands_in_the_log_and_a_program_does_not(world: World) -> None:
    found = world.match(world.active(1))
    size = world.store.log.size()
    reading.logged(world.store, world.host, found, world.now)
    reading.logged(world.store, world.reviewer, found, world.now)

    assert logged(world, size) == [("match.read", world.reviewer.id, found.id)]


def test_a_page_is_one_entry_with_its_count_and_an_empty_one_none(world: World) -> None:
    size = world.store.log.size()
    reading.page_logged(world.store, world.host, "feed", "5-0", 40, world.now)
    reading.page_logged(world.store, world.host, "feed", "9-0", 0, world.now)
    entry = log.page(world.store, after=size, limit=9)[0]

    assert logged(world, size) == [("feed.read", world.host.id, "5-0")]
    assert entry.payload == b'{"entries":40}'


def test_people_go_on_reading_while_the_service_takes_no_changes(world: World) -> None:
    found = world.match(world.active(1))
    size = world.store.log.size()
    world.store.read_only.stop("a fault")
    with capture_logs() as lines:
        reading.logged(world.store, world.reviewer, found, world.now)

    assert world.store.log.size() == size
    assert [(each["event"], each["id"]) for each in lines] == [("read_while_read_only", found.id)]
