"""Views: fingerprints of parts of a picture, such as its centre or its left side, beside that of the whole.

A crop of a picture is found by the view that shows the same part. What a view shows is known to whoever made it; to
all others it is a name. `picture` is the name of the whole, `orientation_0` to `orientation_7` are its turns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.signals.registry import Distance, signal_type_named
from hashdb.signals.values import parse_value

PICTURE = "picture"
ORIENTATIONS = tuple(f"orientation_{turn}" for turn in range(8))
# What a signal may carry, and an upload that is looked up.
MOST_VIEWS = 32
MOST_VIEWS_ASKED = 128

_is_name = re.compile("[a-z0-9_]{1,32}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The fingerprint of one part of a picture, of the same type as the whole's; `quality` is the part's own."""

    name: str
    signal_value: str
    quality: int | None = None


def parse_views(
    signal_type: str, views: Sequence[View], field: str = "views", *, most: int = MOST_VIEWS
) -> tuple[View, ...]:
    """Return the views with their values as they are stored, or raise InvalidInputError that names what is wrong."""
    if not views:
        return ()
    if signal_type_named(signal_type).distance is not Distance.HAMMING:
        raise InvalidInputError(FieldProblem(field, f"there are none of {signal_type}: it has no distance"))
    if len(views) > most:
        raise InvalidInputError(FieldProblem(field, f"may be at most {most}"))
    taken = {PICTURE, *ORIENTATIONS}
    parsed = []
    for place, view in enumerate(views):
        _require_name(view.name, taken, f"{field}[{place}].name")
        taken.add(view.name)
        value = parse_value(signal_type, view.signal_value, f"{field}[{place}].signal_value")
        parsed.append(replace(view, signal_value=value.hex()))
    return tuple(parsed)


def _require_name(name: str, taken: set[str], field: str) -> None:
    if not _is_name(name):
        raise InvalidInputError(FieldProblem(field, "must be 1 to 32 of a-z, 0-9 and _"))
    if name in taken:
        raise InvalidInputError(FieldProblem(field, "is the name of another view, or of the picture itself"))
