"""/v1/signals: submit, read, decide, give an opinion, take back."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from api import limits, present, schemas
from api.answers import Answer
from api.context import actor, benign, now, store
from api.models import Body, Inlined, Path, ViewBody, id_of
from api.permissions import BATCH_BODY, permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.signal import (
    BehaviourLabel,
    Claim,
    ContentType,
    ContextFlag,
    Ground,
    MaterialType,
    OpinionReason,
    ReviewReason,
    Stance,
)
from hashdb.services import reading, retention, retractions, signals, submissions
from hashdb.services.checklists import Seen
from hashdb.services.screening import Submitted
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Outcome
from hashdb.signals import MOST_FRAMES, SIGNAL_TYPES

MOST_SIGNALS = 1_000
LONGEST_VALUE = 1_000
VIEWS = "of a picture's types at most 32; of a video its frames, at most 3,600, of which `signal_value` is the SHA-256"
group = begin("signals", "Fingerprints that members vouch for.")

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(max_length=2_000)]
True_ = Annotated[bool, Field(description="must be true: the submission is not taken without this statement")]


class GroundBody(Body):
    """On what the submission rests: exactly one of the three."""

    register_entry_id: Annotated[str, id_of("reg")] | None = None
    incident_id: Annotated[str, id_of("inc")] | None = None
    behaviour: BehaviourLabel | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "GroundBody":
        if sum(each is not None for each in (self.register_entry_id, self.incident_id, self.behaviour)) != 1:
            raise ValueError("must name exactly one of register_entry_id, incident_id, behaviour")
        return self


class SignalBody(Body):
    """One signal with what the member states about it; no media, no user data."""

    signal_type: str = Field(max_length=20, examples=list(SIGNAL_TYPES))
    signal_value: str = Field(max_length=LONGEST_VALUE, examples=[SIGNAL_TYPES["pdq"].example])
    content_type: ContentType
    quality: int | None = Field(default=None, ge=0, le=100)
    views: list[ViewBody] = Field(default=[], max_length=MOST_FRAMES, description=VIEWS)
    tier: int = Field(ge=1, le=4)
    behaviour_labels: list[BehaviourLabel] = Field(min_length=1, max_length=len(BehaviourLabel))
    material_types: list[MaterialType] = Field(default=[], max_length=len(MaterialType))
    ground: GroundBody
    context_flags: list[ContextFlag] = Field(default=[], max_length=len(ContextFlag))
    source_reference: ShortText | None = None
    statement_good_faith: True_
    user_data_absent: True_

    @model_validator(mode="after")
    def _stated(self) -> "SignalBody":
        if not self.statement_good_faith or not self.user_data_absent:
            raise ValueError("statement_good_faith and user_data_absent must be true")
        return self

    def submitted(self) -> Submitted:
        """Return the signal as the service takes it."""
        return Submitted(
            signal_type=self.signal_type,
            signal_value=self.signal_value,
            quality=self.quality,
            views=tuple(view.view() for view in self.views),
            claim=Claim(
                content_type=self.content_type,
                tier=self.tier,
                behaviour_labels=tuple(self.behaviour_labels),
                material_types=tuple(self.material_types),
                ground=Ground(
                    register_entry_id=self.ground.register_entry_id,
                    incident_id=self.ground.incident_id,
                    behaviour=self.ground.behaviour,
                ),
                context_flags=tuple(self.context_flags),
            ),
            source_reference=self.source_reference,
        )


class SubmissionBody(Body):
    """A batch of signals."""

    signals: list[SignalBody] = Field(min_length=1, max_length=MOST_SIGNALS)


class SignalPath(Path):
    """A signal by its id."""

    signal_id: Annotated[str, id_of("sig")]


class ReviewBody(Body):
    """A reviewer's decision; a reason is needed for all but an approval.

    With the `version` that was read, a decision is refused when the signal has changed since then.
    """

    decision: Inlined[Verdict]
    reason: ReviewReason | None = None
    note: Note | None = None
    version: int | None = Field(default=None, ge=1, le=2**53)

    def seen(self) -> Seen | None:
        """Return what the person had before them, as far as the program says so."""
        return None if self.version is None else Seen(version=self.version, checked=None)


class OpinionBody(Body):
    """A member's opinion; a negative one is a dispute."""

    opinion: Stance
    reason: OpinionReason
    note: Note | None = None


@group.post("/v1/signals", responses={200: schemas.SubmissionResults})
@permits(Action.SIGNAL_SUBMIT, max_body=BATCH_BODY)
def submit_signals(body: SubmissionBody) -> Answer:
    """Submit up to 1,000 signals; each has its own outcome, in the order sent.

    The views of a signal are those of the submission that begins its case; views of a later vouch change nothing. A
    view must be as sound as the picture's own value: one that is not rejects its signal and is named.
    """
    limits.charge(sum(1 + len(each.views) for each in body.signals))
    submitted = [each.submitted() for each in body.signals]
    outcomes = submissions.submit(store(), submitted, benign=benign(), actor=actor(), now=now())
    return {"results": [_outcome(each) for each in outcomes]}


@group.get("/v1/signals/<signal_id>", responses={200: schemas.Signal})
@permits(Action.SIGNAL_READ)
def read_signal(path: SignalPath) -> Answer:
    """Read a signal; a submitter finds only those it submitted. That a person read it is logged."""
    found = retention.shown(store(), signals.get(store(), path.signal_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    return present.signal(found, actor(), now())


@group.delete("/v1/signals/<signal_id>/submission", responses={200: schemas.SignalState})
@permits(Action.SIGNAL_RETRACT)
def retract_submission(path: SignalPath) -> Answer:
    """Take back one's own submission; a signal nobody stands behind is withdrawn."""
    signal = retractions.retract(store(), path.signal_id, actor=actor(), now=now())
    return {"id": signal.id, "state": signal.state}


@group.post("/v1/signals/<signal_id>/reviews", responses={200: schemas.Signal})
@permits(Action.SIGNAL_REVIEW)
def review_signal(path: SignalPath, body: ReviewBody) -> Answer:
    """Decide about a signal; a first and a second person of members that it does not concern."""
    signal = signals.review(
        store(),
        path.signal_id,
        body.decision,
        reason=body.reason,
        note=body.note,
        seen=body.seen(),
        actor=actor(),
        now=now(),
    )
    return present.signal(signal, actor(), now())


@group.post("/v1/signals/<signal_id>/opinions", responses={200: schemas.SignalState})
@permits(Action.OPINION_GIVE)
def give_opinion(path: SignalPath, body: OpinionBody) -> Answer:
    """Agree with a signal, or dispute it; disputing pauses its distribution until somebody has decided."""
    signal = signals.give_opinion(
        store(), path.signal_id, body.opinion, body.reason, note=body.note, actor=actor(), now=now()
    )
    return {"id": signal.id, "state": signal.state}


def _outcome(outcome: Outcome) -> dict[str, object]:
    answer: dict[str, object] = {"outcome": outcome.result, "id": outcome.id, "state": outcome.state}
    if outcome.problem is not None:
        answer["problem"] = {"field": outcome.problem.field, "rule": outcome.problem.rule}
    return answer
