"""Inventories in Redis: what each platform hosts, as packed columns that only workers read."""

from collections.abc import Sequence

from hashdb import ids
from hashdb.records.inventory import InventoryEntry
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.codec import Codec
from hashdb.store.columns import Columns, RowChange
from hashdb.store.database import Database
from hashdb.store.records import Records

SPACE = "inventory"


class Inventory(Records[InventoryEntry]):
    """The inventory entries of all members; an entry is unique for member, content_ref and signal type."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, SPACE, Codec(InventoryEntry))
        self.columns = Columns(database, SPACE, "inv")

    def ids_of(self, member_id: str, places: Sequence[tuple[str, str]]) -> list[str | None]:
        """Return the id of what the member has under each (signal type, content_ref), or None."""
        if not places:
            return []
        fields = [_field(*place) for place in places]
        found = self._database.hmget(keyspace.ids(SPACE, member_id), fields)
        return [None if raw is None else ids.unpacked("inv", raw) for raw in found]

    def size_of(self, member_id: str) -> int:
        """Return how many fingerprints a member has in the inventory."""
        return int(self._database.hlen(keyspace.ids(SPACE, member_id)))

    def holders_of(self, signal_type: str, value: str) -> list[str]:
        """Return the ids of the entries with exactly this value, for types without a distance."""
        found = self._database.smembers(_holders(signal_type, value))
        return [ids.unpacked("inv", raw) for raw in found]

    def reserve_rows(self, signal_type: str, count: int) -> int | None:
        """Return the first of *count* rows for a new entry, None for a type without a distance."""
        return self.columns.reserve(signal_type, count) if SIGNAL_TYPES[signal_type].has_rows else None

    def add(self, entry: InventoryEntry, before: InventoryEntry | None = None) -> Write:
        """Write a new entry in place of *before*; without one, there must be nothing in its place."""
        place = (keyspace.ids(SPACE, entry.member_id), _place(entry))
        cleared = Write(lacks=(place,)) if before is None else self.remove(before)
        known = Write(commands=(("HSET", *place, ids.packed(entry.id)),))
        return cleared + self.put(entry) + known + self._matchable(entry, live=True)

    def remove(self, record: InventoryEntry) -> Write:
        """Delete an entry; its row stays, without a flag."""
        unknown = Write(commands=(("HDEL", keyspace.ids(SPACE, record.member_id), _place(record)),))
        return super().remove(record) + unknown + self._matchable(record, live=False)

    def _matchable(self, entry: InventoryEntry, *, live: bool) -> Write:
        if entry.row is None:
            command = "SADD" if live else "SREM"
            return Write(commands=((command, _holders(entry.signal_type, entry.signal_value), ids.packed(entry.id)),))
        codes = entry.codes()
        written = self.columns.write(entry.signal_type, entry.row, codes, [entry.id] * len(codes)) if live else Write()
        return written + self.columns.change(*_row_changes(entry, entry.row, RowFlag.LIVE if live else RowFlag.NONE))


def _row_changes(entry: InventoryEntry, first_row: int, flags: RowFlag) -> list[RowChange]:
    return [
        RowChange(
            checkpoint="*",
            signal_type=entry.signal_type,
            row=row,
            flags=int(flags),
            code=code,
            id=entry.id,
        )
        for row, code in enumerate(entry.codes(), first_row)
    ]


def _place(entry: InventoryEntry) -> bytes:
    return _field(entry.signal_type, entry.content_ref)


def _field(signal_type: str, content_ref: str) -> bytes:
    return f"{signal_type}\n{content_ref}".encode()


def _holders(signal_type: str, value: str) -> str:
    return keyspace.record(f"{SPACE}:holders:{signal_type}", value)
