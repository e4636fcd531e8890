"""How far a run is, on standard error if that is a terminal: a bar, and what was found so far.

How many files there are is counted beside the run, so that hashing begins at once.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Bar:
    """The progress of a run over *names*, which is walked once more to count; use it in a `with` block."""

    def __init__(self, names: Callable[[], Iterable[object]]) -> None:
        console = Console(stderr=True)
        columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self.is_shown = console.is_terminal
        self._names = names
        self._progress = Progress(*columns, console=console, transient=True, disable=not self.is_shown)
        self._task: TaskID = self._progress.add_task("", total=None)
        self._over = Event()

    def __enter__(self) -> Self:
        if self.is_shown:
            self._progress.start()
            Thread(target=self._count, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._progress.stop()

    def show(self, completed: int, sentence: str) -> None:
        """Tell how far the run is."""
        self._progress.update(self._task, completed=completed, description=sentence)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar away, for what is printed meanwhile."""
        self._progress.stop()
        yield
        if self.is_shown and not self._over.is_set():
            self._progress.start()

    def _count(self) -> None:
        total = 0
        for _ in self._names():
            total += 1
            if self._over.is_set():
                return
        self._progress.update(self._task, total=total)
