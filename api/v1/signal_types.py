"""/v1/signal-types: the kinds of signal there are, as the registry has them."""

from pydantic import BaseModel

from api.answers import Answer
from api.models import Inlined
from api.permissions import free
from api.routes import group as begin
from hashdb.signals import SIGNAL_TYPES, Distance, SignalType

group = begin("signal types", "The kinds of signal, and how each is compared.", keyless=True)


class SignalTypeBody(BaseModel):
    """One kind of signal; radii are in what its distance counts, and 0 where there is none."""

    name: str
    content_types: list[str]
    hex_digits: int
    distance: Inlined[Distance]
    default_radius: int
    max_radius: int
    review_radius: int
    view_type: str | None
    most_views: int
    most_views_asked: int
    example: str
    description: str


class SignalTypes(BaseModel):
    """Every kind there is."""

    items: list[SignalTypeBody]


@group.get("/v1/signal-types", responses={200: SignalTypes})
@free
def list_signal_types() -> Answer:
    """List the kinds of signal, with an example of each."""
    return {"items": [_shown(kind) for kind in SIGNAL_TYPES.values()]}


def _shown(kind: SignalType) -> dict[str, object]:
    return {name: getattr(kind, name) for name in SignalTypeBody.model_fields}
