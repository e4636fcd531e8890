"""A match job: any number of queries that a member sent at once, answered block by block.

The record says how far the upload came and what the job waits for; the queries and their results are blocks beside it
(`hashdb.store.match_jobs`), and how many of those are done is the job's progress.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hashdb.lifecycles import match_job as lifecycle

# How many queries a block holds; the last one may hold fewer.
BLOCK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchJob:
    """One upload of `total` queries. At `due_at` the job ends by itself; None while it waits for a worker.

    `request` is the digest of the Idempotency-Key under which it was sent, if any, and `body` that of what was sent.
    """

    id: str
    member_id: str
    radius: int | None = None
    total: int = 0
    request: str | None = None
    body: str = ""
    created_at: datetime
    finished_at: datetime | None = None
    due_at: datetime | None = None
    state: lifecycle.State = lifecycle.State.RECEIVING
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "MatchJob":
        """Return the job after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)
