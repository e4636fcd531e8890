"""Search the log as auditors do: by who acted, what about, which action and when, the newest first.

The log has no index but its own order. So one search looks through a part of it, tells which, and goes on where the
reader asks it to; times narrow it by halving, because entries stand in the order in which they were written. That it
was read is logged, as whatever is read of the log.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ulid import ULID

from hashdb.access import Actor
from hashdb.audit import StoredEntry
from hashdb.services import evidence, reading, retention
from hashdb.store import Store

AT_ONCE = 2_000
SHOWN = 50
_STEP = 250
# So much earlier may an act have begun than the one that stands before it in the log.
_LAG = timedelta(minutes=15)
_ID = re.compile(r"[a-z]{3}_([0-7][0-9A-HJKMNP-TV-Z]{25})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; what is empty is not asked. `start` counts, `end` does not.

    `actor` is a person, a key or a member; `subject` stands as an entry's subject or anywhere in what is kept beside
    it; `action` is a whole one, such as `signal.approve`, or the beginning up to a dot.
    """

    actor: str = ""
    subject: str = ""
    action: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found among the entries from `lowest` to `highest`; `further` is where to go on, None at the end."""

    entries: Sequence[StoredEntry]
    highest: int
    lowest: int
    further: int | None


def search(store: Store, asked: Search, *, upto: int | None = None, actor: Actor, now: datetime) -> Found:
    """Look through a part of the log, from the entry *upto* downwards."""
    highest, floor = _highest(store, asked, upto), _floor(store, asked)
    kept_since = now - timedelta(seconds=store.policy().keep_payloads)
    found, lowest = list[StoredEntry](), highest + 1
    for each in _downwards(store, highest, max(floor, highest - AT_ONCE)):
        lowest = each.seq
        if _fits(asked, each, kept_since):
            found.append(each)
        if len(found) == SHOWN:
            break
    reading.page_logged(store, actor, "audit", str(highest), len(found), now)
    return Found(
        entries=retention.shown_entries(store, found, now),
        highest=highest,
        lowest=lowest,
        further=lowest - 1 if lowest - 1 > floor else None,
    )


def _downwards(store: Store, highest: int, floor: int) -> Iterator[StoredEntry]:
    """Yield the entries from *highest* down to above *floor*, reading no more of them than are asked for."""
    while highest > floor:
        yield from (each for each in store.log.latest(highest, min(_STEP, highest - floor)) if each.seq > floor)
        highest -= _STEP


def read(store: Store, seq: int, *, actor: Actor, now: datetime) -> StoredEntry:
    """Return one entry as it may still be shown."""
    found = evidence.entry(store, seq)
    reading.page_logged(store, actor, "audit", str(seq), 1, now)
    return retention.shown_entries(store, [found], now)[0]


def _highest(store: Store, asked: Search, upto: int | None) -> int:
    size = store.log.size()
    last = size if asked.end is None else _written_before(store, size, asked.end + _LAG)
    return last if upto is None else min(last, upto)


def _floor(store: Store, asked: Search) -> int:
    """Return the last entry that need not be looked at: from before the time asked for, or before the subject was."""
    made = _ID.fullmatch(asked.subject)
    born = ULID.from_str(made[1]).datetime.astimezone(UTC) if made else None
    times = [each for each in (asked.start, born) if each is not None]
    return _written_before(store, store.log.size(), max(times) - _LAG) if times else 0


def _written_before(store: Store, size: int, moment: datetime) -> int:
    """Return how many entries were written before *moment*."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        found = store.log.entries(middle, 1)
        if found and _at(found[0]) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _fits(asked: Search, entry: StoredEntry, kept_since: datetime) -> bool:
    """Whether an entry is one that is looked for; most are told by their bytes, before they are parsed."""
    if not _has_the_words(asked, entry):
        return False
    fields = entry.fields()
    at = _at(entry)
    payload = entry.payload or b"" if at > kept_since else b""
    return (
        asked.actor in {"", fields.get("actor_id"), fields.get("org_id")}
        and f"{fields.get('action')}.".startswith(asked.action and f"{asked.action.rstrip('.')}.")
        and (asked.subject in {"", fields.get("object_id")} or asked.subject.encode() in payload)
        and (asked.start or at) <= at
        and (asked.end is None or at < asked.end)
    )


def _has_the_words(asked: Search, entry: StoredEntry) -> bool:
    subject = asked.subject.encode()
    in_line = all(each.encode() in entry.line for each in (asked.actor, asked.action.rstrip(".")))
    return in_line and (subject in entry.line or subject in (entry.payload or b""))


def _at(entry: StoredEntry) -> datetime:
    return datetime.fromisoformat(entry.fields()["at"])
