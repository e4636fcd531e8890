"""Contact points of platform gamma, as the tests need them."""

from hashdb.records.contact_point import ContactPoint, ContactRole
from hashdb.services import contact_points
from hashdb.services.contact_points import NewPoint
from tests.services.world import World


def named(world: World, role: ContactRole = ContactRole.PRIMARY, **changes: object) -> ContactPoint:
    """Return a contact point that nobody has proved."""
    usual: dict[str, object] = {"role": role, "name": "Grace", "email": f"{role}@gamma.example"}
    new = NewPoint(**{**usual, **changes})  # type: ignore[arg-type]
    return contact_points.add(world.store, new, actor=world.webmaster, now=world.now)


def proved(world: World, role: ContactRole = ContactRole.PRIMARY, **changes: object) -> ContactPoint:
    """Return a contact point that answered."""
    point = named(world, role, **changes)
    return contact_points.verify(world.store, point.id, code(world, point), actor=world.webmaster, now=world.now)


def code(world: World, point: ContactPoint) -> str:
    """Return the code that was mailed last."""
    return world.store.sealer.open(world.store.contact_points.get(point.id).challenge or "")
