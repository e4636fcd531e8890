"""What was read is logged, too, where reading is power over people: who opened a match or an appeal, who took the list.

While the service takes no changes people can go on reading; what they read then stands in the service's own log.
"""

from datetime import datetime
from typing import Protocol

from hashdb import audit
from hashdb.access import Actor
from hashdb.audit import Entry
from hashdb.errors import ReadOnlyError
from hashdb.logs import get_logger
from hashdb.store import Store

_log = get_logger(__name__)


class Record(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str:
        """By which it is known."""


def logged(store: Store, actor: Actor, record: Record, now: datetime) -> None:
    """Log that a person opened a record; what programs of a member read of its own is none of it."""
    if actor.user_id is not None:
        kind = type(record).__name__.lower()
        _write(store, audit.entry(actor, f"{kind}.read", now, object_type=kind, object_id=record.id))


def page_opened(store: Store, actor: Actor, kind: str, place: str, count: int, now: datetime) -> None:
    """Log that a person read a page of *count* records behind *place*."""
    if actor.user_id is not None:
        page_logged(store, actor, kind, place, count, now)


def page_logged(store: Store, actor: Actor, kind: str, place: str, count: int, now: datetime) -> None:
    """Log that somebody, person or program, took a page; an empty one tells nothing."""
    if count:
        _write(store, audit.entry(actor, f"{kind}.read", now, object_type=kind, object_id=place, entries=count))


def _write(store: Store, entry: Entry) -> None:
    try:
        store.commit(entry)
    except ReadOnlyError:
        _log.warning("read_while_read_only", action=entry.action, id=entry.object_id, actor=entry.actor_id)
