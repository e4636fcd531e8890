"""/console/signals: the case of a signal."""

from typing import Annotated

from pydantic import Field

from api import present
from api.answers import Answer
from api.console import words
from api.console.desk import CaseForm, around, done, place_of
from api.console.pages import console_page, go_to
from api.console.verdicts import OF_SIGNAL, panels, told
from api.context import actor, now, store
from api.language import gettext
from api.models import Body
from api.permissions import console
from api.routes import group as begin
from api.v1.signals import SignalPath
from hashdb.access import Action
from hashdb.records.signal import OpinionReason, ReviewReason, Stance
from hashdb.services import case_files, options, reading, retention, signals
from hashdb.services.signals import Verdict

group = begin("console: signals", "Signals, and decisions about them.", keyless=True)


class VerdictPath(SignalPath):
    """A decision about a signal."""

    verdict: Verdict


class SignalForm(CaseForm):
    """A decision about a signal."""

    reason: ReviewReason | None = None


class OpinionForm(Body):
    """A member's opinion about a signal."""

    opinion: Stance
    opinion_reason: OpinionReason
    opinion_note: Annotated[str, Field(max_length=2_000)] | None = None


@group.get("/console/signals/<signal_id>", doc_ui=False)
@console(Action.SIGNAL_READ)
def show_signal(path: SignalPath) -> Answer:
    """Show a signal with everything that was said and decided about it; that a person read it is logged."""
    found = retention.shown(store(), signals.get(store(), path.signal_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    offered = options.of_signal(store(), found, actor=actor(), now=now())
    return console_page(
        "console/signal.html",
        words=words,
        signal=present.signal(found, actor(), now()),
        file=case_files.of_signal(store(), found, actor=actor(), now=now()),
        vouches_needed=store().policy().vouches_for(found.claim.tier),
        panels=panels(OF_SIGNAL, offered, place_of(found.id)),
        **around(found.id, decides=options.are_open(offered)),
    )


@group.post("/console/signals/<signal_id>/<verdict>", doc_ui=False)
@console(Action.SIGNAL_REVIEW)
def decide(path: VerdictPath, body: SignalForm) -> Answer:
    """Decide about a signal."""
    decided = signals.review(
        store(),
        path.signal_id,
        path.verdict,
        reason=body.reason,
        note=body.note,
        seen=body.seen(),
        actor=actor(),
        now=now(),
    )
    return done(decided.id, told(OF_SIGNAL[path.verdict], decided.state))


@group.post("/console/signals/<signal_id>/opinion", doc_ui=False)
@console(Action.OPINION_GIVE)
def give_opinion(path: SignalPath, body: OpinionForm) -> Answer:
    """Agree with a signal, or dispute it."""
    given = signals.give_opinion(
        store(),
        path.signal_id,
        body.opinion,
        body.opinion_reason,
        note=body.opinion_note,
        actor=actor(),
        now=now(),
    )
    return go_to(place_of(given.id), gettext("Your opinion is recorded."))
