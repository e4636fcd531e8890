"""What becomes of what a platform says it hosts."""

from concurrent.futures import ThreadPoolExecutor

from hashdb.services import inventory
from hashdb.services.inventory import Hosted, Result
from tests.services.world import World, value


def hosted(content_ref: str, text: str, signal_type: str = "pdq") -> Hosted:
    return Hosted(content_ref=content_ref, signal_type=signal_type, signal_value=text)


def put(world: World, *items: Hosted) -> list[inventory.Outcome]:
    return inventory.put(world.store, items, actor=world.host, now=world.now)


def test_each_item_has_its_own_outcome(world: World) -> None:
    put(world, hosted("a", value(1)), hosted("b", value(2)))
    outcomes = put(world, hosted("a", value(1)), hosted("b", value(3)), hosted("c", "xyz"), hosted("d", value(4)))

    assert [each.result for each in outcomes] == [Result.KNOWN, Result.REPLACED, Result.REJECTED, Result.ADDED]
    assert outcomes[2].problem
    assert outcomes[2].problem.field == "items[2].signal_value"


def test_an_unknown_type_is_rejected_by_its_place(world: World) -> None:
    problem = put(world, hosted("a", value(1), "photodna"))[0].problem

    assert problem
    assert problem.field == "items[0].signal_type"


def test_one_content_twice_in_one_batch_counts_as_it_was_said_last(world: World) -> None:
    outcomes = put(world, hosted("a", value(1)), hosted("a", value(2)))
    signal, other = world.active(2), world.active(1)

    assert [each.result for each in outcomes] == [Result.ADDED, Result.REPLACED]
    assert inventory.match_signal(world.store, world.inventories, signal.id, now=world.now) == 1
    assert inventory.match_signal(world.store, world.inventories, other.id, now=world.now) == 0


def test_one_content_has_one_value_of_each_type(world: World) -> None:
    outcomes = put(world, hosted("a", value(1)), hosted("a", value(1), "sha256"))

    assert [each.result for each in outcomes] == [Result.ADDED, Result.ADDED]


def test_the_same_items_again_leave_no_trace(world: World) -> None:
    put(world, hosted("a", value(1)))
    size = world.store.log.size()
    put(world, hosted("a", value(1)))

    assert world.store.log.size() == size


def test_the_same_content_said_several_times_at_once_is_one_entry(world: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: put(world, hosted("a", value(number))), range(4)))
    inventory.remove(world.store, "a", actor=world.host, now=world.now)
    found = [
        inventory.match_signal(world.store, world.inventories, world.active(number).id, now=world.now)
        for number in range(4)
    ]

    assert found == [0, 0, 0, 0]
