"""Records as the tests of the store need them: plain, and without the services that usually make them."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.audit import Entry
from hashdb.ids import new_id
from hashdb.lifecycles.signal import State
from hashdb.records.member import Kind, Member
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, Ground, Signal, Submission

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLAIM = Claim(content_type=ContentType.IMAGE, tier=3, ground=Ground(behaviour=BehaviourLabel.GLORIFICATION))


def note(after: object = None) -> Entry:
    """Return an audit entry that says little."""
    return audit.entry(SYSTEM, "test", NOW, after=after, object_type="test", object_id="test")


def member(**changes: Any) -> Member:
    """Return a member that applies."""
    identifier = new_id("org", NOW)
    usual = {"id": identifier, "name": "Ada & Co", "kind": Kind.PLATFORM, "group_id": identifier, "created_at": NOW}
    return Member(**{**usual, **changes})


def signal(seed: object, row: int | None, **changes: Any) -> Signal:
    """Return a signal that waits for review."""
    vouch = Submission(id=new_id("sub", NOW), member_id="org_1", group_id="org_1", submitted_at=NOW)
    usual = {
        "id": new_id("sig", NOW),
        "signal_type": "sha256" if row is None else "pdq",
        "signal_value": hashlib.sha256(str(seed).encode()).hexdigest(),
        "row": row,
        "claim": CLAIM,
        "submissions": (vouch,),
        "created_at": NOW,
        "due_at": NOW,
        "state": State.PENDING_REVIEW,
    }
    return Signal(**{**usual, **changes})
