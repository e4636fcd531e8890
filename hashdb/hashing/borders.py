"""Where the picture lies within what was put around it: a border, letterbox bars, a caption, the frame of an app.

Both finders look at brightness only and answer None where there is nothing to take off. Sides are in pixels of the
512 x 512 picture; the figures were chosen on photographs that people's habits had been done to.
"""

import numpy as np
from numpy.typing import NDArray

from hashdb.hashing.canvas import Canvas, Rectangle
from hashdb.hashing.pdq import Plane

# A part with a shorter side shows too little; one that is nearly the whole picture has the same hash.
SHORTEST_SIDE = 48
_NEARLY_ALL = 0.985

# A line belongs to a border while it is this flat and this near to the outermost line.
_FLAT_DEVIATION = 8
_SAME_BRIGHTNESS = 10
# What is background: one brightness that a quarter of the picture's rim has.
_SHARE_OF_RIM = 0.25
_NEAR_BACKGROUND = 14
_BINS, _BIN = 64, 4
# A row with more background than this is none of the picture's, nor is a column.
_BACKGROUND_IN_ROW, _BACKGROUND_IN_COLUMN = 0.45, 0.60
# What is taken off above and below from a block that may have been cut at its sides: half of it at each.
_ENDS = 0.05


def trimmed(canvas: Canvas) -> Rectangle | None:
    """Return the picture without its uniform border or letterbox."""
    whole, part = canvas.whole, canvas.whole
    for _ in range(2):  # bars may lie within a border
        top, bottom = _flat_ends(_inside(canvas, part))
        part = Rectangle(top=part.top + top, bottom=part.bottom - bottom, left=part.left, right=part.right)
        if part.height < SHORTEST_SIDE:
            return None
        left, right = _flat_ends(_inside(canvas, part).T)
        part = Rectangle(top=part.top, bottom=part.bottom, left=part.left + left, right=part.right - right)
        if part.width < SHORTEST_SIDE:
            return None
    return _worth_hashing(without_seam(part, whole), whole)


def block(canvas: Canvas) -> Rectangle | None:
    """Return the largest block that is not mostly background: the picture below a caption, or on a phone's screen."""
    background = _background(canvas.brightness)
    if background is None:
        return None
    near = np.abs(canvas.brightness - background) < _NEAR_BACKGROUND
    top, bottom = _longest(near.mean(axis=1) < _BACKGROUND_IN_ROW, gap=canvas.height // 60)
    if bottom - top < SHORTEST_SIDE:
        return None
    left, right = _longest(near[top:bottom].mean(axis=0) < _BACKGROUND_IN_COLUMN, gap=canvas.width // 40)
    return _worth_hashing(Rectangle(top=top, bottom=bottom, left=left, right=right), canvas.whole)


def block_without_ends(canvas: Canvas) -> Rectangle | None:
    """Return the block without a little at its top and bottom, if it reaches from side to side.

    Whoever crops a screenshot by hand cuts into the picture at both sides; cut above and below too it is about a crop
    of the centre, and those are stored.
    """
    part = block(canvas)
    if part is None or part.width < canvas.width:
        return None
    rows = round(part.height * _ENDS / 2)
    shorter = Rectangle(top=part.top + rows, bottom=part.bottom - rows, left=part.left, right=part.right)
    return _worth_hashing(shorter, canvas.whole)


def without_seam(part: Rectangle, whole: Rectangle) -> Rectangle:
    """Return *part* without the line, blurred by scaling and compression, where it meets what surrounds it."""
    return Rectangle(
        top=part.top + (part.top > whole.top),
        bottom=part.bottom - (part.bottom < whole.bottom),
        left=part.left + (part.left > whole.left),
        right=part.right - (part.right < whole.right),
    )


def _worth_hashing(part: Rectangle, whole: Rectangle) -> Rectangle | None:
    large = part.height * part.width > _NEARLY_ALL * whole.height * whole.width
    return None if large or min(part.height, part.width) < SHORTEST_SIDE else part


def _inside(canvas: Canvas, part: Rectangle) -> Plane:
    return canvas.brightness[part.top : part.bottom, part.left : part.right]


def _flat_ends(lines: Plane) -> tuple[int, int]:
    """Return how many lines at the beginning and at the end are of one brightness."""
    mean = lines.mean(axis=1)
    deviation = np.sqrt(np.maximum(np.einsum("ij,ij->i", lines, lines) / lines.shape[1] - mean * mean, 0))
    flat = deviation < _FLAT_DEVIATION
    first, last = (flat & (np.abs(mean - mean[end]) < _SAME_BRIGHTNESS) for end in (0, -1))
    return _run(first), _run(last[::-1])


def _run(flags: NDArray[np.bool_]) -> int:
    """Return how many flags at the beginning are set."""
    return len(flags) if flags.all() else int(flags.argmin())


def _background(brightness: Plane) -> float | None:
    """Return the commonest brightness of the rim, if it is common enough."""
    rim = np.concatenate([brightness[0], brightness[-1], brightness[:, 0], brightness[:, -1]])
    counts = np.bincount(np.minimum(rim.astype(np.intp) // _BIN, _BINS - 1), minlength=_BINS)
    commonest = int(counts.argmax())
    return commonest * _BIN + _BIN / 2 if counts[commonest] >= _SHARE_OF_RIM * len(rim) else None


def _longest(flags: NDArray[np.bool_], gap: int) -> tuple[int, int]:
    """Return where the longest run of set flags begins and ends; up to *gap* flags in between may be unset."""
    places = np.flatnonzero(flags)
    if not len(places):
        return 0, 0
    runs = np.split(places, np.flatnonzero(np.diff(places) > gap + 1) + 1)
    longest = max(runs, key=lambda run: int(run[-1] - run[0]))
    return int(longest[0]), int(longest[-1]) + 1
