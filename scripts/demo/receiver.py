"""Cairnboard's own small server: what a platform needs in order to be told by webhook.

`hashdb.client.webhooks` checks and handles what arrives. The first takedown request is answered with 503, as by a
server that is just being deployed, and taken when it comes again.
"""

from collections.abc import Mapping
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, NamedTuple

from hashdb.client import webhooks
from hashdb.errors import UnavailableError
from hashdb.records.webhook import EventType
from scripts.listener import Listener

_ACCEPTED, _UNVERIFIED, _BUSY = 204, 401, 503


class Notice(NamedTuple):
    """One webhook as it arrived, and the status that it was answered with."""

    webhook_id: str
    event_type: str
    content: dict[str, Any]
    answered: int


class _BusyError(Exception):
    """The server cannot take this now."""


class Receiver(Listener):
    """The server; entered, it runs."""

    def __init__(self) -> None:
        super().__init__(self.receive, "/hashdb")
        self._notices: SimpleQueue[Notice] = SimpleQueue()
        self._webhooks: webhooks.Receiver | None = None
        self._secret_known = Event()
        self._was_busy = False

    def trust(self, secret: str) -> None:
        """Take the secret that the service showed when the endpoint was registered."""
        self._webhooks = webhooks.Receiver([secret])
        self._webhooks.on("*")(self._note)
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
        if self._webhooks is None:
            return _UNVERIFIED
        try:
            return self._webhooks.take(headers, body).status
        except _BusyError:
            return _BUSY

    def _note(self, event: webhooks.Event) -> None:
        is_busy = event.type == EventType.TAKEDOWN_REQUESTED and not self._was_busy
        self._notices.put(Notice(event.id, event.type, event.data, _BUSY if is_busy else _ACCEPTED))
        if is_busy:
            self._was_busy = True
            raise _BusyError
