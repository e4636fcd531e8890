"""Where the service's log goes during the story: into a file; afterwards to the terminal as well.

Every child process inherits standard error, so that is what is turned to the file.
"""

import os
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_GLANCE_SECONDS = 0.2
_STDERR = 2


class LogFile:
    """Standard error as a file, as long as it is entered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shown: Thread | None = None
        self._ended = Event()

    def __enter__(self) -> Self:
        self._terminal = os.dup(_STDERR)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, _STDERR)
        os.close(file)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        if self._shown:
            self._shown.join()
        os.dup2(self._terminal, _STDERR)
        os.close(self._terminal)

    def show(self) -> None:
        """From now on, write what is added to the file to the terminal too."""
        self._shown = Thread(target=self._follow, args=(self.path.stat().st_size,), daemon=True)
        self._shown.start()

    def _follow(self, start: int) -> None:
        with self.path.open("rb") as log:
            log.seek(start)
            ended = False
            while not ended:
                ended = self._ended.wait(_GLANCE_SECONDS)
                os.write(self._terminal, log.read())
