"""What is filled, and what is known of it: the people, and the ids that the paths of pages name in braces."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.records.member import Member
from hashdb.settings import Settings
from hashdb.store import Store, Write

_AT_ONCE = 200


@dataclass(kw_only=True)
class Place:
    """A store that is being filled; `tokens` are the sessions of those who look, and `actors` are the same people."""

    store: Store
    settings: Settings
    now: datetime
    ids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    platforms: list[Member] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)

    def ago(self, **by: float) -> datetime:
        """Return a moment before now."""
        return self.now - timedelta(**by)

    def ahead(self, **by: float) -> datetime:
        """Return a moment after now."""
        return self.now + timedelta(**by)

    def write(self, writes: Sequence[Write]) -> None:
        """Write records, many in one act."""
        for at in range(0, len(writes), _AT_ONCE):
            said = audit.entry(SYSTEM, "bench.fill", self.now, object_type="bench", object_id="bench")
            self.store.commit(said, *writes[at : at + _AT_ONCE])
