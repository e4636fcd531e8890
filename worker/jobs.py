"""The jobs: each takes ids, calls one service for each of them, and logs what came of it.

Running a job twice does no harm: the services act on the state they find. A job that fails in the middle leaves its
remaining ids in the ledger, from where they come again.
"""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from time import monotonic

from hashdb.errors import HashdbError, UnavailableError
from hashdb.logs import get_logger
from hashdb.records.webhook import Attempt
from hashdb.services import deliveries, inbox, inventory, match_turns, withdrawals
from hashdb.services.deliveries import Parcel
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store
from worker.signatures import signed_headers
from worker.webhook import Answer, post

_AT_ONCE = 16
_JITTER = 0.2
# A job's turn: long enough to be worth its handing out, well within the lease under which it was claimed.
_LONGEST_TURN_SECONDS = 5.0
_TURNS_IN_A_LEASE = 4
_log = get_logger(__name__)


def deliver(ids: list[str]) -> None:
    """Attempt deliveries, several at a time: most of the time is spent waiting for others."""
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        list(pool.map(partial(_alone, partial(_deliver_one, _store(), _settings())), ids))


def dispatch(ids: list[str]) -> None:
    """Send approved takedown requests on their way."""
    for each in ids:
        _alone(_dispatch_one, each)


def match_signals(ids: list[str]) -> None:
    """Search all inventories for signals that became live."""
    for each in ids:
        _alone(_match_signal, each)


def match_inventory(ids: list[str]) -> None:
    """Search all live signals for new inventory entries."""
    for each in ids:
        _alone(_match_entry, each)


def follow_withdrawals(ids: list[str]) -> None:
    """Undo what rests on withdrawn signals."""
    for each in ids:
        _alone(_follow_withdrawal, each)


def work_on_match_jobs(ids: list[str]) -> None:
    """Give match jobs a turn each; those that are not done by then are owed again."""
    for each in ids:
        _alone(_work_on_match_job, each)


def _alone(work: Callable[[str], None], identifier: str) -> None:
    """Do the work for one id; its failure is not that of the others, and the ledger brings it again."""
    try:
        work(identifier)
    except UnavailableError:
        raise
    except HashdbError as error:
        _log.error("work_failed", work=getattr(work, "__name__", "deliver"), id=identifier, error=error.slug)


def _dispatch_one(request_id: str) -> None:
    request = inbox.dispatch(_store(), request_id, now=_now())
    _log.info("dispatched", takedown_id=request_id, state=request.state)


def _match_signal(signal_id: str) -> None:
    found = inventory.match_signal(_store(), _inventories(), signal_id, now=_now())
    _log.info("matched_signal", signal_id=signal_id, found=found)


def _match_entry(entry_id: str) -> None:
    found = inventory.match_entry(_store(), _signals(), entry_id, now=_now())
    _log.debug("matched_inventory", entry_id=entry_id, found=found)


def _follow_withdrawal(signal_id: str) -> None:
    undone = withdrawals.follow_withdrawal(_store(), signal_id, now=_now())
    _log.info("followed_withdrawal", signal_id=signal_id, requests=undone)


def _work_on_match_job(job_id: str) -> None:
    end = monotonic() + min(_LONGEST_TURN_SECONDS, _settings().lease_seconds / _TURNS_IN_A_LEASE)
    answered = match_turns.take(_store(), _signals(), job_id, is_over=lambda: monotonic() > end, now=_now())
    _log.info("match_job_turn", job_id=job_id, answered=answered)


def _deliver_one(store: Store, settings: Settings, delivery_id: str) -> None:
    parcel = deliveries.parcel(store, delivery_id, now=_now())
    if parcel is None:
        return
    started = _now()
    answer = _sent(parcel, settings, started) if parcel.wanted else Answer(error="endpoint_disabled")
    attempt = Attempt(
        started_at=started,
        resolved_ip=answer.resolved_ip,
        status_code=answer.status,
        duration_ms=answer.duration_ms,
        error=answer.error,
        response_excerpt=answer.excerpt,
    )
    jitter = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load, keeps no secret
    delivery = deliveries.conclude(
        store, delivery_id, attempt, retry_after=answer.retry_after, jitter=jitter, now=_now()
    )
    _log.info(
        "delivery_attempted",
        delivery_id=delivery_id,
        state=delivery.state,
        status=answer.status,
        error=answer.error,
        attempt=delivery.attempt_count,
    )


def _sent(parcel: Parcel, settings: Settings, started: datetime) -> Answer:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "hashdb-webhook",
        **signed_headers([parcel.secret], parcel.delivery_id, started, parcel.body),
    }
    return post(parcel.url, headers=headers, body=parcel.body, allow_loopback=settings.webhook_allow_loopback)


def _now() -> datetime:
    return datetime.now(UTC)


@cache
def _settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def _store() -> Store:
    return Store.at(_settings().redis_url, _settings().secret_key)


@cache
def _signals() -> Matcher:
    return Matcher(_store().signals.columns, _settings().segments)


@cache
def _inventories() -> Matcher:
    return Matcher(_store().inventory.columns, _settings().segments)
