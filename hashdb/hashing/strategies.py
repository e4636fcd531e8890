"""What is hashed of a picture beside the whole: four named ways, from what everyone does to what finds most.

Three are for looking a picture up and one for submitting it. Each is a list of finders of parts; a part that shows
too little is left out by its own quality and bits, so a featureless corner can match nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hashdb.hashing import parts
from hashdb.hashing.borders import block, block_without_ends, trimmed
from hashdb.hashing.canvas import Canvas, Rectangle
from hashdb.hashing.edges import between_edges
from hashdb.hashing.pdq import Plane
from hashdb.hashing.tilts import tilts

Finder = Callable[[Canvas], Iterator[tuple[str, Plane]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One way to hash a picture; `description` is what the command line and the documents say of it."""

    name: str
    description: str
    turned: tuple[Finder, ...] = ()
    upright: tuple[Finder, ...] = ()
    asks: bool = False


def _trim(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    if part := trimmed(canvas):
        yield "trim", part


def _block(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    if part := block(canvas):
        yield "block", part


def _shorter_block(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    if part := block_without_ends(canvas):
        yield "block_without_ends", part


def _edges(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    for number, part in enumerate(between_edges(canvas), 1):
        yield f"edges_{number}", part


def _cut(find: Callable[[Canvas], Iterator[tuple[str, Rectangle]]]) -> Finder:
    """Return the finder of the 64 x 64 pixels of each rectangle that *find* yields."""
    return lambda canvas: ((name, canvas.shrunk(part)) for name, part in find(canvas))


_ALL = (
    Strategy(name="plain", description="The picture alone, as everyone does it."),
    Strategy(
        name="fast",
        description="To look up: eight orientations of the picture, of what its border leaves, and of what its "
        "background leaves (captions, phone screenshots, also cropped).",
        turned=(_cut(_trim), _cut(_block)),
        upright=(_cut(_shorter_block),),
        asks=True,
    ),
    Strategy(
        name="thorough",
        description="To look up: as fast, with the rectangles between long straight edges and with small rotations.",
        turned=(_cut(_trim), _cut(_block), _cut(_edges)),
        upright=(_cut(_shorter_block), tilts),
        asks=True,
    ),
    Strategy(
        name="views",
        description="To submit: the picture and its crops (six of the centre, 24 of the sides, the square).",
        upright=(_cut(parts.centres), _cut(parts.sides), _cut(parts.square)),
    ),
)

STRATEGIES: Mapping[str, Strategy] = MappingProxyType({strategy.name: strategy for strategy in _ALL})
