"""The life of a delivery, as one table.

The lease of an attempt under way is the ledger's (`hashdb.store.ledger`), so an attempt that dies with its process
leaves the delivery as it was and is made again.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle


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


LIFECYCLE = Lifecycle(
    "delivery",
    {
        (State.QUEUED, Step.SUCCEED): State.DELIVERED,
        (State.QUEUED, Step.RETRY): State.RETRY_SCHEDULED,
        (State.QUEUED, Step.FIND_GONE): State.ENDPOINT_GONE,
        (State.QUEUED, Step.EXHAUST): State.FAILED,
        (State.QUEUED, Step.REPLAY): State.QUEUED,
        (State.RETRY_SCHEDULED, Step.SUCCEED): State.DELIVERED,
        (State.RETRY_SCHEDULED, Step.RETRY): State.RETRY_SCHEDULED,
        (State.RETRY_SCHEDULED, Step.FIND_GONE): State.ENDPOINT_GONE,
        (State.RETRY_SCHEDULED, Step.EXHAUST): State.FAILED,
        (State.RETRY_SCHEDULED, Step.REPLAY): State.QUEUED,
        (State.DELIVERED, Step.REPLAY): State.QUEUED,
        (State.ENDPOINT_GONE, Step.REPLAY): State.QUEUED,
        (State.FAILED, Step.REPLAY): State.QUEUED,
    },
)
after = LIFECYCLE.after
