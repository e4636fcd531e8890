"""Cairnboard's own small server: what a platform needs in order to be told by webhook.

It checks the Standard Webhooks signature, answers 503 to the first takedown request, as a server that is just being
deployed would, and from then on 204.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, NamedTuple

import orjson

from hashdb.errors import UnavailableError
from hashdb.records.webhook import EventType
from scripts.listener import Listener

_TOLERANCE_SECONDS = 300
_ACCEPTED, _UNVERIFIED, _BUSY = 204, 401, 503


class Notice(NamedTuple):
    """One webhook as it arrived, and the status that it was answered with."""

    webhook_id: str
    event_type: str
    content: dict[str, Any]
    answered: int


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether *secret* signed these very bytes, and recently (Standard Webhooks 1.0.0)."""
    sent_at = headers.get("webhook-timestamp", "")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers.get('webhook-id', '')}.{sent_at}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    recent = sent_at.isdecimal() and abs(time.time() - int(sent_at)) < _TOLERANCE_SECONDS
    given = headers.get("webhook-signature", "").split()
    return recent and any(hmac.compare_digest(expected.encode(), each.encode()) for each in given)


class Receiver(Listener):
    """The server; entered, it runs."""

    def __init__(self) -> None:
        super().__init__(self.receive, "/hashdb")
        self._notices: SimpleQueue[Notice] = SimpleQueue()
        self._secret = ""
        self._secret_known = Event()
        self._was_busy = False

    def trust(self, secret: str) -> None:
        """Take the secret that the service showed when the endpoint was registered."""
        self._secret = secret
        self._secret_known.set()

    def next_notice(self, timeout: float = 20.0) -> Notice:
        """Wait for the next webhook and return it."""
        try:
            return self._notices.get(timeout=timeout)
        except Empty:
            raise UnavailableError(f"no webhook arrived at {self.url} within {timeout:.0f} s") from None

    def receive(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one webhook and return the status to answer with."""
        self._secret_known.wait(timeout=5)
        if not (self._secret and is_signed(self._secret, headers, body)):
            return _UNVERIFIED
        event = orjson.loads(body)
        status = self._status(event["type"])
        self._notices.put(Notice(headers["webhook-id"], event["type"], event["data"], status))
        return status

    def _status(self, event_type: str) -> int:
        if event_type == EventType.TAKEDOWN_REQUESTED and not self._was_busy:
            self._was_busy = True
            return _BUSY
        return _ACCEPTED
