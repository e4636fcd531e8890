"""Views: fingerprints of parts, beside that of the whole: of a picture its centre or its left side, of a video a frame.

A crop of a picture is found by the view that shows the same part. What a view shows is known to whoever made it; to
all others it is a name. `picture` is the name of the whole, `orientation_0` to `orientation_7` are its turns. A video
is nothing but its frames: its own value is their digest, which tells one video from another and is never compared.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.signals.registry import Distance, SignalType, signal_type_named
from hashdb.signals.values import parse_value

PICTURE = "picture"
ORIENTATIONS = tuple(f"orientation_{turn}" for turn in range(8))

_is_name = re.compile("[a-z0-9_]{1,32}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The fingerprint of one part, of the `view_type` of the whole's type; `quality` is the part's own."""

    name: str
    signal_value: str
    quality: int | None = None


def parse_views(
    signal_type: str, views: Sequence[View], field: str = "views", *, are_asked: bool = False
) -> tuple[View, ...]:
    """Return the views with their values as they are stored, or raise InvalidInputError that names what is wrong.

    A lookup (*are_asked*) may bring more of them than a signal.
    """
    kind = signal_type_named(signal_type)
    _require_number(kind, len(views), kind.most_views_asked if are_asked else kind.most_views, field)
    taken = {PICTURE, *ORIENTATIONS}
    parsed = []
    for place, view in enumerate(views):
        _require_name(view.name, taken, f"{field}[{place}].name")
        taken.add(view.name)
        value = parse_value(kind.view_type or kind.name, view.signal_value, f"{field}[{place}].signal_value")
        parsed.append(replace(view, signal_value=value.hex()))
    return tuple(parsed)


def video_value(frames: Iterable[View]) -> str:
    """Return the value of a video of these frames: the SHA-256 over the bytes of all of them, in their order."""
    return hashlib.sha256(b"".join(bytes.fromhex(frame.signal_value) for frame in frames)).hexdigest()


def _require_number(kind: SignalType, count: int, most: int, field: str) -> None:
    if count and not kind.view_type:
        raise InvalidInputError(FieldProblem(field, f"there are none of {kind.name}: nothing of it has views"))
    if count > most:
        raise InvalidInputError(FieldProblem(field, f"may be at most {most} of {kind.name}"))
    if kind.distance is Distance.FRAMES and not count:
        raise InvalidInputError(FieldProblem(field, f"must hold the frames: a {kind.name} is compared by them alone"))


def _require_name(name: str, taken: set[str], field: str) -> None:
    if not _is_name(name):
        raise InvalidInputError(FieldProblem(field, "must be 1 to 32 of a-z, 0-9 and _"))
    if name in taken:
        raise InvalidInputError(FieldProblem(field, "is the name of another view, or of the picture itself"))
