"""/console/desk: who else is at a case, asked by its page once a minute while somebody works on it; taking it over."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import ULID, Body, Moment, Path, Query
from api.permissions import console
from api.routes import group as begin
from hashdb.access import PERMISSIONS, Action
from hashdb.services import case_files, presence
from hashdb.services.checklists import Check, Seen
from hashdb.services.presence import Around

group = begin("console: desk", "Who is at which case.", keyless=True)

PLACES = {
    "sig": "/console/signals",
    "mat": "/console/matches",
    "tdr": "/console/takedown-requests",
    "apl": "/console/appeals",
}
QUEUE = "/console/queue"
Ticked = Annotated[str, Field(pattern="^yes$")] | None


class CasePath(Path):
    """A case by its id."""

    case_id: Annotated[str, Field(pattern=f"^(sig|mat|tdr|apl)_{ULID}$")]


class DeskQuery(Query):
    """The version of the case that the page shows."""

    version: Annotated[int, Field(ge=0)] = 0


class CaseForm(Body):
    """What every decision's form sends: what the person had before them, when, and what they went through."""

    version: Annotated[int, Field(ge=1)]
    opened: Moment
    note: Annotated[str, Field(max_length=2_000)] | None = None
    labels_fit: Ticked = None
    ground_holds: Ticked = None
    no_exempt_context: Ticked = None
    nothing_harmless: Ticked = None
    same_content: Ticked = None
    reasons_fit: Ticked = None
    addressee_right: Ticked = None

    def seen(self) -> Seen:
        """Return it as services take it."""
        return Seen(version=self.version, checked=tuple(each for each in Check if getattr(self, each) is not None))


def place_of(case_id: str) -> str:
    """Return where the page of a case is."""
    return f"{PLACES[case_id[:3]]}/{case_id}"


def around(case_id: str, *, decides: bool) -> dict[str, object]:
    """Note that somebody who decides has opened a case, and return what its page says of the others."""
    if actor().role not in PERMISSIONS[Action.SIGNAL_REVIEW]:
        return {"around": "", "is_held": False, "desk": ""}
    found = presence.come(store(), case_id, decides=decides, actor=actor(), now=now())
    return {"around": _words(found), "is_held": found.holder is not None, "desk": case_id}


def done(case_id: str, words: str, *, goes_on: bool = False) -> Answer:
    """Go back to the queue after a decision; to the case if the same person goes on there, or has no queue."""
    presence.leave(store(), case_id, actor=actor())
    queues = actor().role in PERMISSIONS[Action.QUEUE_READ] and not goes_on
    return go_to(QUEUE if queues else place_of(case_id), words)


def _words(found: Around) -> str:
    """Return who else is there, in a sentence or two."""
    names = case_files.names(store(), [each.user_id for each in found.others], [])
    holder = found.holder.user_id if found.holder else ""
    readers = ", ".join(names.get(each.user_id, "?") for each in found.others if each.user_id != holder)
    said = [gettext("%(name)s is deciding this now.") % {"name": names.get(holder, "?")}] if holder else []
    return " ".join([*said, *([gettext("Also here: %(names)s.") % {"names": readers}] if readers else [])])


@group.get("/console/desk/<case_id>", doc_ui=False)
@console(Action.SIGNAL_REVIEW)
def ask_around(path: CasePath, query: DeskQuery) -> Answer:
    """Tell who else is at a case, and whether it has changed; the one who asks is still there."""
    found = presence.stay(store(), path.case_id, actor=actor(), now=now())
    changed = query.version not in {0, case_files.version_of(store(), path.case_id)}
    return {"around": _words(found), "changed": changed}


@group.post("/console/desk/<case_id>/take", doc_ui=False)
@console(Action.SIGNAL_REVIEW)
def take_over(path: CasePath) -> Answer:
    """Decide a case in place of somebody else."""
    presence.take_over(store(), path.case_id, actor=actor(), now=now())
    return go_to(place_of(path.case_id), gettext("You decide this case now; the other person sees it."), kind="note")
