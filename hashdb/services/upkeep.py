"""Upkeep: what time does by itself, asked for again and again. Running it twice, late or not at all loses nothing."""

from dataclasses import dataclass
from datetime import datetime

from hashdb.access import SYSTEM
from hashdb.errors import StaleRecordError
from hashdb.lifecycles.takedown import BY_CLOCK, Step
from hashdb.records.policy import Policy
from hashdb.records.takedown import TakedownRequest
from hashdb.services import clocks, match_jobs, requests, signals
from hashdb.store import Store, Write, lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep came to."""

    expired: int
    timed_out: int
    ended: int
    sealed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What the ledger's auditor found: work that stood in no queue, and work given up for good."""

    repaired: int
    given_up: tuple[str, ...]
    owed: int
    dead: int


def sweep(store: Store, *, now: datetime) -> Swept:
    """Take every step whose time has come, and extend the audit chain to the end of the log."""
    return Swept(
        expired=signals.expire_due(store, now),
        timed_out=_keep_time(store, now),
        ended=match_jobs.end_due(store, now),
        sealed=store.log.seal(),
    )


def audit_ledger(store: Store, *, now: datetime) -> Audited:
    """Compare what is owed with what is queued, and repair; say what failed with what was given up."""
    given_up = store.ledger.give_up_hopeless()
    match_jobs.fail_hopeless(store, now)
    repaired = store.ledger.repair(now)
    return Audited(repaired=repaired, given_up=tuple(debt.id for debt in given_up), **store.ledger.counts())


def _keep_time(store: Store, now: datetime, limit: int = 1_000) -> int:
    """Take the steps that the clock takes: discard old drafts, note what is overdue, close what was never answered."""
    taken = 0
    for before in store.takedowns.due(lists.TAKEDOWNS_DUE, now.timestamp(), limit):
        step = BY_CLOCK.get(before.state)
        if step is None:
            continue
        after = _timed_out(before, step, store.policy(), now)
        follow = requests.release_items(store, after, SYSTEM, now) if step is Step.DISCARD else Write()
        try:
            requests.save(store, before, after, step, SYSTEM, now, follow)
        except StaleRecordError:
            continue
        taken += 1
    return taken


def _timed_out(before: TakedownRequest, step: Step, policy: Policy, now: datetime) -> TakedownRequest:
    return clocks.overdue(before, policy, now) if step is Step.LAPSE else clocks.stopped(before.advance(step))
