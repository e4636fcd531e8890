"""/console/spot-checks: decisions drawn by chance, for an auditor to look at again."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Body, Path, Query
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import spot_checks
from hashdb.services.spot_checks import Verdict

group = begin("console: spot checks", "Decisions drawn by chance.", keyless=True)

PLACE = "/console/spot-checks"
_Number = Annotated[int, Field(ge=1, le=2**53)]


class SampleQuery(Query):
    """The size of a checkpoint; the newest one's if not given."""

    size: _Number | None = None


class EntryPath(Path):
    """The entry in which a decision stands."""

    seq: _Number


class VerdictForm(Body):
    """What the auditor thinks of it."""

    verdict: Verdict
    note: Annotated[str, Field(max_length=2_000)] | None = None


@group.get(PLACE, doc_ui=False)
@console(Action.AUDIT_CHECK, head=False)
def show_sample(query: SampleQuery) -> Answer:
    """Show the sample that a checkpoint draws."""
    sample = spot_checks.draw(store(), query.size, actor=actor(), now=now())
    return console_page("console/spot_checks.html", sample=sample)


@group.get(f"{PLACE}/<seq>", doc_ui=False)
@console(Action.AUDIT_CHECK, head=False)
def show_decision(path: EntryPath) -> Answer:
    """Show one decision, with the form for what one thinks of it."""
    return console_page("console/spot_check.html", drawn=spot_checks.read(store(), path.seq, actor=actor(), now=now()))


@group.post(f"{PLACE}/<seq>", doc_ui=False)
@console(Action.AUDIT_CHECK)
def judge(path: EntryPath, body: VerdictForm) -> Answer:
    """Say what one thinks of it."""
    spot_checks.judge(store(), path.seq, body.verdict, body.note, actor=actor(), now=now())
    return go_to(PLACE, gettext("It is noted in the log."))
