"""The perceptual hashes of one picture, by one strategy.

The only place that knows both what is cut out of a picture and how it is hashed. It decodes nothing.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.hashing.canvas import Canvas
from hashdb.hashing.pdq import Plane, luma, qualities, transformed, turned, values
from hashdb.hashing.perceptual import ALGORITHMS, perceptual
from hashdb.hashing.pixels import PROPORTION, SIDE, normalised
from hashdb.hashing.signal import MINIMUM_QUALITY, HashedSignal
from hashdb.hashing.strategies import STRATEGIES, Strategy
from hashdb.signals import ORIENTATIONS, View, degenerate


def fingerprints(picture: Image.Image, names: Sequence[str], strategy: str = "fast") -> list[HashedSignal]:
    """Return a signal for each of *names* ("pdq" and ALGORITHMS) in their order; others are left out.

    *picture* is decoded already: as `open_picture` returns it, or any other, which is then brought to that size.
    Only PDQ has orientations and views. Raises InvalidInputError for a strategy that is none of STRATEGIES.
    """
    way = _named(strategy)
    if picture.size != (SIDE, SIDE):
        picture = normalised(picture)
    canvas = Canvas(luma(np.asarray(picture)), picture.info.get(PROPORTION, 1.0))
    main = _pdq(canvas, way)
    signals = {"pdq": main} | {name: _other(picture, name, main) for name in names if name in ALGORITHMS}
    return [signals[name] for name in names if name in signals]


def _named(strategy: str) -> Strategy:
    try:
        return STRATEGIES[strategy]
    except KeyError:
        raise InvalidInputError(FieldProblem("strategy", f"must be one of {', '.join(STRATEGIES)}")) from None


def _other(picture: Image.Image, name: str, main: HashedSignal) -> HashedSignal:
    value = perceptual(picture, name).hex()
    return HashedSignal(signal_type=name, signal_value=value, content_type="image", quality=main.quality)


def _pdq(canvas: Canvas, way: Strategy) -> HashedSignal:
    whole = canvas.shrunk(canvas.whole)
    turns = values(turned(transformed(whole)))
    return HashedSignal(
        signal_type="pdq",
        signal_value=turns[0].hex(),
        content_type="image",
        quality=qualities(whole[None])[0],
        orientations=tuple(turn.hex() for turn in turns) if way.asks else (),
        views=tuple(_views(canvas, way)),
    )


def _views(canvas: Canvas, way: Strategy) -> Iterator[View]:
    found = [(name, small, True) for find in way.turned for name, small in find(canvas)]
    found += [(name, small, False) for find in way.upright for name, small in find(canvas)]
    if not found:
        return
    smalls = np.stack([small for _, small, _ in found])
    blocks = transformed(smalls)
    for (name, _, in_all_turns), block, quality in zip(found, blocks, qualities(smalls), strict=True):
        if quality >= MINIMUM_QUALITY:
            yield from _turns(name, turned(block) if in_all_turns else block[None], quality)


def _turns(name: str, blocks: Plane, quality: int) -> Iterator[View]:
    """Yield the part as it is and, of a part that is hashed in all orientations, its seven turns."""
    for turn, value in zip(ORIENTATIONS, values(blocks), strict=False):
        if degenerate("pdq", value) is None:
            own = name if turn == ORIENTATIONS[0] else f"{name}_{turn}"
            yield View(name=own, signal_value=value.hex(), quality=quality)
