"""The load of a drill: threads that submit signals and have requests approved, and note what was acknowledged."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

from hashdb.client import ApiError
from hashdb.errors import UnavailableError
from scripts.drills.cast import STATEMENT, Cast, fresh_signal

_BATCH = 20
_STORIES_AT_ONCE = 3


@dataclass(slots=True)
class Acknowledged:
    """What the service said that it has: signals, each value with its id, and approved requests."""

    signals: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how much that is."""
        return len(self.signals) + len(self.requests)


def run_while(cast: Cast, fault: Callable[[], None]) -> Acknowledged:
    """Load the service while *fault* does its worst; return what was acknowledged up to the end."""
    stop, acknowledged = Event(), Acknowledged()
    with ThreadPoolExecutor(_STORIES_AT_ONCE + 1) as pool:
        threads = [pool.submit(_again_and_again, stop, _submit, cast, acknowledged)]
        threads += [pool.submit(_again_and_again, stop, _request, cast, acknowledged) for _ in range(_STORIES_AT_ONCE)]
        try:
            fault()
        finally:
            stop.set()
    for thread in threads:
        thread.result()
    return acknowledged


def _again_and_again(
    stop: Event, act: Callable[[Cast, Acknowledged], None], cast: Cast, acknowledged: Acknowledged
) -> None:
    """Act until told to stop; what is refused or not answered in the end was not acknowledged."""
    while not stop.is_set():
        with suppress(ApiError, UnavailableError):
            act(cast, acknowledged)


def _submit(cast: Cast, acknowledged: Acknowledged) -> None:
    batch = [fresh_signal() for _ in range(_BATCH)]
    for signal, answer in zip(batch, cast.submitter.submit_signals(batch, STATEMENT), strict=True):
        acknowledged.signals[signal.signal_value] = answer["id"] or ""


def _request(cast: Cast, acknowledged: Acknowledged) -> None:
    acknowledged.requests.append(cast.ask_for_removal())
