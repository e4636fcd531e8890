"""What a platform hosts, as hashes: matched in private whenever a signal becomes active."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryEntry:
    """One fingerprint of one piece of content; `row` is its place in the inventory's packed columns."""

    id: str
    member_id: str
    content_ref: str
    signal_type: str
    signal_value: str
    content_url: str | None = None
    row: int | None = None
    added_at: datetime
    version: int = 1
