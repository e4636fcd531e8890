"""One person's yes, where two are needed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who agreed, for whom and in which role."""

    user_id: str
    member_id: str
    group_id: str
    role: str
    given_at: datetime
