"""The negative list: fingerprints of what is known to be harmless, so that no signal stops it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class BenignOrigin(StrEnum):
    """Why something is known to be harmless."""

    CURATED = "curated"
    APPEAL = "appeal"
    REJECTION = "rejection"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """Which entry of the negative list is nearest to a signal, and how many bits they differ in.

    Of a video that may be true of some of its frames only (`partly`): people should know, for an excerpt matches, too.
    """

    benign_id: str
    distance: int
    partly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Benign:
    """One entry of the negative list; its row stands in columns of their own. A retired one counts for nothing."""

    id: str
    signal_type: str
    signal_value: str
    row: int | None = None
    origin: BenignOrigin
    note: str | None = None
    added_by: str
    added_at: datetime
    retired_at: datetime | None = None
    version: int = 1

    def retire(self, now: datetime) -> "Benign":
        """Return the entry as retired at *now*; retiring twice keeps the first time."""
        return replace(self, retired_at=self.retired_at or now, version=self.version + 1)

    def codes(self) -> list[bytes]:
        """Return its value, as what stands in its row."""
        return [bytes.fromhex(self.signal_value)]
