"""When a request is repeated: when no answer came, or the answer says "later".

"Later" is 429, 502, 503, 504, or that a first try is still being answered. Pauses grow, and are never shorter than the
service asked for (Retry-After). Every POST carries one Idempotency-Key through all its tries, so that repeating never
does anything twice.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from hashdb.client.problems import ApiError
from hashdb.client.steps import Pause, Request, Talk, Try
from hashdb.errors import UnavailableError

_LATER = frozenset({429, 502, 503, 504})
_IN_PROGRESS = "request-in-progress"
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """A request is tried *tries* times in all, after *pause* seconds and then twice as long each time."""

    tries: int
    pause: float

    def pauses(self) -> list[float]:
        """Return the seconds to wait after each try but the last: doubling, and up to half as much again by chance."""
        chance = [1 + secrets.randbelow(500) / 1000 for _ in range(self.tries - 1)]
        return [min(_LONGEST_PAUSE, self.pause * 2**place * factor) for place, factor in enumerate(chance)]


def persistently(request: Request, patience: Patience) -> Talk[Any]:
    """Send a request until it is answered, refused for good, or all tries are spent."""
    for pause in patience.pauses():
        try:
            return (yield Try(request))
        except (ApiError, UnavailableError) as error:
            if not is_temporary(error):
                raise
            wait = max(pause, asked_pause(error))
        yield Pause(wait)
    return (yield Try(request))


def is_temporary(error: ApiError | UnavailableError) -> bool:
    """Tell whether the same request may be answered later."""
    return isinstance(error, UnavailableError) or error.status in _LATER or error.slug == _IN_PROGRESS


def asked_pause(error: ApiError | UnavailableError) -> float:
    """Return the seconds that the service asked to be left alone."""
    return min(_LONGEST_PAUSE, error.retry_after) if isinstance(error, ApiError) else 0.0
