"""What was read from the store a moment ago and need not be read again at every request.

So a platform that looks up thousands of uploads a second costs a few reads a second, not several for each. In return a
change is seen late by as much as the values are good for, in each process.
"""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")

# Far above what is in use at a time; then all are forgotten.
MOST = 10_000


class Recent(Generic[ValueT]):
    """Values that are good for so many seconds from when they began to be read."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._known: dict[Hashable, tuple[ValueT, float]] = {}

    def get(self, key: Hashable, read: Callable[[], ValueT]) -> ValueT:
        """Return what *read* has returned for *key* of late, or returns now; what it raises is not remembered."""
        asked = self._clock()
        known = self._known.get(key)
        if known is not None and asked < known[1]:
            return known[0]
        value = read()
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = (value, asked + self._seconds)
        return value
