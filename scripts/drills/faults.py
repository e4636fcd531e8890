"""The faults: kill -9 of one process of the service, again as soon as it has come back."""

import os
import signal
from contextlib import suppress
from threading import Event
from time import monotonic

from rich.console import Console

from scripts.service import Service

# What each drill kills, in turn, by the names that the supervisor gives them.
TARGETS = {
    "kill-redis": ("redis",),
    "kill-worker": ("worker-deliveries", "worker-matching"),
}
_BETWEEN_SECONDS = 1.0
_GLANCE_SECONDS = 0.02


def kill_repeatedly(service: Service, targets: tuple[str, ...], seconds: float, console: Console) -> int:
    """Kill the targets in turn for so many seconds; return how often."""
    kills, pause, end = 0, Event(), monotonic() + seconds
    while not pause.wait(_BETWEEN_SECONDS) and monotonic() < end:
        target = targets[kills % len(targets)]
        killed = service.children(target)
        with suppress(ProcessLookupError):
            os.kill(killed[-1], signal.SIGKILL)
        kills += 1
        console.print(f"killed {target} ({kills})")
        while len(service.children(target)) == len(killed) and monotonic() < end:
            pause.wait(_GLANCE_SECONDS)
    return kills
