"""Who follows the feed: a withdrawal reaches whoever reads it, so people must learn who has stopped reading.

By asking for what comes behind a checkpoint a member confirms that it has everything before; it has all of the feed
when an answer is shorter than it asked for. Nobody is shut out for being late: the feed is how one learns of what was
withdrawn meanwhile.
"""

from datetime import UTC, datetime, timedelta

from hashdb.records.alert import AlertKind
from hashdb.services import alerts
from hashdb.store import Store

# As old as a member's copy may be before its own software refuses to match with it.
LATE = timedelta(days=1)
_SELDOM_SECONDS = 60
_last_noted: dict[str, float] = {}


def caught_up(store: Store, member_id: str, now: datetime) -> None:
    """Note that a member has read the feed to its end, at most once a minute for each process."""
    if now.timestamp() - _last_noted.get(member_id, 0) > _SELDOM_SECONDS:
        _last_noted[member_id] = now.timestamp()
        store.note_follower(member_id, now)


def all_of(store: Store) -> dict[str, datetime]:
    """Return when each member that follows the feed was last known to have all of it."""
    return {member: datetime.fromtimestamp(seconds, UTC) for member, seconds in store.followers().items()}


def look(store: Store, now: datetime) -> None:
    """Raise an alert about every member that has ceased to follow; it is over when the member has caught up."""
    for member_id, seen in all_of(store).items():
        member = store.members.find(member_id)
        if member is not None and member.is_admitted and now - seen > LATE:
            alerts.raise_now(store, AlertKind.FEED_LATE, "member", member_id, now=now)
            continue
        settled = alerts.settled(store, AlertKind.FEED_LATE, member_id, now=now)
        if settled.entries:
            store.commit(settled)
