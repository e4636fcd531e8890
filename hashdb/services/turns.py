"""Turns at what only one may do at a time: nobody has two in a row while somebody else waits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from hashdb.errors import RateLimitedError


class Turns:
    """Two locks: whoever waits for the turn holds the place of the next one, so the last one has to queue behind."""

    def __init__(self) -> None:
        self._next = threading.Lock()
        self._busy = threading.Lock()

    @contextmanager
    def take(self, seconds: float) -> Iterator[None]:
        """Have a turn, waiting for it so long; raises RateLimitedError when others have not ended by then."""
        until = monotonic() + seconds
        if not (self._next.acquire(timeout=seconds) and self._began(until)):
            raise RateLimitedError(1, "others are comparing hashes with all rows")
        try:
            yield
        finally:
            self._busy.release()

    def _began(self, until: float) -> bool:
        try:
            return self._busy.acquire(timeout=max(0.0, until - monotonic()))
        finally:
            self._next.release()
