"""A chore: what one process of a machine does again and again, alone in a folder, with little claim to the processor.

Nobody waits for it. What fails (a full disk, the store away) is tried again after a pause. SIGINT and SIGTERM end it
after what it has in hand.
"""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from hashdb import logs
from hashdb.errors import HashdbError
from hashdb.processes import data_directory
from hashdb.settings import Settings

_NICENESS = 10
_TICK_SECONDS = 1.0
_PAUSE_SECONDS = 30.0
_log = logs.get_logger(__name__)


class Chore:
    """Calls *act* every so many seconds until `stop`; *failed* is the event of the log line that tells of a failure."""

    def __init__(self, name: str, folder: Path, act: Callable[[], None], *, seconds: float, failed: str) -> None:
        self._name = name
        self._folder = folder
        self._act = act
        self._seconds = seconds
        self._failed = failed
        self._stopped = threading.Event()

    @property
    def is_stopped(self) -> bool:
        """Whether it was asked to stop: an act of several parts leaves the others out."""
        return self._stopped.is_set()

    def run(self) -> None:
        """Wait until the folder is free, then act again and again."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / data_directory.LOCK).open("w") as lock:
            while not (data_directory.taken(lock.fileno()) or self._stopped.wait(_TICK_SECONDS)):
                pass
            _log.info(f"{self._name}_started", seconds=self._seconds)
            while not self.is_stopped:
                self._stopped.wait(self._seconds if self._acted() else _PAUSE_SECONDS)

    def stop(self) -> None:
        """End after what it has in hand."""
        self._stopped.set()

    def _acted(self) -> bool:
        try:
            self._act()
        except (HashdbError, OSError) as error:
            _log.warning(self._failed, error=type(error).__name__, reason=str(error))
            return False
        return True


def run(name: str, begin: Callable[[Settings], Chore]) -> None:
    """Be the process *name*: run the chore that *begin* makes of the settings until SIGINT or SIGTERM."""
    settings = Settings.from_environment(os.environ)
    logs.configure(name, settings.log_level)
    os.nice(_NICENESS)
    chore = begin(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: chore.stop())
    chore.run()
