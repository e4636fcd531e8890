"""The signals a supervisor lives by: asked to stop, or a child has ended. Waiting ends as soon as one arrives."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

STOPPING = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """While entered, counts the requests to stop in `stops` instead of dying of them."""

    def __init__(self) -> None:
        self.stops = 0

    def __enter__(self) -> Self:
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        hangs_up = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN  # ignored under nohup
        wanted = (*STOPPING, signal.SIGHUP) if hangs_up else STOPPING
        self._before = {number: signal.signal(number, self._count) for number in wanted}
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._wakeup = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        """Wait until a signal arrives, at most *seconds*."""
        if select.select([self._read], [], [], max(0.0, seconds))[0]:
            os.read(self._read, 1024)

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self.stops += 1
