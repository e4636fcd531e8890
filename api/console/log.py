"""/console/log: the log as auditors read it: searched, entry by entry with its proof, and its checkpoints."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page
from api.context import actor, now, store
from api.models import Day, Path, Query
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import evidence, log_search
from hashdb.services.log_search import Search

group = begin("console: log", "The log, for auditors.", keyless=True)

CHECKPOINTS = 20
_Number = Annotated[int, Field(ge=1, le=2**53)]


class SearchQuery(Query):
    """What is looked for; what was left empty is not asked."""

    actor: Annotated[str, Field(max_length=60)] = ""
    subject: Annotated[str, Field(max_length=60)] = ""
    action: Annotated[str, Field(pattern=r"^[a-z_.]*$", max_length=60)] = ""
    first: Day | Annotated[str, Field(max_length=0)] = ""
    last: Day | Annotated[str, Field(max_length=0)] = ""
    upto: _Number | None = None

    def search(self) -> Search:
        """Return it as the service takes it; both days count."""
        start, last = _midnight(self.first), _midnight(self.last)
        end = last + timedelta(days=1) if last else None
        words = {"actor": self.actor.strip(), "subject": self.subject.strip(), "action": self.action}
        return Search(**words, start=start, end=end)

    def again(self) -> str:
        """Return the address of the same search."""
        asked = {name: value for name, value in self if value and name != "upto"}
        return f"/console/log?{urlencode(asked)}"


class EntryPath(Path):
    """An entry by its number."""

    seq: _Number


class CheckpointsQuery(Query):
    """Checkpoints smaller than this, the largest first."""

    after: _Number | None = None


@group.get("/console/log", doc_ui=False)
@console(Action.AUDIT_READ, head=False)
def search_log(query: SearchQuery) -> Answer:
    """Search the log, the newest entry first."""
    found = log_search.search(store(), query.search(), upto=query.upto, actor=actor(), now=now())
    return console_page("console/log.html", asked=query, found=found)


@group.get("/console/log/<seq>", doc_ui=False)
@console(Action.AUDIT_READ, head=False)
def show_entry(path: EntryPath) -> Answer:
    """Show an entry as it is kept, and draw the proof that it is in the log."""
    found = log_search.read(store(), path.seq, actor=actor(), now=now())
    return console_page("console/log_entry.html", entry=found, proof=evidence.proof_of(store(), found))


@group.get("/console/checkpoints", doc_ui=False)
@console(Action.AUDIT_READ)
def list_checkpoints(query: CheckpointsQuery) -> Answer:
    """List what was signed about the log, and which witnesses signed the same."""
    signed, further = evidence.history(store(), below=query.after, limit=CHECKPOINTS)
    return console_page("console/checkpoints.html", signed=signed, next=further and str(further))


def _midnight(day: date | str) -> datetime | None:
    return datetime.combine(day, time(), UTC) if isinstance(day, date) else None
