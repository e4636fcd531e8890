"""/console/matches: the case of a match."""

from typing import Annotated

from pydantic import Field

from api import present
from api.answers import Answer
from api.console import words
from api.console.desk import CaseForm, around, done, place_of
from api.console.pages import console_page
from api.console.verdicts import OF_MATCH, note_of, panels, told
from api.context import actor, now, store
from api.permissions import console
from api.present.common import CASE_ROLES
from api.routes import group as begin
from api.v1.matches import MatchPath
from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.match import State
from hashdb.services import case_files, matches, options, reading, retention
from hashdb.services.matches import Verdict

group = begin("console: matches", "Matches, and decisions about them.", keyless=True)


class VerdictPath(MatchPath):
    """A decision about a match."""

    verdict: Verdict


class MatchForm(CaseForm):
    """A decision about a match."""

    reason: Annotated[str, Field(max_length=40)] | None = None


@group.get("/console/matches/<match_id>", doc_ui=False)
@console(Action.MATCH_READ)
def show_match(path: MatchPath) -> Answer:
    """Show a match beside its signal; that a person read it is logged."""
    found = retention.shown(store(), matches.get(store(), path.match_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    offered = options.of_match(store(), found, actor=actor(), now=now())
    file = case_files.of_match(store(), found, actor=actor(), now=now())
    return console_page(
        "console/match.html",
        words=words,
        match=present.match(found, actor()),
        decisions=found.decisions if actor().role in CASE_ROLES else (),
        second_look=found.second_look if actor().role in CASE_ROLES else None,
        signal=present.signal(file.signal.signal, actor(), now()),
        file=file,
        drafts=actor().role in PERMISSIONS[Action.TAKEDOWN_DRAFT],
        panels=panels(OF_MATCH, offered, place_of(found.id)),
        **around(found.id, decides=options.are_open(offered)),
    )


@group.post("/console/matches/<match_id>/<verdict>", doc_ui=False)
@console(Action.MATCH_REVIEW)
def decide(path: VerdictPath, body: MatchForm) -> Answer:
    """Decide about a match; who has confirmed it may draft the request at once, since the queue shows it no more."""
    choice = OF_MATCH[path.verdict]
    note = note_of(choice, body.reason, body.note)
    decided = matches.review(
        store(), path.match_id, path.verdict, note=note, seen=body.seen(), actor=actor(), now=now()
    )
    drafts = decided.state is State.CONFIRMED and actor().role in PERMISSIONS[Action.TAKEDOWN_DRAFT]
    return done(decided.id, told(choice, decided.state), goes_on=drafts)
