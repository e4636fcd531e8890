"""What a drill comes to, and the killing that all drills have in common."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What was acknowledged, and what of it was lost or happened twice."""

    acknowledged: int
    lost: int
    doubled: int
    kills: int
    seconds: float


class Killer:
    """Kills the latest child of one name every so many seconds."""

    def __init__(self, service: Service, name: str, every: float) -> None:
        self._service = service
        self._name = name
        self._every = every
        self._done = threading.Event()
        self.kills = 0

    def run(self) -> None:
        """Kill until told to stop; each child is killed once, after it had time to do some work."""
        killed = 0
        while not self._done.wait(self._every):
            child = self._service.children(self._name)[-1]
            if child != killed:
                os.kill(child, signal.SIGKILL)
                killed = child
                self.kills += 1

    def stop(self) -> None:
        """Stop killing."""
        self._done.set()


@contextlib.contextmanager
def killing(service: Service, name: str, every: float) -> Iterator[Killer]:
    """Kill the child *name* every so many seconds for as long as the block runs."""
    killer = Killer(service, name, every)
    thread = threading.Thread(target=killer.run)
    thread.start()
    try:
        yield killer
    finally:
        killer.stop()
        thread.join()


def until(seconds: float) -> Iterator[float]:
    """Yield the seconds that are left, until none are."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        yield left
