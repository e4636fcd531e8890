"""A receiving platform that counts: how often each webhook arrived. It takes its time, so that kills meet it midway."""

import time
from collections import Counter
from collections.abc import Mapping
from threading import Lock

import orjson

from hashdb.records.webhook import EventType
from scripts.listener import Listener

_SECONDS_AN_ANSWER = 0.05
_ACCEPTED = 204


class Receiver(Listener):
    """The platform; entered, it runs."""

    def __init__(self) -> None:
        super().__init__(self._take, "/hooks")
        self._lock = Lock()
        self.nonces: dict[str, str] = {}
        self.arrivals: Counter[str] = Counter()
        self.requests: set[str] = set()

    def repeated(self) -> int:
        """Return how many webhooks arrived more than once."""
        with self._lock:
            return sum(count > 1 for count in self.arrivals.values())

    def _take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Note a webhook that has arrived in full, wait a little, take it."""
        event = orjson.loads(body)
        with self._lock:
            if event["type"] == EventType.ENDPOINT_VERIFICATION:
                self.nonces[event["data"]["id"]] = event["data"]["nonce"]
            if event["type"] == EventType.TAKEDOWN_REQUESTED:
                self.arrivals[headers["webhook-id"]] += 1
                self.requests.add(event["data"]["id"])
        time.sleep(_SECONDS_AN_ANSWER)
        return _ACCEPTED
