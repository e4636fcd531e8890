"""One attempt at a delivery: fetch what is to be sent, send it, write down what came of it."""

import random
from collections.abc import Callable
from datetime import datetime

from hashdb.logs import get_logger
from hashdb.records.webhook import Attempt, Channel
from hashdb.services import deliveries
from hashdb.services.deliveries import Parcel
from hashdb.settings import Settings
from hashdb.store import Store
from worker import mail
from worker.signatures import signed_headers
from worker.webhook import Answer, post

_JITTER = 0.2
_log = get_logger(__name__)


def deliver(store: Store, settings: Settings, delivery_id: str, clock: Callable[[], datetime]) -> None:
    """Attempt one delivery, if it is still owed."""
    parcel = deliveries.parcel(store, delivery_id, now=clock())
    if parcel is None:
        return
    started = clock()
    answer = _sent(parcel, settings, started) if parcel.wanted else Answer(error="unwanted")
    attempt = Attempt(
        started_at=started,
        resolved_ip=answer.resolved_ip,
        status_code=answer.status,
        duration_ms=answer.duration_ms,
        error=answer.error,
        response_excerpt=answer.excerpt,
    )
    jitter = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load, keeps no secret
    delivery = deliveries.conclude(
        store, delivery_id, attempt, retry_after=answer.retry_after, jitter=jitter, now=clock()
    )
    _log.info(
        "delivery_attempted",
        delivery_id=delivery_id,
        state=delivery.state,
        status=answer.status,
        error=answer.error,
        attempt=delivery.attempt_count,
    )


def _sent(parcel: Parcel, settings: Settings, started: datetime) -> Answer:
    if parcel.channel is Channel.EMAIL:
        return mail.send(settings, parcel)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "hashdb-webhook",
        **signed_headers(parcel.secrets, parcel.delivery_id, started, parcel.body),
    }
    return post(parcel.address, headers=headers, body=parcel.body, allow_loopback=settings.webhook_allow_loopback)
