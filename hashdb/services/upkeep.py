"""Upkeep: what time does by itself, asked for again and again. Running it twice, late or not at all loses nothing.

TIMED is everything that a clock moves on, DAILY what is done once a day: one row each, whose act its owner's module
holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hashdb.errors import HashdbError, UnavailableError
from hashdb.logs import get_logger
from hashdb.records.alert import AlertKind
from hashdb.services import (
    alerts,
    appeals,
    caps,
    checkpoints,
    clocks,
    contact_points,
    digests,
    endpoints,
    followers,
    incidents,
    match_jobs,
    orders,
    register,
    reports,
    retention,
    role_changes,
    selfcheck,
    signals,
    surges,
)
from hashdb.services.timekeeping import Daily, Timed, keep, keep_daily
from hashdb.settings import Settings
from hashdb.store import Store, lists

_log = get_logger(__name__)

TIMED: tuple[Timed, ...] = (
    Timed("signals_ending", lambda store: store.signals, lists.SIGNALS_ENDING, signals.expire),
    Timed("signals_disputed", lambda store: store.signals, lists.SIGNALS_DISPUTED, signals.note_overdue),
    Timed("requests", lambda store: store.takedowns, lists.TAKEDOWNS_DUE, clocks.act),
    Timed("orders", lambda store: store.takedowns, lists.ORDERS_DUE, orders.act),
    Timed("match_jobs", lambda store: store.match_jobs, lists.MATCH_JOBS_DUE, match_jobs.end_by_clock),
    Timed("endpoints_rotated", lambda store: store.endpoints, lists.ENDPOINTS_ROTATED, endpoints.forget_old_secret),
    Timed("contact_points", lambda store: store.contact_points, lists.CONTACT_POINTS_DUE, contact_points.remind),
    Timed("appeals", lambda store: store.appeals, lists.APPEALS_DUE, appeals.act),
    Timed("incidents", lambda store: store.incidents, lists.INCIDENTS_DUE, incidents.act),
    Timed("register", lambda store: store.register, lists.REGISTER_REVIEW_DUE, register.act),
    Timed("role_changes", lambda store: store.role_changes, lists.ROLE_CHANGES_DUE, role_changes.lapse),
)

DAILY: tuple[Daily, ...] = (
    Daily("medians", caps.take_medians),
    Daily("followers", followers.look),
    Daily("retention", retention.sweep),
    Daily("digests", digests.take),
    Daily(surges.DUTY, surges.look),
    Daily("reports", reports.remind),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep came to: how many steps the clock took of each kind, and how much of the log is sealed."""

    taken: Mapping[str, int]
    sealed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What the ledger's auditor found: work that stood in no queue, and work given up for good."""

    repaired: int
    given_up: tuple[str, ...]
    owed: int
    dead: int


def sweep(store: Store, *, now: datetime) -> Swept:
    """Take every step whose time has come, and extend the sealed log to its end."""
    taken = {timed.name: keep(store, timed, now) for timed in TIMED}
    return Swept(taken={name: count for name, count in taken.items() if count}, sealed=store.log.seal())


def every_minute(store: Store, settings: Settings, *, now: datetime) -> None:
    """Look the log over, do the day's duties that are still open, and sign the log; one that fails stops no other."""
    selfcheck.check(store, settings, now=now)
    for daily in DAILY:
        try:
            keep_daily(store, daily, now)
        except UnavailableError:
            raise
        except HashdbError as error:
            _log.error("daily_failed", duty=daily.name, error=error.slug)
            alerts.raise_now(store, AlertKind.POSTPONED, "duty", daily.name, now=now)
    checkpoints.publish(store, settings, now=now)


def audit_ledger(store: Store, *, now: datetime) -> Audited:
    """Compare what is owed with what is queued, and repair; say what failed with what was given up."""
    given_up = store.ledger.give_up_hopeless()
    match_jobs.fail_hopeless(store, now)
    repaired = store.ledger.repair(now)
    return Audited(repaired=repaired, given_up=tuple(debt.id for debt in given_up), **store.ledger.counts())
