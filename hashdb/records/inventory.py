"""What a platform hosts, as hashes: matched in private whenever a signal becomes active."""

from dataclasses import dataclass
from datetime import datetime

from hashdb.signals import View


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryEntry:
    """One fingerprint of one piece of content; `row` is its place in the inventory's packed columns.

    Its views, the frames of a video among them, have the rows behind it.
    """

    id: str
    member_id: str
    content_ref: str
    signal_type: str
    signal_value: str
    content_url: str | None = None
    views: tuple[View, ...] = ()
    row: int | None = None
    added_at: datetime
    version: int = 1

    def codes(self) -> list[bytes]:
        """Return its value and those of its views, in the order of their rows."""
        return [bytes.fromhex(self.signal_value), *(bytes.fromhex(view.signal_value) for view in self.views)]
