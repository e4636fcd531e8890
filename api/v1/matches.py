"""/v1/matches and /v1/reviews: what was found where, and what waits for a decision."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, PageQuery, Path, Query, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.match import Origin, Views
from hashdb.services import matches, reading, retention, reviews
from hashdb.services.matches import Finding, Verdict

group = begin("matches", "Signals found in what platforms host; a match is never a decision.")


class ReportBody(Body):
    """A match that a platform found itself."""

    signal_id: Annotated[str, id_of("sig")]
    content_ref: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    content_url: Annotated[str, StringConstraints(max_length=2_000, pattern="^https?://")] | None = None
    distance: int = Field(ge=0, le=256)
    view: str | None = Field(default=None, max_length=100, description="which of the signal's codes it was")
    query_quality: int | None = Field(default=None, ge=0, le=100)
    views_bucket: Inlined[Views] | None = Field(default=None, description="how often the content was seen, roughly")
    still_public: bool | None = Field(default=None, description="whether it can be seen at the time of the report")


class MatchPath(Path):
    """A match by its id."""

    match_id: Annotated[str, id_of("mat")]


class ReviewBody(Body):
    """A reviewer's decision about a match."""

    decision: Inlined[Verdict]
    note: Annotated[str, StringConstraints(max_length=2_000)] | None = None


class QueueQuery(Query):
    """How much of the queue to show."""

    limit: int = Field(default=50, ge=1, le=200)


@group.post("/v1/matches", responses={201: schemas.Match})
@permits(Action.MATCH_REPORT)
def report_match(body: ReportBody) -> Answer:
    """Report a match of one's own content with a live signal."""
    finding = Finding(
        member_id=actor().member_id,
        content_ref=body.content_ref,
        content_url=body.content_url,
        distance=body.distance,
        view=body.view,
        query_quality=body.query_quality,
        views_bucket=body.views_bucket,
        still_public=body.still_public,
        origin=Origin.REPORTED,
    )
    found = matches.report(store(), body.signal_id, finding, actor=actor(), now=now())
    return present.match(found, actor()), 201


@group.get("/v1/matches", responses={200: schemas.PageOf[schemas.Match]})
@permits(Action.MATCH_READ)
def list_matches(query: PageQuery) -> Answer:
    """List matches: a platform's own, or all of them for those who review."""
    found = matches.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    reading.page_opened(store(), actor(), "match", query.after, len(found.items), now())
    kept = retention.shown_all(store(), found.items, now())
    return present.page_of(found, [present.match(each, actor()) for each in kept])


@group.get("/v1/matches/<match_id>", responses={200: schemas.Match})
@permits(Action.MATCH_READ)
def read_match(path: MatchPath) -> Answer:
    """Read a match; that a person did is logged."""
    found = retention.shown(store(), matches.get(store(), path.match_id, actor=actor()), now())
    reading.logged(store(), actor(), found, now())
    return present.match(found, actor())


@group.post("/v1/matches/<match_id>/reviews", responses={200: schemas.Match})
@permits(Action.MATCH_REVIEW)
def review_match(path: MatchPath, body: ReviewBody) -> Answer:
    """Confirm a match, find it false (which disputes the signal), exempt its context, or escalate it."""
    reviewed = matches.review(store(), path.match_id, body.decision, note=body.note, actor=actor(), now=now())
    return present.match(reviewed, actor())


@group.get("/v1/reviews", responses={200: schemas.PageOf[schemas.Waiting]})
@permits(Action.QUEUE_READ)
def read_queue(query: QueueQuery) -> Answer:
    """Return what waits for the caller, most urgent first, without what it may not decide."""
    return {"items": reviews.queue(store(), limit=query.limit, actor=actor(), now=now()), "next": None}
