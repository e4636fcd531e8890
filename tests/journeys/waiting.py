"""Waiting for what real processes do: with a deadline, never for a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

DEADLINE = 45.0
ResultT = TypeVar("ResultT")


def eventually(find: Callable[[], ResultT | None], what: str, deadline: float = DEADLINE) -> ResultT:
    """Ask again and again until the answer is true, and return it."""
    end = time.monotonic() + deadline
    while (found := find()) is None or not found:
        assert time.monotonic() < end, f"it did not happen in time: {what}"
        time.sleep(0.02)
    return found
