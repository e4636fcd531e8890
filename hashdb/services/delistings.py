"""What it means for others that an entry of the register is no ground any more.

Signals that rest on nothing else are disputed: not distributed until somebody who was not involved decides, within the
policy's time. Requests that were not sent yet are discarded, and every member is told. Taken again, it changes nothing.
"""

from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.lifecycles.signal import LIVE
from hashdb.records.register import RegisterEntry
from hashdb.records.signal import ReviewReason
from hashdb.records.webhook import EventType
from hashdb.services import grounds, notices, register, signals, takedowns
from hashdb.services.contention import again_if_stale
from hashdb.services.sending import Told
from hashdb.store import Debt, Kind, Store, Write, keyspace, lists


def follow(store: Store, entry_id: str, *, now: datetime) -> int:
    """Undo what rests on an entry that is no ground any more; return how many signals were disputed."""
    debt = Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry_id)
    note = store.ledger.begin(debt)
    if note is None:
        return 0
    entry = store.register.get(entry_id)
    disputed = 0 if register.is_ground(store, entry, now) else _undo(store, entry, note.decode(), now)
    store.ledger.strike_out(debt, note)
    return disputed


def _undo(store: Store, entry: RegisterEntry, occasion: str, now: datetime) -> int:
    resting = store.signals.all_of(lists.signals_on(entry.id))
    disputed = sum(_dispute(store, signal.id, now=now) for signal in resting)
    takedowns.discard_on(store, entry.id, now=now)
    _tell(store, entry, occasion, now=now)
    return disputed


@again_if_stale
def _dispute(store: Store, signal_id: str, *, now: datetime) -> int:
    """Pause a live signal that rests on nothing any more; return how many were paused."""
    signal = store.signals.get(signal_id)
    if signal.state not in LIVE or grounds.rests(store, signal, now):
        return 0
    due = now + timedelta(seconds=store.policy().delisting_review_within)
    store.commit(signals.dispute_for(store, signal, ReviewReason.EXPIRED_GROUND, due, actor=SYSTEM, now=now))
    return 1


@again_if_stale
def _tell(store: Store, entry: RegisterEntry, occasion: str, *, now: datetime) -> None:
    """Tell every member, once for each time that the entry ceased to be a ground: *occasion* is the debt's own note."""
    place = (entry.id, EventType.REGISTER_DELISTED, occasion)
    if store.is_recorded(keyspace.TOLD, *place):
        return
    told = Told(subject_id=entry.id, facts={"state": entry.state})
    owed = Write()
    for member in store.members.all_of(lists.MEMBERS):
        if member.is_admitted:
            owed += notices.announce(store, member.id, EventType.REGISTER_DELISTED, told, now=now)
    noted = audit.entry(SYSTEM, "register.tell", now, after=entry)
    store.commit(noted, store.unique(keyspace.TOLD, *place), owed)
