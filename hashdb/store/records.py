"""A repository for every kind of record: read by id, read as pages, written as part of an act.

Whoever writes a record says which version it was made from; the act is refused when that is no longer the stored one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from hashdb import ids
from hashdb.errors import NotFoundError
from hashdb.store import keyspace
from hashdb.store.act import Write, script
from hashdb.store.codec import Codec, header, version_of
from hashdb.store.database import Database
from hashdb.store.lists import Scores

RecordT = TypeVar("RecordT")
_STEP = 1_000
# Of a queue so many records are read together, and so many places are looked at for them.
_FEW, _PLACES = 100, 5_000


class Page(NamedTuple, Generic[RecordT]):
    """Some records of a list, and the id to go on after, or None at its end."""

    items: list[RecordT]
    next: str | None


class Records(Generic[RecordT]):
    """The records of one kind."""

    def __init__(
        self,
        database: Database,
        kind: str,
        codec: Codec[RecordT],
        lists: Callable[[RecordT], Scores] = lambda _record: {},
    ) -> None:
        self._database = database
        self._kind = kind
        self._codec = codec
        self._lists = lists
        self._outside = script(database, "outside")

    def get(self, identifier: str) -> RecordT:
        """Return the record, or raise NotFoundError."""
        found = self.find(identifier)
        if found is None:
            raise NotFoundError(f"there is no {self._kind} {identifier}")
        return found

    def find(self, identifier: str) -> RecordT | None:
        """Return the record, or None."""
        raw = self._database.get(keyspace.record(self._kind, identifier))
        return None if raw is None else self._codec.load(raw)

    def many(self, identifiers: Sequence[str]) -> list[RecordT]:
        """Return those of the records that exist, in the order asked for."""
        if not identifiers:
            return []
        raws = self._database.mget([keyspace.record(self._kind, each) for each in identifiers])
        return [self._codec.load(raw) for raw in raws if raw is not None]

    def page(self, name: str, *, after: str | None, limit: int) -> Page[RecordT]:
        """Return up to *limit* records of a list that is ordered by id, from behind *after* on."""
        start = f"({after}" if after else "-"
        found = self._database.zrangebylex(keyspace.listing(name), start, "+", start=0, num=limit + 1)
        chosen = [each.decode() for each in found[:limit]]
        return Page(self.many(chosen), chosen[-1] if len(found) > limit else None)

    def newest(self, name: str, *, before: str | None = None, limit: int) -> Page[RecordT]:
        """Return up to *limit* records of a list that is ordered by id, the newest first, older than *before*."""
        start = f"({before}" if before else "+"
        found = self._database.zrevrangebylex(keyspace.listing(name), start, "-", start=0, num=limit + 1)
        chosen = [each.decode() for each in found[:limit]]
        return Page(self.many(chosen), chosen[-1] if len(found) > limit else None)

    def all_of(self, name: str) -> Iterator[RecordT]:
        """Yield every record of a list that is ordered by id."""
        after: str | None = None
        while True:
            page = self.page(name, after=after, limit=_STEP)
            yield from page.items
            if page.next is None:
                return
            after = page.next

    def between(self, name: str, start: datetime, end: datetime) -> Iterator[RecordT]:
        """Yield the records of a list that is ordered by id that were made from *start* to before *end*."""
        key = keyspace.listing(name)
        first = self._database.zrange(key, 0, 0)
        if not first:
            return
        prefix = first[0].decode()[:3]
        bounds = [f"{edge}{ids.earliest(prefix, moment)}" for edge, moment in (("[", start), ("(", end))]
        found = [each.decode() for each in self._database.zrangebylex(key, *bounds)]
        for at in range(0, len(found), _STEP):
            yield from self.many(found[at : at + _STEP])

    def first(self, name: str, *, skip: int, limit: int) -> list[RecordT]:
        """Return up to *limit* records of a list that is ordered by deadline, most urgent first."""
        found = self._database.zrange(keyspace.listing(name), skip, skip + limit - 1)
        return self.many([each.decode() for each in found])

    def outside(self, name: str, others: Sequence[str] = (), *, at_once: int = _FEW) -> Iterator[RecordT]:
        """Yield the records of a list that stand in none of *others*, most urgent first; the rest are not even read.

        They are read *at_once*, as many as the caller will probably want.
        """
        keys = [keyspace.listing(each) for each in (name, *others)]
        place = 0
        while place >= 0:
            place, found = self._outside(keys=keys, args=[place, at_once, _PLACES])
            yield from self.many([each.decode() for each in found])

    def due(self, name: str, moment: float, limit: int) -> list[RecordT]:
        """Return up to *limit* records of a list whose time has come at *moment* (Unix seconds)."""
        found = self._database.zrangebyscore(keyspace.listing(name), "-inf", moment, start=0, num=limit)
        return self.many([each.decode() for each in found])

    def postpone(self, name: str, identifier: str, until: datetime) -> None:
        """Let a record that cannot move now wait in a list that is ordered by deadline; the record stays as it is."""
        self._database.zadd(keyspace.listing(name), {identifier: until.timestamp()}, xx=True)

    def between_scores(self, name: str, edges: Sequence[float]) -> list[int]:
        """Return how many records of a list stand below the first edge, between each two of them, and above the last.

        Edges are Unix seconds, in their order; who stands at an edge is counted above it.
        """
        key = keyspace.listing(name)
        pipeline = self._database.pipeline()
        for low, high in pairwise(("-inf", *edges, "+inf")):
            pipeline.zcount(key, low, f"({high}")
        found: list[int] = pipeline.execute()
        return found

    def earliest(self, name: str) -> float | None:
        """Return the least score of a list that is ordered by time, in Unix seconds, None for an empty one."""
        found = self._database.zrange(keyspace.listing(name), 0, 0, withscores=True)
        return float(found[0][1]) if found else None

    def count(self, name: str) -> int:
        """Return how long a list is."""
        return int(self._database.zcard(keyspace.listing(name)))

    def unchanged(self, record: RecordT) -> Write:
        """Require that the record is still the version that was read."""
        identifier: str = record.id  # type: ignore[attr-defined]
        return Write(begins=((keyspace.record(self._kind, identifier), header(version_of(record))),))

    def remove(self, record: RecordT) -> Write:
        """Delete a record, which must still be the version that was read, and take it from its lists."""
        identifier: str = record.id  # type: ignore[attr-defined]
        key = keyspace.record(self._kind, identifier)
        taken = (("ZREM", keyspace.listing(name), identifier) for name in self._lists(record))
        return Write(begins=((key, header(version_of(record))),), commands=(("UNLINK", key), *taken))

    def put(self, record: RecordT, before: RecordT | None = None) -> Write:
        """Write *record*, which was made from *before*; without one, the record must be new."""
        identifier: str = record.id  # type: ignore[attr-defined]
        key = keyspace.record(self._kind, identifier)
        expected = b"" if before is None else header(version_of(before))
        old = {} if before is None else self._lists(before)
        listed = _listing_commands(identifier, old, self._lists(record))
        return Write(begins=((key, expected),), commands=(("SET", key, self._codec.dump(record)), *listed))


def _listing_commands(identifier: str, old: Scores, new: Scores) -> Iterable[tuple[str | float, ...]]:
    for name, score in new.items():
        if old.get(name) != score:
            yield ("ZADD", keyspace.listing(name), score, identifier)
    for name in old.keys() - new.keys():
        yield ("ZREM", keyspace.listing(name), identifier)
