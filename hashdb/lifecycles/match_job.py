"""The life of a match job, as one table.

    receiving  queue → queued      abandon → abandoned   cancel → cancelled
    queued     start → running                           cancel → cancelled
    running    finish → finished   fail → failed         cancel → cancelled
    failed     resume → running    purge → purged
    finished                       purge → purged

An abandoned, cancelled or purged job is gone with all it held: only the audit log remembers that it was.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, Role


class State(StrEnum):
    """Where a match job stands."""

    RECEIVING = "receiving"
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"
    FINISHED = "finished"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    PURGED = "purged"


class Step(StrEnum):
    """What can happen to a match job."""

    QUEUE = "queue"
    START = "start"
    FINISH = "finish"
    FAIL = "fail"
    RESUME = "resume"
    ABANDON = "abandon"
    CANCEL = "cancel"
    PURGE = "purge"


_MEMBER: frozenset[str] = frozenset({Role.PLATFORM_MATCHER})

LIFECYCLE = Lifecycle(
    "match job",
    {
        (State.RECEIVING, Step.QUEUE): State.QUEUED,
        (State.RECEIVING, Step.ABANDON): State.ABANDONED,
        (State.RECEIVING, Step.CANCEL): State.CANCELLED,
        (State.QUEUED, Step.START): State.RUNNING,
        (State.QUEUED, Step.CANCEL): State.CANCELLED,
        (State.RUNNING, Step.FINISH): State.FINISHED,
        (State.RUNNING, Step.FAIL): State.FAILED,
        (State.RUNNING, Step.CANCEL): State.CANCELLED,
        (State.FAILED, Step.RESUME): State.RUNNING,
        (State.FAILED, Step.PURGE): State.PURGED,
        (State.FINISHED, Step.PURGE): State.PURGED,
    },
    {
        Step.QUEUE: _MEMBER,
        Step.START: BY_SYSTEM,
        Step.FINISH: BY_SYSTEM,
        Step.FAIL: BY_SYSTEM,
        Step.RESUME: BY_SYSTEM,
        Step.ABANDON: _MEMBER | BY_SYSTEM,
        Step.CANCEL: _MEMBER,
        Step.PURGE: _MEMBER | BY_SYSTEM,
    },
)
after = LIFECYCLE.after

# What ends a job when its time is over, and what ends it when its member has had enough of it.
BY_CLOCK = {State.RECEIVING: Step.ABANDON, State.FAILED: Step.PURGE, State.FINISHED: Step.PURGE}
BY_MEMBER = {
    **BY_CLOCK,
    State.RECEIVING: Step.CANCEL,
    State.QUEUED: Step.CANCEL,
    State.RUNNING: Step.CANCEL,
}
