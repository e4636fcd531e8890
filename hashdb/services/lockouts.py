"""Guessing gets slower and slower, without shutting out whom it is tried on.

What was tried in vain is counted for the address from which it came, for account and address together, and for the
account from anywhere. From so many failures on, each doubles the wait. A device that the person has signed in on before
has a count of its own instead of the last one, so that nobody can lock others out by guessing at their accounts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hashdb.errors import RateLimitedError
from hashdb.store import Store

_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Whose account is tried, from where, and on which device if it is one that the person used before."""

    email: str
    address: str
    device: str | None = None

    def counts(self) -> dict[str, int]:
        """Return the names of the counts, with how many failures of each cost nothing."""
        known = f"email={self.email}"
        anywhere = {f"{known} device={self.device}": 10} if self.device else {known: 30, f"address={self.address}": 30}
        return {f"{known} address={self.address}": 5, **anywhere}


def require_patience(store: Store, attempt: Attempt, *, now: datetime) -> None:
    """Raise RateLimitedError while it is too early to try again; nothing is looked at before."""
    waits = []
    for name, free in attempt.counts().items():
        count, last = store.failures.of(name)
        waits.append(last + delay(count, free) - now)
    longest = max(waits)
    if longest > timedelta():
        raise RateLimitedError(int(longest.total_seconds()) + 1, "this was tried in vain too often")


def note_failure(store: Store, attempt: Attempt, *, now: datetime) -> bool:
    """Count a failure; return whether it is the first of some count that is waited for."""
    counts = [(store.failures.add(name, now), free) for name, free in attempt.counts().items()]
    return any(count == free + 1 for count, free in counts)


def forget(store: Store, attempt: Attempt) -> None:
    """Begin to count anew for somebody who got in; the address keeps its count, or one account would open others."""
    for name in attempt.counts():
        if name.startswith("email="):
            store.failures.forget(name)


def delay(count: int, free: int) -> timedelta:
    """Return how long to wait after so many failures, of which so many cost nothing."""
    if count <= free:
        return timedelta()
    return min(timedelta(seconds=2 ** min(count - free, 16)), _LONGEST)
