"""A proof as it is climbed: the entry at the foot, at each step the hash from the proof beside it, the root on top."""

from dataclasses import dataclass

from hashdb.services.evidence import Join, Proof

WIDTH = 640
_MIDDLE, _LEFT, _RIGHT = 320, 108, 532
_STEP = 56
_EDGE = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """A hash where it is drawn; `join` is the step for which it came from the proof, None on the way itself."""

    x: int
    y: int
    digest: bytes
    join: Join | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """The drawing: lines from x, y to the middle of the next step, and the knots above them."""

    height: int
    lines: tuple[tuple[int, int, int, int], ...]
    knots: tuple[Knot, ...]


def climb(proof: Proof) -> Climb:
    """Return where everything stands, from the foot upwards."""
    foot = 2 * _EDGE + _STEP * len(proof.joins)
    made = (proof.leaf, *(each.made for each in proof.joins))
    way = [Knot(x=_MIDDLE, y=foot - _EDGE - _STEP * place, digest=digest) for place, digest in enumerate(made)]
    beside = [
        Knot(x=_LEFT if join.from_the_left else _RIGHT, y=knot.y, digest=_sibling(join), join=join)
        for join, knot in zip(proof.joins, way, strict=False)
    ]
    lines = [(knot.x, knot.y, _MIDDLE, knot.y - _STEP) for knot in (*way[:-1], *beside)]
    return Climb(height=foot, lines=tuple(lines), knots=(*way, *beside))


def _sibling(join: Join) -> bytes:
    return join.left if join.from_the_left else join.right
