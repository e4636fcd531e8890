"""/console/queue: what waits for the person, and /console/next, which opens the most urgent of it."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console import words
from api.console.desk import QUEUE, place_of
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Query
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import case_files, presence, reviews, second_looks

group = begin("console: queue", "What waits for a decision.", keyless=True)

SHOWN = 50


class NextQuery(Query):
    """The case that somebody comes from."""

    after: Annotated[str, Field(max_length=40)] = ""


class FindQuery(Query):
    """The id of a case."""

    id: Annotated[str, Field(pattern="^ *(sig|mat|tdr)_[0-9A-Z]{26} *$")]


@group.get(QUEUE, doc_ui=False)
@console(Action.QUEUE_READ)
def show_queue() -> Answer:
    """Show what waits, most urgent first, and who is at it."""
    waiting = reviews.queue(store(), limit=SHOWN + 1, actor=actor(), now=now())
    holders = presence.holders(store(), [each.id for each in waiting], now=now())
    return console_page(
        "console/queue.html",
        words=words,
        waiting=waiting[:SHOWN],
        there_are_more=len(waiting) > SHOWN,
        places={each.id: place_of(each.id) for each in waiting},
        holders={case_id: each.user_id for case_id, each in holders.items()},
        names=case_files.names(store(), [each.user_id for each in holders.values()], []),
        drafts=reviews.drafts(store(), actor=actor()),
        confirmed=reviews.confirmed(store(), actor=actor()),
        to_look_again=second_looks.first(store(), actor=actor()) is not None,
        looked_at=presence.looked_at(store(), actor=actor(), now=now()),
        advised=store().policy().cases_per_day_and_person,
    )


@group.get("/console/next", doc_ui=False)
@console(Action.QUEUE_READ)
def open_next(query: NextQuery) -> Answer:
    """Open the most urgent case that nobody else is deciding."""
    found = reviews.next_case(store(), after=query.after or None, actor=actor(), now=now())
    if found is None:
        return go_to(QUEUE, gettext("Nothing else waits for you now."), kind="note")
    return go_to(place_of(found.id))


@group.get("/console/find", doc_ui=False)
@console(Action.SIGNAL_READ)
def find(query: FindQuery) -> Answer:
    """Open a case by its id."""
    return go_to(place_of(query.id.strip()))
