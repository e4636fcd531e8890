"""A progress bar on standard error, where a person looks at it."""

from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import track

EachT = TypeVar("EachT")


def tracked(elements: Iterable[EachT], what: str, total: int | None = None) -> Iterable[EachT]:
    """Yield the elements, showing how many of them are done; *total* is theirs where they have no length."""
    console = Console(stderr=True)
    return track(elements, what, total, console=console, transient=True, disable=not console.is_terminal)
