"""Units that were taken from the buckets in the store and not spent yet; each process has its own.

They are good for a second: what is left of them then is lost, so a caller never has more than its bucket gave.
"""

import threading
import time
from collections.abc import Callable

SECONDS = 1.0


class Purse:
    """The unspent units of each bucket."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._units: dict[str, tuple[int, float]] = {}

    def spend(self, bucket: str, cost: int) -> bool:
        """Spend *cost* units of *bucket*, or spend nothing and return False."""
        with self._lock:
            units, until = self._units.get(bucket, (0, 0.0))
            if cost > units or self._clock() > until:
                return False
            self._units[bucket] = (units - cost, until)
            return True

    def fill(self, bucket: str, units: int) -> None:
        """Put units of *bucket* in, in place of what is left of earlier ones."""
        with self._lock:
            self._units[bucket] = (units, self._clock() + SECONDS)
