"""A platform sees how much of what it hosts is looked through."""

from hashdb.roles import Role
from tests.console.conftest import SignIn
from tests.services.world import World, value


def test_the_inventory_is_told_by_its_size_and_what_was_found_in_it(as_: SignIn, world: World) -> None:
    for name in ("v/1", "v/2", "v/3"):
        world.hosts(name, value(name))
    found = world.match(world.active("seen"), "bilder/öffentlich")
    shown = as_(Role.PLATFORM_MATCHER, member=world.gamma).open("/console/inventory").text
    others = as_(Role.PLATFORM_MATCHER, member=world.alpha).open("/console/inventory").text

    assert '<span class="value">3</span>' in shown
    assert found.content_ref in shown
    assert found.content_ref not in others
    assert '<span class="value">3</span>' not in others
