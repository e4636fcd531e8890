"""Rectangles between long straight edges: frames, split screens, a sharp picture on a blurred copy of itself.

Every straight line across much of the picture may be the border of something put there. All rectangles between such
lines are weighed, by how strong their lines are and a little by their size, and the best few are answered.
"""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np

from hashdb.hashing.borders import SHORTEST_SIDE, without_seam
from hashdb.hashing.canvas import Canvas, Rectangle
from hashdb.hashing.pdq import Plane

MOST = 8

# A line is an edge where brightness changes by this much within three pixels over this share of its length.
_STEP = 10
_REACH = 3
_SHARE = 0.42
_MOST_LINES = 4
_APART = 6
_SMALLEST_SHARE = 0.12
_NEARLY_ALL = 0.985
_SAME = 5
_WEIGHT_OF_SIZE = 0.3

# Where a line lies, and the share of it that is an edge; the picture's own sides count nothing.
Line = tuple[int, float]


def between_edges(canvas: Canvas) -> list[Rectangle]:
    """Return at most MOST rectangles, the likeliest first."""
    rows, columns = _lines(canvas.brightness), _lines(canvas.brightness.T)
    found: list[Rectangle] = []
    for _, part in sorted(_weighed(rows, columns, canvas), key=lambda each: -each[0]):
        if not any(part.is_near(other, _SAME) for other in found):
            found.append(part)
        if len(found) == MOST:
            break
    return found


def _lines(brightness: Plane) -> list[Line]:
    """Return the strongest lines between rows, in their order, and the two ends."""
    length = len(brightness)
    steep = np.abs(brightness[_REACH:] - brightness[:-_REACH]) > _STEP
    change = np.count_nonzero(steep, axis=1) / steep.shape[1]
    lines: list[Line] = []
    for place in np.argsort(-change):
        if change[place] < _SHARE or len(lines) == _MOST_LINES:
            break
        row = int(place) + 2  # of the three steps that the change spans, the middle one
        if all(abs(row - taken) > _APART for taken, _ in lines):
            lines.append((row, float(change[place])))
    return sorted([(0, 0.0), *lines, (length, 0.0)])


def _weighed(rows: list[Line], columns: list[Line], canvas: Canvas) -> Iterator[tuple[float, Rectangle]]:
    for (upper, lower), (before, after) in product(_pairs(rows), _pairs(columns)):
        part = Rectangle(top=upper[0], bottom=lower[0], left=before[0], right=after[0])
        share = part.height * part.width / (canvas.height * canvas.width)
        if share <= _NEARLY_ALL:
            strength = upper[1] + lower[1] + before[1] + after[1]
            yield strength + _WEIGHT_OF_SIZE * share**0.5, without_seam(part, canvas.whole)


def _pairs(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Return the pairs of lines that leave enough between them."""
    least = max(SHORTEST_SIDE, _SMALLEST_SHARE * lines[-1][0])
    return [(first, second) for first, second in combinations(lines, 2) if second[0] - first[0] >= least]
