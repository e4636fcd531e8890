"""One process that is kept alive: started, started again after it ended, stopped.

A process that ends is started again after 0.2 s, then after twice as long each time, at most 10 s; one that ran for
30 s has recovered. Each child leads its own session, so that Ctrl-C reaches the supervisor only, and whatever a dead
child leaves in its process group is killed before it is started again.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from hashdb.logs import get_logger
from hashdb.processes import tether

FIRST_DELAY = 0.2
LONGEST_DELAY = 10.0
STABLE_AFTER = 30.0

log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What to run: a name for the log, a command, and how many seconds it may take to stop."""

    name: str
    command: tuple[str, ...]
    patience: float = 30.0
    environment: Mapping[str, str] = field(default_factory=dict)
    keeps_open: tuple[int, ...] = ()


class Child:
    """A Process and what became of it so far."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._running: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._failures = 0
        self._due = 0.0

    @property
    def runs(self) -> bool:
        """Whether it runs, as far as `reap` has seen."""
        return self._running is not None

    @property
    def due(self) -> float:
        """The monotonic time from which it may be started (again)."""
        return self._due

    def start(self) -> None:
        """Start it, tied to this process."""
        tie = (sys.executable, "-IS", tether.__file__, str(os.getpid()))
        self._started = time.monotonic()
        self._running = subprocess.Popen(
            [*tie, *self.process.command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.process.keeps_open,
            env={**os.environ, **self.process.environment},
        )
        log.info("started", child=self.process.name, pid=self._running.pid)

    def reap(self) -> int | None:
        """Return the exit status once it has ended, and forget it; None as long as it runs or if it never ran."""
        status = self._running.poll() if self._running else None
        if self._running and status is not None:
            self._signal_group(signal.SIGKILL)
            self._running = None
        return status

    def postpone(self, status: int) -> None:
        """After it ended by itself: set when it may be started again."""
        now = time.monotonic()
        if now - self._started >= STABLE_AFTER:
            self._failures = 0
        delay = min(FIRST_DELAY * 2**self._failures, LONGEST_DELAY)
        self._failures += 1
        self._due = now + delay
        log.warning("ended", child=self.process.name, status=status, restart_in=f"{delay:.1f}s")

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self._running:
            self._running.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, with all that it started, at once."""
        if self._running:
            self._signal_group(signal.SIGKILL)
            self._running.wait()
            self._running = None

    def _signal_group(self, number: signal.Signals) -> None:
        if self._running:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._running.pid, number)
