"""/v1/me: who the caller is, as the service sees it; the first thing to try with a new key."""

from pydantic import BaseModel

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import PERMISSIONS, Action
from hashdb.records.member import DeclaredUse
from hashdb.records.signal import BehaviourLabel
from hashdb.services import members

group = begin("me", "The caller.")


class Me(BaseModel):
    """The caller: a key of one member, with one role, of one person or of none."""

    key_id: str
    member_id: str
    group_id: str
    user_id: str | None
    role: str
    actions: list[str]


class UseModesBody(Body):
    """What the member does with hits, by the label of the signal: acts by itself, or has a person look first."""

    use_modes: dict[Inlined[BehaviourLabel], Inlined[DeclaredUse]]


class UseModes(BaseModel):
    """What the member has declared."""

    use_modes: dict[Inlined[BehaviourLabel], Inlined[DeclaredUse]]


@group.put("/v1/me/use-modes", responses={200: UseModes})
@permits(Action.USE_MODE_DECLARE)
def declare_use_modes(body: UseModesBody) -> Answer:
    """Declare what one's own member does with hits; it stands in place of what was declared before.

    Under a label that is `review_only` here every hit is `review_only`, whatever the signal would allow.
    """
    member = members.declare_uses(store(), actor().member_id, body.use_modes, actor=actor(), now=now())
    return {"use_modes": {str(label): use for label, use in member.use_modes.items()}}


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
