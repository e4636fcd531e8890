"""Answers about signals: submissions, lookups, the feed."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from api.routes import FieldError
from api.schemas.common import Claim, Ground
from hashdb.lifecycles import signal as signal_life
from hashdb.records.benign import Nearness
from hashdb.records.match import Shares
from hashdb.records.signal import (
    AggregateOpinion,
    BehaviourLabel,
    ContentType,
    ContextFlag,
    Decision,
    MaterialType,
    Opinion,
    Submission,
)
from hashdb.services import submissions
from hashdb.services.matching import UseMode
from hashdb.signals import View


class SubmissionResult(BaseModel):
    """What became of one submitted signal."""

    outcome: Inlined[submissions.Result]
    id: str | None
    state: Inlined[signal_life.State] | None
    problem: FieldError | None = None


class SubmissionResults(BaseModel):
    """One result for each submitted signal, in the order sent."""

    results: list[SubmissionResult]


class SignalState(BaseModel):
    """Where a signal stands after what was asked."""

    id: str
    state: Inlined[signal_life.State]


class Signal(Claim):
    """A signal; opinions and decisions are for those who review and audit."""

    id: str
    signal_type: str
    signal_value: str
    quality: int | None
    views: list[View]
    state: Inlined[signal_life.State]
    is_live: bool
    corroboration_count: int
    created_at: datetime
    activated_at: datetime | None
    due_at: datetime | None
    expires_at: datetime | None
    review_due_at: datetime | None
    version: int
    submissions: list[Submission]
    aggregate_opinion: AggregateOpinion | None = None
    benign: Nearness | None = None
    opinions: list[Opinion] | None = None
    decisions: list[Decision] | None = None


class Hit(Claim):
    """A live signal within the radius; `use_mode` says what may be done with it.

    `distance` is the smallest between any code of the signal and any of the upload: `view` and `query_view` name them.
    `shares` are told of videos. In its `shadow` a signal is less than a day old. What is no match (`is_match`) lies in
    the review band: for a person to look at.
    """

    signal_id: str
    signal_type: str
    distance: int
    view: str
    query_view: str
    state: Inlined[signal_life.State]
    use_mode: UseMode
    is_match: bool
    shadow: bool
    shares: Shares | None
    expires_at: datetime | None


class Hits(BaseModel):
    """The hits of one upload, nearest first."""

    matches: list[Hit]


class MatchResults(BaseModel):
    """One result for each upload, in the order sent."""

    results: list[Hits]


class FeedEntry(BaseModel):
    """A live signal, or (`deleted`) the tombstone of one that is not."""

    id: str
    signal_type: str
    state: Inlined[signal_life.State]
    deleted: bool
    signal_value: str | None = None
    quality: int | None = None
    views: list[View] | None = None
    review_only: bool | None = None
    activated_at: datetime | None = None
    expires_at: datetime | None = None
    content_type: ContentType | None = None
    tier: int | None = None
    behaviour_labels: list[BehaviourLabel] | None = None
    material_types: list[MaterialType] | None = None
    ground: Ground | None = None
    context_flags: list[ContextFlag] | None = None


class Feed(BaseModel):
    """Changes in their order; `next` is the checkpoint to ask from again, now or later."""

    items: list[FeedEntry]
    next: str | None
