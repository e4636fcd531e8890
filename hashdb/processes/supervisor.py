"""Keeps a table of processes alive, and stops them in good order.

Stages are started in order, each when the one before it is ready, and stopped in the reverse order, each when the one
before has finished what it had in flight. Asked to stop a second time, it no longer waits for anything but the store.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hashdb.errors import UnavailableError
from hashdb.logs import get_logger
from hashdb.processes.child import Child, Process
from hashdb.processes.interrupts import Interrupts

# How often a stage or the whole is asked whether it is ready.
GLANCE = 0.05
# The longest sleep of a supervisor that has nothing to do.
IDLE = 60.0

log = get_logger(__name__)


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Processes that start and stop together.

    The next stage waits until `ready` says so; `explain` tells why one of them ended before. A stage that is
    `unhurried` has its full time to stop even when the supervisor was asked twice.
    """

    processes: tuple[Process, ...]
    ready: Callable[[], bool] = _always
    explain: Callable[[], str] = str
    unhurried: bool = False


class Supervisor:
    """Runs *stages* until asked to stop; calls *announce* once, as soon as *ready* says that all of it answers."""

    def __init__(self, stages: Sequence[Stage], *, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        self._stages = [(stage, [Child(process) for process in stage.processes]) for stage in stages]
        self._ready = ready
        self._announce = announce
        self._announced = False

    def run(self) -> None:
        """Start, watch, stop. Raises UnavailableError when the first start fails; nothing runs after it returns."""
        with Interrupts() as interrupts:
            try:
                self._start(interrupts)
                while not interrupts.stops:
                    interrupts.wait(self._tend())
            finally:
                self._stop(interrupts)

    def _start(self, interrupts: Interrupts) -> None:
        for stage, children in self._stages:
            for child in children:
                child.start()
            while not interrupts.stops and not stage.ready():
                _require_alive(stage, children)
                interrupts.wait(GLANCE)

    def _tend(self) -> float:
        """Restart what has ended and is due; return the seconds until there may be more to do."""
        now = time.monotonic()
        children = [child for _, group in self._stages for child in group]
        for child in children:
            status = child.reap()
            if status is not None:
                child.postpone(status)
            elif not child.runs and child.due <= now:
                child.start()
        waits = [child.due - now for child in children if not child.runs]
        return min([IDLE if self._announce_when_ready() else GLANCE, *waits])

    def _announce_when_ready(self) -> bool:
        if not self._announced and self._ready():
            self._announced = True
            self._announce()
        return self._announced

    def _stop(self, interrupts: Interrupts) -> None:
        log.info("stopping")
        for stage, children in reversed(self._stages):
            for child in children:
                child.reap()
                child.ask_to_stop()
            _wait_until_ended(stage, children, interrupts)
            for child in children:
                if child.runs:
                    log.warning("killed", child=child.process.name)
                    child.kill()
        log.info("stopped")


def _require_alive(stage: Stage, children: list[Child]) -> None:
    for child in children:
        status = child.reap()
        if status is not None:
            raise UnavailableError(f"{child.process.name} ended with status {status} at its start: {stage.explain()}")


def _wait_until_ended(stage: Stage, children: list[Child], interrupts: Interrupts) -> None:
    patience = max((child.process.patience for child in children), default=0.0)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and (stage.unhurried or interrupts.stops <= 1):
        for child in children:
            child.reap()
        if not any(child.runs for child in children):
            return
        interrupts.wait(deadline - time.monotonic())
