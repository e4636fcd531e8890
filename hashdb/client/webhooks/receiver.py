"""One webhook from its headers and bytes to the handler that it is for, and to the answer that the service expects.

A 2xx says that it was taken, and is said again, without handling it again, for every copy of it. Anything else has
the service try again: after a handler that raised, or while another attempt of the same is being handled.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar

import orjson

from hashdb.client.answers import Record
from hashdb.client.client import Client
from hashdb.client.webhooks.seen import Claim, Seen
from hashdb.client.webhooks.signature import TOLERANCE_SECONDS, is_signed, key_of
from hashdb.errors import FieldProblem, InvalidInputError

# Webhooks are thin: ids and deadlines.
MOST_BYTES = 64 * 1024
ANY = "*"
_VERIFICATION = "endpoint.verification"
_AGAIN_SECONDS = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a webhook tells: `id` is the same in every attempt, `timestamp` is when it happened."""

    id: str
    type: str
    timestamp: datetime
    data: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to answer the service."""

    status: HTTPStatus
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Event], object]
_Handler = TypeVar("_Handler", bound=Handler)


class Receiver:
    """Takes the webhooks of one endpoint, signed with any of *secrets*: while a secret is exchanged, give both.

    With a *client* whose role may manage endpoints, the challenge that a new endpoint is sent is answered by itself.
    *seen* remembers what was taken; give it a file if several processes receive.
    """

    def __init__(
        self,
        secrets: Sequence[str],
        *,
        client: Client | None = None,
        seen: Seen | None = None,
        tolerance: float = TOLERANCE_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if isinstance(secrets, str) or not secrets:
            raise InvalidInputError(FieldProblem("secrets", "must be a list of one secret or more"))
        self._keys = [key_of(secret) for secret in secrets]
        self._seen = seen or Seen()
        self._tolerance = tolerance
        self._clock = clock
        self._handlers: dict[str, Handler] = {}
        if client is not None:
            answer = client.verify_webhook_endpoint
            self._handlers[_VERIFICATION] = lambda event: answer(event.data["id"], event.data["nonce"])

    def on(self, event_type: str) -> Callable[[_Handler], _Handler]:
        """Have the decorated function handle one type of event, or ("*") all that no other handles."""

        def register(handler: _Handler) -> _Handler:
            self._handlers[event_type] = handler
            return handler

        return register

    def take(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Check and handle one webhook; raises what its handler raises, which should be answered with a 500."""
        named = {name.lower(): text for name, text in headers.items()}
        now = self._clock()
        if len(body) > MOST_BYTES:
            return Answer(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not is_signed(self._keys, named, body, now=now, tolerance=self._tolerance):
            return Answer(status=HTTPStatus.UNAUTHORIZED)
        claim = self._seen.begin(named["webhook-id"], now)
        if claim is Claim.UNDER_WAY:
            return Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": _AGAIN_SECONDS})
        if claim is Claim.NEW:
            self._handle(named["webhook-id"], body)
        return Answer(status=HTTPStatus.NO_CONTENT)

    def _handle(self, message_id: str, body: bytes) -> None:
        try:
            self._hand_on(_event(message_id, body))
        except BaseException:
            self._seen.abandon(message_id)
            raise
        self._seen.finish(message_id)

    def _hand_on(self, event: Event) -> None:
        """Call the handler; what nobody asked for is taken without one, as new types may be added."""
        handler = self._handlers.get(event.type) or self._handlers.get(ANY)
        if handler is not None:
            handler(event)


def _event(message_id: str, body: bytes) -> Event:
    """Read what the service has signed; nothing else gets here."""
    told = orjson.loads(body)
    return Event(
        id=message_id,
        type=told["type"],
        timestamp=datetime.fromisoformat(told["timestamp"]),
        data=told["data"],
    )
