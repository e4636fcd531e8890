"""The negative list in Redis: the records, the uniqueness of the value, and packed columns of their own."""

from collections.abc import Sequence

from hashdb import ids
from hashdb.records.benign import Benign
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import keyspace, lists
from hashdb.store.act import Write
from hashdb.store.codec import Codec
from hashdb.store.columns import Columns, RowChange
from hashdb.store.database import Database
from hashdb.store.records import Records

SPACE = "benign"


class Benigns(Records[Benign]):
    """What is known to be harmless; a value stands in it once for its type."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, SPACE, Codec(Benign), lists.benign_lists)
        self.columns = Columns(database, SPACE, "ben")

    def ids_of(self, signal_type: str, values: Sequence[bytes]) -> list[str | None]:
        """Return the id of the entry that has each value, or None; retired ones have none."""
        if not values:
            return []
        found = self._database.hmget(keyspace.ids(SPACE, signal_type), list(values))
        return [None if raw is None else ids.unpacked("ben", raw) for raw in found]

    def count_of(self, signal_type: str) -> int:
        """Return how many entries of a type there are that are not retired."""
        return int(self._database.hlen(keyspace.ids(SPACE, signal_type)))

    def reserve_rows(self, signal_type: str, count: int) -> int | None:
        """Return the first of *count* rows for new entries, None for a type without a distance."""
        return self.columns.reserve(signal_type, count) if SIGNAL_TYPES[signal_type].has_rows else None

    def add(self, benign: Benign) -> Write:
        """Write a new entry, whose value must not be in the list yet; whoever follows the columns is told."""
        place = (keyspace.ids(SPACE, benign.signal_type), benign.codes()[0])
        known = Write(lacks=(place,), commands=(("HSET", *place, ids.packed(benign.id)),))
        coded = Write()
        if benign.row is not None:
            coded = self.columns.write(benign.signal_type, benign.row, benign.codes(), [benign.id])
        return self.put(benign) + known + coded + self._told(benign, RowFlag.LIVE)

    def retire(self, benign: Benign, before: Benign) -> Write:
        """Write a retired entry: its value may be added anew, its row stays without a flag."""
        unknown = Write(commands=(("HDEL", keyspace.ids(SPACE, benign.signal_type), benign.codes()[0]),))
        return self.put(benign, before) + unknown + self._told(benign, RowFlag.NONE)

    def _told(self, benign: Benign, flags: RowFlag) -> Write:
        change = RowChange(
            checkpoint="*",
            signal_type=benign.signal_type,
            row=benign.row,
            flags=int(flags),
            code=benign.codes()[0],
            id=benign.id,
        )
        return self.columns.change(change)
