"""How near to something harmless a signal may be: within which reach it would stop it, or could.

A match is within a radius of the signal. What is harmless and nearer than that is found itself; of what is within twice
the radius, one and the same upload can be near both (the triangle inequality). The reach up to which a signal is put
aside is a little more than the radius, for decoders differ.
"""

from typing import NamedTuple

from hashdb.records.benign import Nearness
from hashdb.signals import SIGNAL_TYPES, Distance


class Reach(NamedTuple):
    """Up to which distance a signal is put aside, and up to which people are warned."""

    near: int
    far: int


# By the bits of a code; 64 bits are compared up to 10 only.
_REACHES = {256: Reach(40, 62), 64: Reach(8, 10), 1024: Reach(82, 90)}
_EXACT = Reach(0, 0)


def reach_of(signal_type: str) -> Reach:
    """Return the reach for a signal's own value; digests have none."""
    kind = SIGNAL_TYPES[signal_type]
    return _REACHES[kind.bits] if kind.has_rows else _EXACT


def space_of(signal_type: str) -> str:
    """Return the type of the entries that a signal of this type is compared with: of a video, those of its frames."""
    kind = SIGNAL_TYPES[signal_type]
    return kind.view_type or kind.name if kind.distance is Distance.FRAMES else kind.name


def is_near(signal_type: str, found: Nearness | None) -> bool:
    """Whether a signal is put aside for what was found near it."""
    return found is not None and not found.partly and found.distance <= reach_of(signal_type).near


def counts(signal_type: str, place: int, distance: int) -> bool:
    """Whether what is near the code at this place counts: a value within its reach, a view within a match's radius."""
    if place:
        return distance <= SIGNAL_TYPES[space_of(signal_type)].max_radius
    return SIGNAL_TYPES[signal_type].distance is not Distance.FRAMES and distance <= reach_of(signal_type).far
