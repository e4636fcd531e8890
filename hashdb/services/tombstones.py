"""Who has found a withdrawn signal in its content is told: whatever else rests on that find is wrong.

Told once for each withdrawal, in an act of its own for each member, so that a job that runs twice tells nobody twice.
"""

from datetime import datetime

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.lifecycles.signal import State
from hashdb.records.signal import Signal
from hashdb.records.webhook import EventType
from hashdb.services import notices
from hashdb.services.contention import again_if_stale
from hashdb.services.sending import Told
from hashdb.store import Store, keyspace, lists


def tell(store: Store, signal_id: str, occasion: str, *, now: datetime) -> int:
    """Tell every member with a match of a withdrawn signal; *occasion* tells one withdrawal from another."""
    signal = store.signals.find(signal_id)
    if signal is None or signal.state is not State.WITHDRAWN:
        return 0
    members = {each.member_id for each in store.matches.all_of(lists.matches_of(signal_id))}
    return sum(_tell(store, signal, each, occasion, now) for each in sorted(members))


@again_if_stale
def _tell(store: Store, signal: Signal, member_id: str, occasion: str, now: datetime) -> int:
    place = (signal.id, EventType.SIGNAL_WITHDRAWN, member_id, occasion)
    if store.is_recorded(keyspace.TOLD, *place):
        return 0
    told = Told(subject_id=signal.id, facts={"state": signal.state})
    owed = notices.announce(store, member_id, EventType.SIGNAL_WITHDRAWN, told, now=now)
    entry = audit.entry(SYSTEM, "signal.tell", now, after=signal, member_id=member_id)
    store.commit(entry, store.unique(keyspace.TOLD, *place), owed)
    return 1
