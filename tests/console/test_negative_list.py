"""How much is known to be harmless is told in numbers."""

from hashdb.access import OPERATOR
from hashdb.roles import Role
from hashdb.services import negative_list
from hashdb.services.negative_list import NewBenign
from tests.console.conftest import SignIn
from tests.services.world import World, value


def test_an_administrator_sees_how_many_entries_count_and_none_of_them(as_: SignIn, world: World) -> None:
    new = [NewBenign(signal_type="pdq", signal_value=value(each)) for each in range(3)]
    entries = negative_list.add(world.store, new, actor=OPERATOR, now=world.now)
    negative_list.retire(world.store, entries[0].id, actor=OPERATOR, now=world.now)
    shown = as_(Role.ADMIN).open("/console/negative-list").text

    assert '<span class="value">2</span>' in shown
    assert not any(value(each) in shown for each in range(3))
