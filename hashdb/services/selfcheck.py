"""The log, looked over by the service itself: what does not fit stops every change until a person has looked.

Each time one part of the log in turn, its end, and the tree above all parts; so an old entry that was changed is found
within as many minutes as there are parts of 4,096 entries. What lacks its payload is the full verification's affair.
"""

from collections.abc import Iterator
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import ConflictError, CorruptLogError, FieldProblem, InvalidInputError
from hashdb.logs import get_logger
from hashdb.records.alert import AlertKind, Severity
from hashdb.services import alerts, log
from hashdb.settings import Settings
from hashdb.store import Debt, Store, Write, legible

_LOG = "audit"
_log = get_logger(__name__)


def check(store: Store, _settings: Settings, *, now: datetime) -> None:
    """Look over some of the log, and stop all changes at the first fault."""
    if store.read_only.reason() is not None:
        return
    try:
        with legible():
            fault = next(_faults(store), None)
    except CorruptLogError as error:
        fault = str(error)
    if fault is not None:
        stop(store, fault, now=now)


def _faults(store: Store) -> Iterator[str]:
    size = log.length(store)
    parts = -(-size // log.PART)
    turns = {store.log.tree.next_turn() % parts, parts - 1} if parts else set()
    for part in sorted(turns):
        yield from log.faults_of(store, log.part_of(store, part, size))
    yield from log.faults_above(store)


def stop(store: Store, fault: str, *, now: datetime) -> None:
    """Take no changes from now on, and tell people by an alert, the one thing that is still written."""
    if store.read_only.stop(fault):
        _log.critical("service_read_only", reason=fault)
        alert = alerts.raised(store, AlertKind.SELF_CHECK, "log", _LOG, severity=Severity.CRITICAL, now=now)
        if alert.entries:
            _written(store, alert)


def _written(store: Store, alert: Write) -> None:
    """Write the alert, if the log can take its entry; the stop itself holds in any case."""
    try:
        with legible():
            store.commit(alert, Write(always=True))
    except CorruptLogError as fault:
        _log.critical("alert_not_written", reason=str(fault))


def alarms(store: Store) -> list[Debt]:
    """Return what people are still to be told of the stop: all that leaves a service that takes no changes."""
    return alerts.owed(store, AlertKind.SELF_CHECK, _LOG)


def go_on(store: Store, reason: str, *, actor: Actor, now: datetime) -> int:
    """Take changes again, on the word of an operator who has looked, and say in the log why."""
    stopped = store.read_only.reason()
    if stopped is None:
        raise ConflictError("the service takes changes already")
    if not reason.strip():
        raise InvalidInputError(FieldProblem("reason", "must say what was found and done"))
    entry = audit.entry(
        actor, "service.go_on", now, object_type="service", object_id="audit", note=reason, fault=stopped
    )
    return store.commit(entry, store.read_only.lifted(), alerts.settled(store, AlertKind.SELF_CHECK, _LOG, now=now))
