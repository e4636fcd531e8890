"""/v1/match and /v1/feed: check uploads against the shared list, or keep a copy of it."""

import re

from pydantic import Field

from api import limits, present, schemas
from api.answers import Answer
from api.context import actor, matcher, now, policy, store
from api.models import Body, PageQuery, ViewBody
from api.permissions import BATCH_BODY, permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services import costs, followers, matching, reading, signals
from hashdb.services.queries import Upload, parse_queries
from hashdb.signals import LARGEST_RADIUS, MOST_FRAMES, SIGNAL_TYPES

MOST_SIGNALS = 1_000
LONGEST_VALUE = 1_000

# Two numbers of 64 bits; behind the largest there is nothing to ask for.
CHECKPOINT = re.compile("([0-9]{1,20})-([0-9]{1,20})")
CHECKPOINT_END = 2**64 - 1
RADIUS = (
    "in bits, of texts in bytes, by default that of the policy; of pdq 32 to 64 is the review band, where the policy "
    "opens it to the member: what lies there is no match, and for review only"
)
group = begin("matching", "Lookups against the live signals, and the feed of their changes.")


class QueryBody(Body):
    """One upload, as its fingerprint; `views` are those of parts of it, and too weak ones are not searched.

    Those of a video are its frames, of which there must be some: nothing else of it is compared.
    """

    signal_type: str = Field(max_length=20, examples=list(SIGNAL_TYPES))
    signal_value: str = Field(max_length=LONGEST_VALUE, examples=[SIGNAL_TYPES["pdq"].example])
    quality: int | None = Field(default=None, ge=0, le=100)
    views: list[ViewBody] = Field(default_factory=list, max_length=MOST_FRAMES)

    def upload(self) -> Upload:
        """Return the upload as the service takes it."""
        views = [view.view() for view in self.views]
        return Upload(signal_type=self.signal_type, signal_value=self.signal_value, quality=self.quality, views=views)


class MatchBody(Body):
    """Up to 1,000 uploads; `all_orientations[i]` are the eight orientations of `signals[i]`."""

    signals: list[QueryBody] = Field(min_length=1, max_length=MOST_SIGNALS)
    radius: int | None = Field(default=None, ge=0, le=LARGEST_RADIUS, description=RADIUS)
    all_orientations: list[list[str]] | None = Field(default=None, max_length=MOST_SIGNALS)


@group.post("/v1/match", responses={200: schemas.MatchResults})
@permits(Action.MATCH_QUERY, max_body=BATCH_BODY)
def match_signals(body: MatchBody) -> Answer:
    """Return the live signals within the radius of each upload, nearest first.

    A signal is told once, with the smallest distance between any of its codes and any of the upload's: `view` names the
    signal's, `query_view` the upload's (`picture`, `orientation_3`, or a view's name). A video is found when most of
    its frames are, and `shares` tells how much of both is the same. A hit that is no match (`is_match`) is worth
    showing to a person and no more; nor is one under a label for which the caller's member has declared `review_only`.
    Hashes that are compared with all rows, those of texts and beyond the radius of a match, cost a unit more for every
    8,192 rows.
    """
    queries = parse_queries([each.upload() for each in body.signals], body.all_orientations)
    rules, radius, caller = policy(), body.radius, actor()
    band = rules.opens_review_band_to(caller.member_id)
    limits.charge(costs.total(matcher(), queries, radius, rules, band=band))
    answers = matching.match(store(), matcher(), queries, policy=rules, radius=radius, band=band, now=now())
    told = (matching.as_declared(hits, caller.looks_first) for hits in answers)
    return {"results": [{"matches": [present.hit(hit) for hit in hits]} for hits in told]}


@group.get("/v1/feed", responses={200: schemas.Feed})
@permits(Action.FEED_READ)
def read_feed(query: PageQuery) -> Answer:
    """Return what changed behind the checkpoint `after`: live signals, and tombstones of those that are not."""
    found, checkpoint = signals.feed(store(), after=_checkpoint(query.after), limit=query.limit)
    limits.charge(len(found))
    caller = actor()
    reading.page_logged(store(), caller, "feed", query.after, len(found), now())
    if len(found) < query.limit:
        followers.caught_up(store(), caller.member_id, now())
    return {"items": [present.feed_entry(each, now()) for each in found], "next": checkpoint}


def _checkpoint(after: str) -> str | None:
    found = CHECKPOINT.fullmatch(after)
    if after and not (found and all(int(part) < CHECKPOINT_END for part in found.groups())):
        raise InvalidInputError(FieldProblem("after", "must be a checkpoint that the feed gave as `next`"))
    return after or None
