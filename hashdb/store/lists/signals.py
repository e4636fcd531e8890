"""The lists of signals, of what is known to be harmless, of matches and match jobs."""

from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import signal as signal_life
from hashdb.records.benign import Benign
from hashdb.records.match import Match
from hashdb.records.match_job import MatchJob
from hashdb.records.signal import Signal
from hashdb.store import keyspace
from hashdb.store.lists.scores import Scores, of_member, time_of, timed

SIGNAL_QUEUE = "signals:queue"
SIGNALS_SECOND = "signals:second"
SIGNALS_ENDING = "signals:ending"
SIGNALS_DISPUTED = "signals:disputed"
SIGNALS_REVIEW_DUE = "signals:review_due"
SIGNALS_REJECTED = "signals:rejected"
BENIGN = "benign"
MATCHES = "matches"
MATCH_QUEUE = "matches:queue"
MATCHES_CONFIRMED = "matches:confirmed"
MATCHES_FORGOTTEN = "matches:forgotten"
MATCHES_ENDED = "matches:ended"
MATCHES_SECOND_LOOK = "matches:second_look"
MATCH_JOBS_DUE = "match_jobs:due"

# The first of them waits for anybody who reviews, the others for a senior reviewer.
_IN_REVIEW = {
    signal_life.State.PENDING_REVIEW,
    signal_life.State.PENDING_SECOND,
    signal_life.State.QUARANTINED,
    signal_life.State.DISPUTED,
}
_CAN_EXPIRE = {*signal_life.LIVE, signal_life.State.DISPUTED, signal_life.State.AWAITING_CORROBORATION}
_UNDECIDED = {match_life.State.PENDING_REVIEW, match_life.State.ESCALATED}
_FALSE = {match_life.State.SUPPRESSED, match_life.State.FALSE_POSITIVE}
_ENDED = {match_life.State.DUPLICATE, match_life.State.CONTEXT_EXEMPT, match_life.State.CLOSED}


def matches_of(signal_id: str) -> str:
    """Return the list of the matches of one signal."""
    return f"matches:signal:{signal_id}"


def matches_at(member_id: str, content_ref: str) -> str:
    """Return the list of the matches in one piece of content."""
    return f"matches:content:{keyspace.fingerprint(member_id, content_ref).hex()}"


def signals_closed_to(who: str) -> str:
    """Return the list of the signals in the queue that concern a corporate group, or that a person has decided on.

    They wait, but not for these. Whoever reads the queue for them need not read those records to find that out.
    """
    return f"signals:closed:{who}"


def signals_on(ground_id: str) -> str:
    """Return the list of the signals that somebody rests on this entry of the register, or on this incident."""
    return f"signals:ground:{ground_id}"


def signal_lists(signal: Signal) -> Scores:
    """Return the lists of a signal: the review queue by deadline, what becomes due, and on what it rests."""
    scores: Scores = {signals_on(each): 0 for each in _grounds(signal)}
    if signal.state in _IN_REVIEW or _awaits_second_word(signal):
        scores |= _queued(signal)
    if signal.state is signal_life.State.DISPUTED:
        scores |= timed(SIGNALS_DISPUTED, signal.due_at)
    if signal.state is signal_life.State.ACTIVE:
        scores |= timed(SIGNALS_REVIEW_DUE, signal.review_due_at)
    if signal.state is signal_life.State.REJECTED:
        scores[SIGNALS_REJECTED] = time_of(signal.decisions[-1].decided_at if signal.decisions else signal.created_at)
    if signal.state in _CAN_EXPIRE:
        scores |= timed(SIGNALS_ENDING, signal.expires_at)
    return scores


def _queued(signal: Signal) -> Scores:
    """Return the review queue, and for whom the signal does not wait there."""
    closed: Scores = {signals_closed_to(each): 0 for each in signal.concerned_groups() | signal.deciders()}
    if signal.state is not signal_life.State.PENDING_REVIEW:
        closed[SIGNALS_SECOND] = 0
    return {SIGNAL_QUEUE: time_of(signal.due_at), **closed}


def _awaits_second_word(signal: Signal) -> bool:
    """Whether one person's word made it live in a crisis, and it drops out at its deadline without a second one."""
    return signal.state is signal_life.State.PROVISIONAL and signal.due_at is not None


def benign_lists(_benign: Benign) -> Scores:
    """Return the lists of an entry of the negative list."""
    return {BENIGN: 0}


def match_lists(match: Match) -> Scores:
    """Return the lists of a match."""
    scores: Scores = {
        MATCHES: 0,
        of_member("matches", match.member_id): 0,
        matches_of(match.signal_id): 0,
        matches_at(match.member_id, match.content_ref): 0,
    }
    if match.state in _UNDECIDED:
        scores[MATCH_QUEUE] = time_of(match.matched_at)
    if match.state is match_life.State.CONFIRMED:
        scores[MATCHES_CONFIRMED] = time_of(match.matched_at)
    if match.state in _FALSE:
        scores[MATCHES_FORGOTTEN] = time_of(match.decisions[-1].decided_at if match.decisions else match.matched_at)
    if match.second_look is not None and match.second_look.looked_at is None and match.forgotten_at is None:
        scores[MATCHES_SECOND_LOOK] = time_of(match.decisions[-1].decided_at)
    if match.state in _ENDED and match.request_id is None and match.forgotten_at is None:
        scores[MATCHES_ENDED] = time_of(match.decisions[-1].decided_at if match.decisions else match.matched_at)
    return scores


def match_job_lists(job: MatchJob) -> Scores:
    """Return the lists of a match job: its member's, and that of what ends by itself."""
    return {of_member("match_jobs", job.member_id): 0, **timed(MATCH_JOBS_DUE, job.due_at)}


def _grounds(signal: Signal) -> set[str]:
    vouches = [each.claim for each in signal.submissions if each.stands and each.claim is not None]
    grounds = [claim.ground for claim in (signal.claim, *vouches)]
    return {each for ground in grounds for each in (ground.register_entry_id, ground.incident_id) if each}
