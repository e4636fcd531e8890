"""What a new list changes, and when it is not believed.

A delisting is a record that is no longer there, so a list that broke off looks like hundreds of delistings. Whoever
takes organisations off the register does it one by one, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hashdb.register.listing import Listed

# So many may go with one update without anybody having said that they would.
MOST_GONE = 20
MOST_GONE_SHARE = 0.10
# Clocks differ, and some lists tell the day only.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a list says of records that are new and of known ones; `gone` were listed before and are not any more."""

    added: tuple[Listed, ...]
    kept: tuple[Listed, ...]
    ended: frozenset[str]
    vanished: frozenset[str]

    @property
    def gone(self) -> int:
        """Return how many designations the list takes away, by a date or by silence."""
        return len(self.ended) + len(self.vanished)


def compare(standing: Mapping[str, bool], records: Iterable[Listed], today: date) -> Changes:
    """Return what the records change; *standing* has every known authority id and whether it is listed until now."""
    found = {each.authority_id: each for each in records}
    return Changes(
        added=tuple(each for name, each in found.items() if name not in standing),
        kept=tuple(each for name, each in found.items() if name in standing),
        ended=frozenset(name for name, each in found.items() if standing.get(name) and has_ended(each.end_date, today)),
        vanished=frozenset(name for name, stands in standing.items() if stands and name not in found),
    )


def refusal(
    changes: Changes, standing: int, generated_at: datetime, held: datetime | None, *, removals: int, now: datetime
) -> str | None:
    """Return why a list is not believed, or None.

    *standing* designations are known, from a list of the time *held*; the editor expects *removals* of them to be gone.
    """
    if generated_at > now + AHEAD:
        return f"it says that it was made in the future, on {generated_at:%Y-%m-%d %H:%M}; no later list would count"
    if held is not None and generated_at < held:
        return f"it was made before the list that is held, which is of {held:%Y-%m-%d %H:%M}"
    allowed = max(removals, min(MOST_GONE, int(standing * MOST_GONE_SHARE)))
    if changes.gone > allowed:
        return (
            f"it takes away {changes.gone} of {standing} designations; at most {allowed} are believed unless expected"
        )
    return None


def has_ended(end: date | None, today: date) -> bool:
    """Tell whether a designation with this end is over; the day of a delisting is the first without it."""
    return end is not None and end <= today
