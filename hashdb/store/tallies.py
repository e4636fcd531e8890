"""The counts of every day: each change adds to them in its own act, so that they are exact."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from hashdb.records.tally import Cell, event_of
from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database


class Tallies:
    """How often what happened on which day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, day: date, counts: Mapping[Cell, int]) -> Write:
        """Add to the counts of a day; nothing is expected of them, so that nobody who counts disturbs another."""
        key = keyspace.tally(day)
        return Write(commands=tuple(("HINCRBY", key, cell.field(), count) for cell, count in counts.items()))

    def of(self, day: date, events: Collection[str] = ()) -> dict[Cell, int]:
        """Return the counts of a day, of all events or of these."""
        fields = ((field.decode(), int(count)) for field, count in self._database.hgetall(keyspace.tally(day)).items())
        return {Cell.of_field(field): count for field, count in fields if not events or event_of(field) in events}

    def between(self, start: date, end: date, events: Collection[str] = ()) -> Iterator[tuple[date, dict[Cell, int]]]:
        """Yield the counts of each day from *start* to before *end*."""
        for each in range((end - start).days):
            day = start + timedelta(days=each)
            yield day, self.of(day, events)
