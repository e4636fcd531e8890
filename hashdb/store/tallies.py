"""The counts of every day: each change adds to them in its own act, so that they are exact."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

import orjson

from hashdb.records.tally import Cell, Digest, totals_of
from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.database import Database

_AT_ONCE = 10_000
# The field that says that there is a digest, also of a day on which nothing happened.
_KEPT = "kept"


class Tallies:
    """How often what happened on which day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, day: date, counts: Mapping[Cell, int]) -> Write:
        """Add to the counts of a day; nothing is expected of them, so that nobody who counts disturbs another."""
        key, totals = keyspace.tally(day), keyspace.totals(day)
        cells = (("HINCRBY", key, cell.field(), count) for cell, count in counts.items())
        events = (("HINCRBY", totals, event, count) for event, count in totals_of(counts).items())
        return Write(commands=(*cells, *events))

    def of(self, day: date, events: Collection[str] = ()) -> dict[Cell, int]:
        """Return the counts of a day, of all events or of these."""
        found = self._fields(day, [f"{each}|*" for each in events] or ["*"])
        return {Cell.of_field(field.decode()): int(count) for field, count in found.items()}

    def _fields(self, day: date, patterns: Sequence[str]) -> dict[bytes, bytes]:
        """Return the fields of a day that fit a pattern; the server leaves the others out."""
        key = keyspace.tally(day)
        return {
            field: count
            for each in patterns
            for field, count in self._database.hscan_iter(key, match=each, count=_AT_ONCE)
        }

    def between(self, start: date, end: date, events: Collection[str] = ()) -> Iterator[tuple[date, dict[Cell, int]]]:
        """Yield the counts of each day from *start* to before *end*."""
        for each in range((end - start).days):
            day = start + timedelta(days=each)
            yield day, self.of(day, events)

    def totals(self, days: Sequence[date]) -> list[dict[str, int]]:
        """Return how often each event happened on each of these days."""
        pipeline = self._database.pipeline()
        for each in days:
            pipeline.hgetall(keyspace.totals(each))
        return [{event.decode(): int(count) for event, count in found.items()} for found in pipeline.execute()]

    def digests(self, days: Sequence[date], dimensions: Sequence[str], events: Sequence[str]) -> list[Digest | None]:
        """Return what the digests of these days say of events and dimensions; None for a day that has none yet."""
        wanted = [(event, dimension) for event in events for dimension in dimensions]
        pipeline = self._database.pipeline()
        for each in days:
            pipeline.hmget(keyspace.digest(each), [_KEPT, *(f"{event}|{dimension}" for event, dimension in wanted)])
        return [_read(wanted, found[1:]) if found[0] else None for found in pipeline.execute()]

    def keep_digest(self, day: date, digest: Digest) -> None:
        """Keep the digest of a day that is over; it is derived, and no change of state, so there is no entry."""
        words = {f"{event}|{each}": orjson.dumps(counts[each]) for event, counts in digest.items() for each in counts}
        self._database.hset(keyspace.digest(day), mapping={_KEPT: b"1", **words})


def _read(wanted: Sequence[tuple[str, str]], raws: Sequence[bytes | None]) -> Digest:
    digest: dict[str, dict[str, dict[str, int]]] = {}
    for (event, dimension), raw in zip(wanted, raws, strict=True):
        if raw is not None:
            digest.setdefault(event, {})[dimension] = orjson.loads(raw)
    return digest
