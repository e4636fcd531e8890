"""/v1/me: who the caller is, as the service sees it; the first thing to try with a new key."""

from pydantic import BaseModel

from api.answers import Answer
from api.context import actor
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import PERMISSIONS, Action

group = begin("me", "The caller.")


class Me(BaseModel):
    """The caller: a key of one member, with one role, of one person or of none."""

    key_id: str
    member_id: str
    group_id: str
    user_id: str | None
    role: str
    actions: list[str]


@group.get("/v1/me", responses={200: Me})
@permits(Action.ME_READ)
def read_me() -> Answer:
    """Tell the caller which member, role and permissions its key has."""
    caller = actor()
    return {
        "key_id": caller.key_id,
        "member_id": caller.member_id,
        "group_id": caller.group_id,
        "user_id": caller.user_id,
        "role": caller.role,
        "actions": sorted(action for action, roles in PERMISSIONS.items() if caller.role in roles),
    }
