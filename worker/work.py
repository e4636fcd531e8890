"""What is done for each kind of debt: one function, which takes the workbench and the id of what the debt is about.

A new kind of work is one line in WORK and one in `worker.queue.JOBS`. The clock lies on the bench like any other tool,
so a test can set it. Every piece of work may come twice: the services act on the state that they find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic

from hashdb.logs import get_logger
from hashdb.services import (
    broadcast,
    delistings,
    inbox,
    inventory,
    match_turns,
    negative_follow,
    notices,
    remedies,
    withdrawals,
)
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Kind, Store
from worker import delivering

# A match job's turn: long enough to be worth its handing out, well within the lease under which it was claimed.
_LONGEST_TURN_SECONDS = 5.0
_TURNS_IN_A_LEASE = 4
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What work is done with."""

    store: Store
    settings: Settings
    signals: Matcher
    inventories: Matcher
    benign: Matcher
    clock: Callable[[], datetime]


Work = Callable[[Bench, str], None]


def _act(act: Callable[..., object], bench: Bench, subject_id: str) -> None:
    """Call the service that acts on one id."""
    act(bench.store, subject_id, now=bench.clock())


def _deliver(bench: Bench, delivery_id: str) -> None:
    delivering.deliver(bench.store, bench.settings, delivery_id, bench.clock)


def _dispatch(bench: Bench, request_id: str) -> None:
    request = inbox.dispatch(bench.store, request_id, now=bench.clock())
    _log.info("dispatched", takedown_id=request_id, state=request.state)


def _match_signal(bench: Bench, signal_id: str) -> None:
    found = inventory.match_signal(bench.store, bench.inventories, signal_id, benign=bench.benign, now=bench.clock())
    _log.info("matched_signal", signal_id=signal_id, found=found)


def _match_entry(bench: Bench, entry_id: str) -> None:
    found = inventory.match_entry(bench.store, bench.signals, entry_id, benign=bench.benign, now=bench.clock())
    _log.debug("matched_inventory", entry_id=entry_id, found=found)


def _follow_withdrawal(bench: Bench, signal_id: str) -> None:
    undone = withdrawals.follow_withdrawal(bench.store, signal_id, now=bench.clock())
    _log.info("followed_withdrawal", signal_id=signal_id, requests=undone)


def _take_turn(bench: Bench, job_id: str) -> None:
    end = monotonic() + min(_LONGEST_TURN_SECONDS, bench.settings.lease_seconds / _TURNS_IN_A_LEASE)
    over = lambda: monotonic() > end  # noqa: E731 - said in one line
    answered = match_turns.take(bench.store, bench.signals, job_id, is_over=over, now=bench.clock())
    _log.info("match_job_turn", job_id=job_id, answered=answered)


WORK: dict[Kind, Work] = {
    Kind.DELIVER: _deliver,
    Kind.CLIMB: partial(_act, notices.climb),
    Kind.BROADCAST: partial(_act, broadcast.broadcast),
    Kind.DISPATCH: _dispatch,
    Kind.MATCH_SIGNAL: _match_signal,
    Kind.MATCH_INVENTORY: _match_entry,
    Kind.FOLLOW_WITHDRAWAL: _follow_withdrawal,
    Kind.SCREEN_BENIGN: partial(_act, negative_follow.follow),
    Kind.REMEDY: partial(_act, remedies.carry_out),
    Kind.FOLLOW_DELISTING: partial(_act, delistings.follow),
    Kind.MATCH_JOB: _take_turn,
}
