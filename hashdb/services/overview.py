"""What everybody may know of the service at this moment: the home page's numbers, cheap enough for any visitor.

Counts of the last whole weeks come from the totals of their days. As the weeks move on by a day, two of them would tell
what happened on one; so a count is told in full tens only, and one below ten not at all. What is public anyway, such as
the entries of the register, is told as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hashdb.reports.cells import SMALL_CELL, Shown
from hashdb.store import Store, lists

DAYS = 28


class Number(StrEnum):
    """What is counted of the last weeks."""

    SUBMITTED = "submitted"
    LIVE = "live"
    TURNED_DOWN = "turned_down"
    TAKEN_OFF = "taken_off"
    FOUND = "found"
    FALSE = "false"
    ASKED = "asked"
    ACTED = "acted"
    COMPLAINTS = "complaints"
    UPHELD = "upheld"


# The events whose counts make up each number.
_EVENTS: Mapping[Number, tuple[str, ...]] = {
    Number.SUBMITTED: ("signal.submitted",),
    Number.LIVE: ("signal.active",),
    Number.TURNED_DOWN: ("signal.rejected",),
    Number.TAKEN_OFF: ("signal.withdrawn", "signal.expired"),
    Number.FOUND: ("match.found",),
    Number.FALSE: ("match.false_positive",),
    Number.ASKED: ("request.received",),
    Number.ACTED: ("request.acted", "request.acted_late"),
    Number.COMPLAINTS: ("appeal.lodged",),
    Number.UPHELD: ("appeal.upheld", "appeal.partly_upheld"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The numbers of the days from `start` to before `end`, and how things stand."""

    start: date
    end: date
    numbers: Mapping[Number, Shown]
    register_entries: int
    reports: int
    log_entries: int
    read_only: bool

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.end - timedelta(days=1)


def look(store: Store, now: datetime) -> Overview:
    """Return what everybody may know."""
    end = now.date()
    start = end - timedelta(days=DAYS)
    totals = store.tallies.totals([start + timedelta(days=each) for each in range(DAYS)])
    return Overview(
        start=start,
        end=end,
        numbers={
            number: told(sum(day.get(event, 0) for day in totals for event in events))
            for number, events in _EVENTS.items()
        },
        register_entries=store.register.count(lists.ENTRIES_USABLE),
        reports=store.reports.count(lists.REPORTS_PUBLISHED),
        log_entries=store.log.size(),
        read_only=store.read_only.reason() is not None,
    )


def told(count: int) -> Shown:
    """Return a count as it may be told: in full tens, and as fewer than ten if there is not one of these."""
    return f"<{SMALL_CELL}" if 0 < count < SMALL_CELL else count // SMALL_CELL * SMALL_CELL
