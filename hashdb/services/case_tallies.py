"""What is counted of requests, deliveries and complaints: the state that was entered, and whether answers were in time.

A request is counted where it was sent, a complaint with the language in which it was made. How long an answer took is
its reason: the bucket, so that no chart has to read the requests themselves.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hashdb.lifecycles.takedown import State
from hashdb.records.appeal import Appeal
from hashdb.records.takedown import TakedownRequest
from hashdb.records.tally import UNSTATED, Cell
from hashdb.records.webhook import Delivery

RECEIVED, ACKNOWLEDGED, ACTED, LATE = "request.received", "request.acknowledged", "request.acted", "_late"

# How long answers take: the bounds of the buckets and their names.
BUCKETS = (
    (timedelta(minutes=15), "15m"),
    (timedelta(hours=1), "1h"),
    (timedelta(hours=4), "4h"),
    (timedelta(days=1), "1d"),
    (timedelta(days=7), "7d"),
)
LONGER = "longer"


def cells(before: object | None, after: object) -> Iterator[Cell]:
    """Yield the cells in which a change of a record counts; of most kinds nothing is counted."""
    if isinstance(after, TakedownRequest):
        yield from _of_request(before if isinstance(before, TakedownRequest) else None, after)
    elif isinstance(after, Delivery):
        yield from _of_delivery(before if isinstance(before, Delivery) else None, after)
    elif isinstance(after, Appeal):
        yield from _of_appeal(before if isinstance(before, Appeal) else None, after)


def bucket_of(lasting: timedelta) -> str:
    """Return in which bucket a time to answer falls."""
    return next((name for most, name in BUCKETS if lasting <= most), LONGER)


def _of_request(before: TakedownRequest | None, after: TakedownRequest) -> Iterator[Cell]:
    if after.state is not State.RECEIVED and (before is None or before.state is not after.state):
        yield _request_cell(after, f"request.{after.state}")
    if _is_new(before, after, "received_at"):  # not the state: an answer may be the receipt, and a question leads back
        yield _request_cell(after, RECEIVED)
    if _is_new(before, after, "acknowledged_at"):
        yield _answered(after, ACKNOWLEDGED, after.acknowledged_at, after.acknowledge_by)
    if _is_new(before, after, "acted_at"):
        yield _answered(after, ACTED, after.acted_at, after.respond_by)


def _is_new(before: TakedownRequest | None, after: TakedownRequest, moment: str) -> bool:
    return getattr(after, moment) is not None and getattr(before, moment, None) is None


def _answered(request: TakedownRequest, event: str, at: datetime | None, by: datetime | None) -> Cell:
    late = at is not None and by is not None and at > by
    taken = at - request.received_at if at and request.received_at else timedelta(0)
    return _request_cell(request, event + LATE if late else event, bucket_of(taken))


def _request_cell(request: TakedownRequest, event: str, reason: str = "") -> Cell:
    ground = request.ground
    return Cell(
        event=event,
        signal_type=UNSTATED,
        content_type=UNSTATED,
        tier=str(request.tier),
        label=str(ground.behaviour or UNSTATED),
        ground=ground.register_entry_id or ground.incident_id or UNSTATED,
        member_id=request.member_id,
        reason=reason,
    )


def _of_delivery(before: Delivery | None, after: Delivery) -> Iterator[Cell]:
    tried = before is not None and before.attempt_count < after.attempt_count
    if tried or before is None or before.state is not after.state:
        yield _plain_cell(f"delivery.{after.state}", after.member_id, str(after.channel))


def _of_appeal(before: Appeal | None, after: Appeal) -> Iterator[Cell]:
    if before is None or before.state is not after.state:
        yield _plain_cell(f"appeal.{after.state}", after.member_id or "", after.language.partition("-")[0].lower())


def _plain_cell(event: str, member_id: str, reason: str) -> Cell:
    return Cell(
        event=event,
        signal_type=UNSTATED,
        content_type=UNSTATED,
        tier=UNSTATED,
        member_id=member_id,
        reason=reason,
    )
