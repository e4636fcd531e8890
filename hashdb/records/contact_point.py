"""Contact points: whom to reach at a member, and how (Article 15 of Regulation (EU) 2021/784)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.records.policy import Policy


class ContactRole(StrEnum):
    """What a contact point is for."""

    PRIMARY = "primary"
    BACKUP = "backup"
    LEGAL = "legal"
    CRISIS = "crisis_24_7"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """One contact point; name, e-mail, phone and challenge are kept sealed, those of a `public` one are told to all."""

    id: str
    member_id: str
    role: ContactRole
    name: str
    email: str
    phone: str | None = None
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    hours: str | None = None
    public: bool = False
    member_state: str | None = None
    challenge: str | None = None
    challenged_at: datetime | None = None
    verified_at: datetime | None = None
    created_at: datetime
    removed_at: datetime | None = None
    due_at: datetime | None = None
    version: int = 1

    def is_verified(self, now: datetime, policy: Policy) -> bool:
        """Whether somebody answered there lately; that it lapses needs no job to have run."""
        if self.verified_at is None or self.removed_at is not None:
            return False
        return now <= self.verified_at + timedelta(seconds=policy.reverify_after)
