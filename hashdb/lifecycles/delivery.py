"""The life of a delivery, as one table.

The lease of an attempt under way is the ledger's (`hashdb.store.ledger`), so an attempt that dies with its process
leaves the delivery as it was and is made again. What nobody takes notice of climbs: mail is sent, then a
person is asked to telephone; the delivery itself stays as it is.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, OPERATOR_ROLE, Role


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    RETRY_SCHEDULED = "retry_scheduled"
    DELIVERED = "delivered"
    ENDPOINT_GONE = "endpoint_gone"
    FAILED = "failed"


class Step(StrEnum):
    """What can happen to a delivery."""

    SUCCEED = "succeed"
    RETRY = "retry"
    FIND_GONE = "find_gone"
    EXHAUST = "exhaust"
    REPLAY = "replay"
    ESCALATE = "escalate"


LIFECYCLE = Lifecycle(
    "delivery",
    {
        (State.QUEUED, Step.SUCCEED): State.DELIVERED,
        (State.QUEUED, Step.RETRY): State.RETRY_SCHEDULED,
        (State.QUEUED, Step.FIND_GONE): State.ENDPOINT_GONE,
        (State.QUEUED, Step.EXHAUST): State.FAILED,
        (State.QUEUED, Step.REPLAY): State.QUEUED,
        (State.QUEUED, Step.ESCALATE): State.QUEUED,
        (State.RETRY_SCHEDULED, Step.SUCCEED): State.DELIVERED,
        (State.RETRY_SCHEDULED, Step.RETRY): State.RETRY_SCHEDULED,
        (State.RETRY_SCHEDULED, Step.FIND_GONE): State.ENDPOINT_GONE,
        (State.RETRY_SCHEDULED, Step.EXHAUST): State.FAILED,
        (State.RETRY_SCHEDULED, Step.REPLAY): State.QUEUED,
        (State.RETRY_SCHEDULED, Step.ESCALATE): State.RETRY_SCHEDULED,
        (State.DELIVERED, Step.REPLAY): State.QUEUED,
        (State.ENDPOINT_GONE, Step.REPLAY): State.QUEUED,
        (State.FAILED, Step.REPLAY): State.QUEUED,
    },
    {
        Step.SUCCEED: BY_SYSTEM,
        Step.RETRY: BY_SYSTEM,
        Step.FIND_GONE: BY_SYSTEM,
        Step.EXHAUST: BY_SYSTEM,
        Step.ESCALATE: BY_SYSTEM,
        Step.REPLAY: frozenset({Role.PLATFORM_ADMIN, OPERATOR_ROLE}),
    },
)
after = LIFECYCLE.after
