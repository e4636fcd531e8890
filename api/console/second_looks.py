"""/console/second-looks: a case that chance has drawn is decided once more, by somebody who is not told how it was."""

from dataclasses import replace

from api import present
from api.answers import Answer
from api.console import words
from api.console.desk import QUEUE
from api.console.matches import MatchForm, VerdictPath
from api.console.pages import console_page, go_to
from api.console.verdicts import OF_MATCH, note_of, panels
from api.context import actor, now, store
from api.language import N_, gettext
from api.permissions import console
from api.routes import group as begin
from api.v1.matches import MatchPath
from hashdb.access import Action
from hashdb.services import case_files, reading, retention, second_looks
from hashdb.services.options import Option

group = begin("console: second looks", "Decisions that are looked at again.", keyless=True)

PLACE = "/console/second-looks"
_SAME = N_("You would have decided so; nothing is changed by it.")
CHOICES = {
    each: replace(OF_MATCH[each], about=_SAME, kind="plain") for each in ("confirm", "false_positive", "context_exempt")
}


@group.get(PLACE, doc_ui=False)
@console(Action.MATCH_REVIEW)
def open_first() -> Answer:
    """Open what has waited longest."""
    found = second_looks.first(store(), actor=actor())
    if found is None:
        return go_to(QUEUE, gettext("Nothing waits for a second look by you."), kind="note")
    return go_to(f"{PLACE}/{found.id}")


@group.get(f"{PLACE}/<match_id>", doc_ui=False)
@console(Action.MATCH_REVIEW)
def show(path: MatchPath) -> Answer:
    """Show a match without how it was decided; that a person read it is logged."""
    found = retention.shown(store(), second_looks.get(store(), path.match_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    file = case_files.of_match(store(), found, actor=actor(), now=now())
    return console_page(
        "console/match.html",
        blind=True,
        words=words,
        match=present.match(found, actor()),
        signal=present.signal(file.signal.signal, actor(), now()),
        file=file,
        panels=panels(CHOICES, [Option(verdict=each) for each in CHOICES], f"{PLACE}/{found.id}"),
        around="",
        desk="",
    )


@group.post(f"{PLACE}/<match_id>/<verdict>", doc_ui=False)
@console(Action.MATCH_REVIEW)
def judge(path: VerdictPath, body: MatchForm) -> Answer:
    """Say what one would have decided."""
    note = note_of(OF_MATCH[path.verdict], body.reason, body.note)
    second_looks.judge(store(), path.match_id, path.verdict, note, actor=actor(), now=now())
    return go_to(QUEUE, gettext("Your second look is recorded."))
