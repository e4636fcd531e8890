"""A hash as the square of its bits, and two of them laid over each other.

A 256-bit hash is 16 x 16 bits, a 64-bit one 8 x 8, in the order in which it is written: row by row, the highest bit
first. No content can be seen in it; people see in it whether two hashes are the same, nearly the same, or strangers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt

from hashdb.signals import SIGNAL_TYPES

# A bit is a square of nine units and the gap behind it.
CELL = 10
# A set bit, and one that only the second of two hashes has: told apart by shape, not by colour alone.
SQUARE = "M{x} {y}h9v9h-9z"
DIAMOND = "M{middle} {y}l4.5 4.5-4.5 4.5-4.5-4.5z"
DRAWN = frozenset({64, 256})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The bits of one hash; `lit` is the path of those that are set."""

    side: int
    extent: int
    lit: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Two hashes: the path of what both have set, and of what only the one or the other has."""

    side: int
    extent: int
    both: str
    first: str
    second: str
    only_first: int
    only_second: int

    @property
    def distance(self) -> int:
        """In how many bits they differ."""
        return self.only_first + self.only_second


def can_be_drawn(signal_type: str) -> bool:
    """Whether values of the type are compared by their bits and make a square."""
    known = SIGNAL_TYPES.get(signal_type)
    return known is not None and known.has_bits and known.bits in DRAWN


def pattern(value: str, signal_type: str) -> Pattern | None:
    """Return the bits of *value*; None for a type that is not drawn."""
    if not _fits(value, signal_type):
        return None
    cells = _cells(int(value, 16), len(value) * 4)
    side = isqrt(len(value) * 4)
    return Pattern(side=side, extent=side * CELL - 1, lit=_path(cells, side, SQUARE), count=len(cells))


def overlay(first: str, second: str, signal_type: str) -> Overlay | None:
    """Return two values laid over each other; None for a type that is not drawn."""
    if not (_fits(first, signal_type) and _fits(second, signal_type)):
        return None
    bits = len(first) * 4
    side = isqrt(bits)
    one, other = int(first, 16), int(second, 16)
    only_first, only_second = _cells(one & ~other, bits), _cells(other & ~one, bits)
    return Overlay(
        side=side,
        extent=side * CELL - 1,
        both=_path(_cells(one & other, bits), side, SQUARE),
        first=_path(only_first, side, SQUARE),
        second=_path(only_second, side, DIAMOND),
        only_first=len(only_first),
        only_second=len(only_second),
    )


def _fits(value: str, signal_type: str) -> bool:
    return can_be_drawn(signal_type) and len(value) == SIGNAL_TYPES[signal_type].hex_digits


def _cells(code: int, bits: int) -> list[int]:
    return [place for place in range(bits) if code >> (bits - 1 - place) & 1]


def _path(cells: Iterable[int], side: int, shape: str) -> str:
    places = ((place % side * CELL, place // side * CELL) for place in cells)
    return "".join(shape.format(x=x, y=y, middle=x + 4.5) for x, y in places)
