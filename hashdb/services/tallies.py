"""What is counted of every change, in the act that makes it: by `steps`, so that nothing counts twice or not at all.

Counted is what began and which state was entered. Reports, trends and early warning are made of these counts.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import signal as signal_life
from hashdb.records.match import Match
from hashdb.records.signal import Signal
from hashdb.records.tally import UNSTATED, Cell
from hashdb.services import case_tallies
from hashdb.store import Store, Write

SUBMITTED = "signal.submitted"
UPHELD = "signal.upheld"
OVERTURNED = "signal.overturned"
TAKEN_BACK = "signal.taken_back"
FOUND = "match.found"

_DISTRIBUTED = {*signal_life.LIVE, signal_life.State.DISPUTED}
_ANEW = {signal_life.State.WITHDRAWN, signal_life.State.EXPIRED, signal_life.State.REJECTED}


def counted(store: Store, before: object | None, after: object, now: datetime) -> Write:
    """Count what became of a record; of most kinds nothing is counted."""
    if isinstance(after, Signal):
        return counted_batch(store, [(before if isinstance(before, Signal) else None, after)], now)
    if isinstance(after, Match):
        events = _match_events(before if isinstance(before, Match) else None, after)
        signal = store.signals.find(after.signal_id) if events else None
        cells = [] if signal is None else [_cell(each, signal, after.member_id) for each in events]
        return store.tallies.add(now.date(), Counter(cells))
    return store.tallies.add(now.date(), Counter(case_tallies.cells(before, after)))


def counted_batch(store: Store, changes: Iterable[tuple[Signal | None, Signal]], now: datetime) -> Write:
    """Count what became of many signals at once, as (before, after)."""
    cells = [
        _cell(event, after, after.submissions[0].member_id, _reason(before, after))
        for before, after in changes
        for event in _signal_events(before, after)
        if after.submissions
    ]
    return store.tallies.add(now.date(), Counter(cells))


def _signal_events(before: Signal | None, after: Signal) -> list[str]:
    state = after.state
    if before is None or before.state in _ANEW:
        return [SUBMITTED] if state is signal_life.State.PENDING_REVIEW else [SUBMITTED, f"signal.{state}"]
    if before.state is state:
        return []
    disputed = before.state is signal_life.State.DISPUTED
    if disputed and state in {signal_life.State.ACTIVE, signal_life.State.AWAITING_CORROBORATION}:
        return [UPHELD]
    if state is signal_life.State.WITHDRAWN and before.state not in _DISTRIBUTED:
        return [TAKEN_BACK]
    return [f"signal.{state}", *([OVERTURNED] if disputed and state is signal_life.State.WITHDRAWN else [])]


def _match_events(before: Match | None, after: Match) -> list[str]:
    if before is None:
        waits = after.state is match_life.State.PENDING_REVIEW
        return [FOUND] if waits else [FOUND, f"match.{after.state}"]
    return [] if before.state is after.state else [f"match.{after.state}"]


def _reason(before: Signal | None, after: Signal) -> str:
    """Return the reason of the decision that was added, if there was one."""
    added = after.decisions[0 if before is None else len(before.decisions) :]
    return str(added[-1].reason or "") if added else ""


def _cell(event: str, signal: Signal, member_id: str, reason: str = "") -> Cell:
    claim = signal.claim
    label = claim.behaviour_labels[0] if claim.behaviour_labels else claim.ground.behaviour
    return Cell(
        event=event,
        signal_type=signal.signal_type,
        content_type=str(claim.content_type),
        tier=str(claim.tier),
        label=str(label or UNSTATED),
        ground=claim.ground.register_entry_id or claim.ground.incident_id or UNSTATED,
        member_id=member_id,
        reason=reason,
    )
