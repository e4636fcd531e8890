"""The log, looked over by the service itself: what does not fit stops every change until a person has looked.

Each time one part of the log in turn, its end, and the tree above all parts; so an old entry that was changed is found
within as many minutes as there are parts of 4,096 entries. What lacks its payload is the full verification's affair.
"""

from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import ConflictError, FieldProblem, InvalidInputError
from hashdb.logs import get_logger
from hashdb.records.alert import AlertKind, Severity
from hashdb.services import alerts, log
from hashdb.settings import Settings
from hashdb.store import Store, Write

_log = get_logger(__name__)


def check(store: Store, _settings: Settings, *, now: datetime) -> None:
    """Look over some of the log, and stop all changes at the first fault."""
    size = log.length(store)
    parts = -(-size // log.PART)
    if not parts or store.read_only.reason() is not None:
        return
    turn = store.log.tree.next_turn() % parts
    faults = [each for part in {turn, parts - 1} for each in log.faults_of(store, log.part_of(store, part, size))]
    faults += log.faults_above(store)
    if faults:
        stop(store, faults[0], now=now)


def stop(store: Store, fault: str, *, now: datetime) -> None:
    """Take no changes from now on, and tell people by an alert, the one thing that is still written."""
    if store.read_only.stop(fault):
        _log.critical("service_read_only", reason=fault)
        alert = alerts.raised(store, AlertKind.SELF_CHECK, "log", "audit", severity=Severity.CRITICAL, now=now)
        if alert.entries:
            store.commit(alert, Write(always=True))


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
    return store.commit(entry, store.read_only.lifted(), alerts.settled(store, AlertKind.SELF_CHECK, "audit", now=now))
