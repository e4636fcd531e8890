"""What the clock does: records whose time has come, one act for each, and nobody waits for a record that cannot move.

A record says when somebody must look at it next, its list is scored by that, and its lifecycle says what the clock may
do. One that refuses is noted, raises an alert and comes again in an hour: it must not hold the head of its list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hashdb.errors import HashdbError, StaleRecordError, UnavailableError
from hashdb.logs import get_logger
from hashdb.records.alert import AlertKind
from hashdb.services import alerts
from hashdb.store import Store
from hashdb.store.records import Records

_LIMIT = 1_000
_POSTPONED = timedelta(hours=1)
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Timed:
    """Records of one list that the clock moves on; `act` takes one of them and asks whether its time has come."""

    name: str
    records: Callable[[Store], Records[Any]]
    list: str
    act: Callable[[Store, Any, datetime], None]


@dataclass(frozen=True, slots=True)
class Daily:
    """Something that is done once a day, again until it succeeds; doing it twice must do no harm."""

    name: str
    act: Callable[[Store, datetime], None]


def keep(store: Store, timed: Timed, now: datetime, limit: int = _LIMIT) -> int:
    """Take the step of every record whose time has come, and return how many were taken."""
    taken = 0
    for record in timed.records(store).due(timed.list, now.timestamp(), limit):
        try:
            timed.act(store, record, now)
        except StaleRecordError:  # somebody else was faster
            continue
        except UnavailableError:
            raise
        except HashdbError as error:
            _postpone(store, timed, record.id, error, now)
        else:
            taken += 1
    return taken


def keep_daily(store: Store, daily: Daily, now: datetime) -> bool:
    """Do what was not done yet on this day; return whether it was done now."""
    day = now.date().isoformat()
    if store.last_day(daily.name) == day:
        return False
    daily.act(store, now)
    store.note_day(daily.name, day)
    return True


def _postpone(store: Store, timed: Timed, record_id: str, error: HashdbError, now: datetime) -> None:
    _log.error("clock_refused", list=timed.name, id=record_id, error=error.slug)
    timed.records(store).postpone(timed.list, record_id, now + _POSTPONED)
    alerts.raise_now(store, AlertKind.POSTPONED, timed.name, record_id, now=now)
