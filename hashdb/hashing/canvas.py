"""The brightness of a picture, and how parts of it become 64 x 64.

A part is smoothed along both axes by the matrices of PDQ. Parts that reach from top to bottom share the product along
the rows, those between the same two columns share the other: the 24 side crops of a picture cost two large products.
"""

from dataclasses import dataclass

import numpy as np

from hashdb.hashing.pdq import Plane, shrinking


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A part of a picture: rows from `top` to before `bottom`, columns from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left

    def is_near(self, other: "Rectangle", most: int) -> bool:
        """Tell whether no side is more than *most* pixels from the other's."""
        apart = (self.top - other.top, self.bottom - other.bottom, self.left - other.left, self.right - other.right)
        return max(map(abs, apart)) <= most


class Canvas:
    """A picture as its luma, squeezed into a square; `proportion` is what its width was to its height."""

    def __init__(self, brightness: Plane, proportion: float = 1.0) -> None:
        self.brightness = brightness
        self.proportion = proportion
        self.height, self.width = brightness.shape
        self.whole = Rectangle(top=0, bottom=self.height, left=0, right=self.width)
        self._flattened: Plane | None = None
        self._narrowed: dict[tuple[int, int], Plane] = {}

    def shrunk(self, part: Rectangle) -> Plane:
        """Return the part as 64 x 64."""
        if part.height == self.height:
            small: Plane = np.matmul(self._flat()[:, part.left : part.right], shrinking(part.width).T)
        else:
            small = np.matmul(shrinking(part.height), self._narrow(part)[part.top : part.bottom])
        return small

    def _flat(self) -> Plane:
        """Return the whole picture as 64 rows."""
        if self._flattened is None:
            self._flattened = np.matmul(shrinking(self.height), self.brightness)
        return self._flattened

    def _narrow(self, part: Rectangle) -> Plane:
        """Return what lies between the part's columns as 64 columns."""
        sides = part.left, part.right
        if sides not in self._narrowed:
            self._narrowed[sides] = np.matmul(self.brightness[:, part.left : part.right], shrinking(part.width).T)
        return self._narrowed[sides]
