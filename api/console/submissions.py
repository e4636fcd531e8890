"""/console/submissions: what a member submitted lately, and what became of it."""

from typing import Annotated

from pydantic import Field

from api import present
from api.answers import Answer
from api.console import words
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Query
from api.permissions import console
from api.routes import group as begin
from api.v1.signals import SignalPath
from hashdb.access import Action
from hashdb.services import own_submissions, reading, retention, retractions, signals
from hashdb.signals import SIGNAL_TYPES

group = begin("console: submissions", "One's own submissions.", keyless=True)

PLACE = "/console/submissions"
SHOWN = 50


class SubmissionsQuery(Query):
    """How many of the latest ones to pass over."""

    after: Annotated[int, Field(ge=0, le=100_000)] = 0


class ValueQuery(Query):
    """The value of a signal that is looked for."""

    signal_type: Annotated[str, Field(max_length=20)] = "pdq"
    signal_value: Annotated[str, Field(max_length=1_000)] = ""


@group.get(PLACE, doc_ui=False)
@console(Action.SIGNAL_RETRACT)
def show_submissions(query: SubmissionsQuery) -> Answer:
    """List the latest submissions with their state, and how the member's submissions fare."""
    found, known = own_submissions.latest(store(), skip=query.after, limit=SHOWN, actor=actor(), now=now())
    further = query.after + SHOWN
    return console_page(
        "console/submissions.html",
        signals=[present.signal(each, actor(), now()) for each in found],
        standing=own_submissions.standing(store(), actor=actor(), now=now()),
        further=str(further) if further < known else None,
        known=known,
        types=list(SIGNAL_TYPES),
    )


@group.get(f"{PLACE}/search", doc_ui=False)
@console(Action.SIGNAL_RETRACT)
def find_submission(query: ValueQuery) -> Answer:
    """Lead to the submission of a value."""
    found = own_submissions.found(store(), query.signal_type, query.signal_value.strip(), actor=actor())
    return go_to(f"{PLACE}/{found.id}")


@group.get(f"{PLACE}/<signal_id>", doc_ui=False)
@console(Action.SIGNAL_RETRACT)
def show_submission(path: SignalPath) -> Answer:
    """Show one signal that the member vouches for; that a person read it is logged."""
    found = retention.shown(store(), signals.get(store(), path.signal_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    return console_page("console/submission.html", words=words, signal=present.signal(found, actor(), now()))


@group.post(f"{PLACE}/<signal_id>/retract", doc_ui=False)
@console(Action.SIGNAL_RETRACT)
def retract_submission(path: SignalPath) -> Answer:
    """Take back the member's submission."""
    retractions.retract(store(), path.signal_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("Your organisation vouches for that signal no more."))
