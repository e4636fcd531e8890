"""/v1/negative-list: hashes of what is known to be harmless, which signals must not stop."""

from datetime import datetime

from pydantic import BaseModel

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import PageQuery
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.benign import Benign, BenignOrigin
from hashdb.services import negative_list, reading

group = begin("negative list", "Hashes of what is known to be harmless; what is near to them does not become a signal.")


class BenignEntry(BaseModel):
    """One entry of the negative list; one that was retired counts for nothing."""

    id: str
    signal_type: str
    signal_value: str
    origin: BenignOrigin
    note: str | None
    added_at: datetime
    retired_at: datetime | None


@group.get("/v1/negative-list", responses={200: schemas.PageOf[BenignEntry]})
@permits(Action.NEGATIVE_LIST_READ)
def list_benign(query: PageQuery) -> Answer:
    """List what is known to be harmless; it is added to on the command line, and by appeals that were upheld."""
    found = negative_list.page(store(), after=query.after or None, limit=query.limit)
    reading.page_opened(store(), actor(), "benign", query.after, len(found.items), now())
    return present.page_of(found, [_entry(each) for each in found.items])


def _entry(found: Benign) -> dict[str, object]:
    """Return an entry without who added it: that is in the log."""
    return {name: getattr(found, name) for name in BenignEntry.model_fields}
