"""Keys of the people and members of a world, as the tests of the API send them."""

from hashdb.access import OPERATOR
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, Member
from hashdb.roles import Role
from hashdb.services import members
from tests.api.sample import Headers
from tests.services.world import World


def key(world: World, role: Role, member: Member | None = None) -> Headers:
    """Return the header with a fresh key, of a member of its own if none is given."""
    holder = member or world.member(next(kind for kind, roles in ROLES_OF.items() if role in roles))
    person = None
    if role in PERSONAL_ROLES:
        address = f"{role}@{holder.id}.example"
        person = members.create_user(world.store, holder.id, "Ada", address, actor=OPERATOR, now=world.now).id
    issued = members.issue_key(world.store, holder.id, role, user_id=person, actor=OPERATOR, now=world.now)
    return {"Authorization": f"Bearer {issued.token}"}
