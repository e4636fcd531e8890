"""How much of two videos is the same, and what that comes to: the rule of vPDQ, and one beside it.

A video that is looked up matches a signal when most of its frames are the signal's: so an excerpt of a longer video is
found. A longer video that contains the signal does not match it, but a person ought to see it: that is told for review.
"""

from dataclasses import dataclass

from hashdb.records.match import Shares
from hashdb.records.policy import Policy

# Signals with fewer frames are a title or a still, which many longer videos contain.
_FEWEST_FRAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How many frames of a query have a near one among those of a signal, and how many of the signal's do."""

    frames: int
    of_frames: int
    rows: int
    of_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a signal that was found."""

    is_match: bool
    shares: Shares | None = None


def told(covered: Covered, policy: Policy) -> Told | None:
    """Return what frames in common come to, or None when they are too few to be told."""
    matches = _is_most(covered.frames, covered.of_frames, policy)
    contained = covered.of_rows >= _FEWEST_FRAMES and _is_most(covered.rows, covered.of_rows, policy)
    if not matches and not contained:
        return None
    shares = Shares(
        query=_share(covered.frames, covered.of_frames),
        signal=_share(covered.rows, covered.of_rows),
    )
    return Told(is_match=matches, shares=shares)


def _is_most(some: int, of_all: int, policy: Policy) -> bool:
    return of_all > 0 and 100 * some >= policy.frames_percent * of_all


def _share(some: int, of_all: int) -> float:
    return round(min(some, of_all) / of_all, 4) if of_all else 0.0
