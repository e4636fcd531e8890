"""What answers look like, for the OpenAPI document; `api.present` writes them, and a test holds the two together."""

from api.schemas.common import Ground, PageOf
from api.schemas.match_jobs import JobResult, MatchJob
from api.schemas.matches import InventoryResult, InventoryResults, Match, Waiting
from api.schemas.members import AuditEntry, Key, Member, NewKey, Policy, PublicEntry, Reputation, User
from api.schemas.signals import (
    Feed,
    FeedEntry,
    Hit,
    Hits,
    MatchResults,
    Signal,
    SignalState,
    SubmissionResult,
    SubmissionResults,
)
from api.schemas.snapshots import SignedSnapshot, SnapshotKey
from api.schemas.takedowns import (
    Automation,
    Deadlines,
    Item,
    Preserve,
    Response,
    TakedownRequest,
    TakedownRequests,
    TakedownSummary,
)
from api.schemas.webhooks import Attempt, Delivery, Endpoint, NewEndpoint

__all__ = [
    "Attempt",
    "AuditEntry",
    "Automation",
    "Deadlines",
    "Delivery",
    "Endpoint",
    "Feed",
    "FeedEntry",
    "Ground",
    "Hit",
    "Hits",
    "InventoryResult",
    "InventoryResults",
    "Item",
    "JobResult",
    "Key",
    "Match",
    "MatchJob",
    "MatchResults",
    "Member",
    "NewEndpoint",
    "NewKey",
    "PageOf",
    "Policy",
    "Preserve",
    "PublicEntry",
    "Reputation",
    "Response",
    "Signal",
    "SignalState",
    "SignedSnapshot",
    "SnapshotKey",
    "SubmissionResult",
    "SubmissionResults",
    "TakedownRequest",
    "TakedownRequests",
    "TakedownSummary",
    "User",
    "Waiting",
]
