"""In which lists a record stands, as a function of the record alone.

A list is a sorted set of ids. Score 0 means: by id, which is by time of creation. Every other score is the Unix time at
which somebody or something has to look at the record. `hashdb.store.records` keeps the lists in step with the records.
"""

from datetime import datetime

from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import signal as signal_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.match import Match
from hashdb.records.match_job import MatchJob
from hashdb.records.member import Key, Member, User
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Delivery, Endpoint

Scores = dict[str, float]

MEMBERS = "members"
SIGNAL_QUEUE = "signals:queue"
SIGNALS_ENDING = "signals:ending"
MATCHES = "matches"
MATCH_QUEUE = "matches:queue"
TAKEDOWNS = "takedowns"
TAKEDOWN_QUEUE = "takedowns:queue"
TAKEDOWNS_DUE = "takedowns:due"
DELIVERIES = "deliveries"
MATCH_JOBS_DUE = "match_jobs:due"

_IN_REVIEW = {
    signal_life.State.PENDING_REVIEW,
    signal_life.State.PENDING_SECOND,
    signal_life.State.QUARANTINED,
    signal_life.State.DISPUTED,
}
_CAN_EXPIRE = {*signal_life.LIVE, signal_life.State.DISPUTED, signal_life.State.AWAITING_CORROBORATION}
_UNDECIDED = {match_life.State.PENDING_REVIEW, match_life.State.ESCALATED}


def of_member(kind: str, member_id: str) -> str:
    """Return the list of what belongs to one member: keys, users, matches, takedowns, endpoints, ..."""
    return f"{kind}:member:{member_id}"


def matches_of(signal_id: str) -> str:
    """Return the list of the matches of one signal."""
    return f"matches:signal:{signal_id}"


def deliveries_about(subject_id: str) -> str:
    """Return the list of the deliveries about one subject, such as a takedown request."""
    return f"deliveries:subject:{subject_id}"


def member_lists(_member: Member) -> Scores:
    """Return the lists of a member."""
    return {MEMBERS: 0}


def user_lists(user: User) -> Scores:
    """Return the lists of a user."""
    return {of_member("users", user.member_id): 0}


def key_lists(key: Key) -> Scores:
    """Return the lists of a key."""
    return {of_member("keys", key.member_id): 0}


def signal_lists(signal: Signal) -> Scores:
    """Return the lists of a signal: the review queue by deadline, and the end of what may expire."""
    scores: Scores = {}
    if signal.state in _IN_REVIEW:
        scores[SIGNAL_QUEUE] = _time(signal.due_at)
    if signal.state in _CAN_EXPIRE and signal.expires_at is not None:
        scores[SIGNALS_ENDING] = _time(signal.expires_at)
    return scores


def match_lists(match: Match) -> Scores:
    """Return the lists of a match."""
    scores: Scores = {
        MATCHES: 0,
        of_member("matches", match.member_id): 0,
        matches_of(match.signal_id): 0,
    }
    if match.state in _UNDECIDED:
        scores[MATCH_QUEUE] = _time(match.matched_at)
    return scores


def takedown_lists(request: TakedownRequest) -> Scores:
    """Return the lists of a takedown request; a platform's inbox holds only what was sent to it."""
    scores: Scores = {TAKEDOWNS: 0}
    if request.acknowledge_by is not None:
        scores[of_member("takedowns", request.member_id)] = 0
    if request.state is takedown_life.State.PENDING_SECOND_APPROVAL:
        scores[TAKEDOWN_QUEUE] = _time(request.due_at)
    if request.due_at is not None and request.state in takedown_life.BY_CLOCK:
        scores[TAKEDOWNS_DUE] = _time(request.due_at)
    return scores


def match_job_lists(job: MatchJob) -> Scores:
    """Return the lists of a match job: its member's, and that of what ends by itself."""
    scores: Scores = {of_member("match_jobs", job.member_id): 0}
    if job.due_at is not None:
        scores[MATCH_JOBS_DUE] = _time(job.due_at)
    return scores


def endpoint_lists(endpoint: Endpoint) -> Scores:
    """Return the lists of a webhook endpoint."""
    return {of_member("endpoints", endpoint.member_id): 0}


def delivery_lists(delivery: Delivery) -> Scores:
    """Return the lists of a delivery."""
    return {
        DELIVERIES: 0,
        of_member("deliveries", delivery.member_id): 0,
        deliveries_about(delivery.subject_id): 0,
    }


def _time(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else 0
