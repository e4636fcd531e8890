"""Settings of the policy as people write them: `72 h` for a duration, words separated by commas for a list."""

import re
from typing import Any

from api.language import gettext
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services import policies

_UNITS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
_PART = re.compile(r"\s*([0-9]{1,10})\s*(d|h|min|s)\s*")


def written(name: str, value: Any) -> str:  # noqa: ANN401 - settings are of several kinds
    """Return a value as `read` takes it."""
    if policies.is_duration(name):
        unit = next(unit for unit, seconds in _UNITS.items() if value % seconds == 0)
        return f"{value // _UNITS[unit]} {unit}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def hint(name: str, value: Any) -> str:  # noqa: ANN401 - the same
    """Return how a value of this setting is written."""
    if policies.is_duration(name):
        return gettext("A duration such as 30 d, 72 h, 15 min or 1 d 12 h.")
    if isinstance(value, tuple):
        return gettext("Separated by commas; empty for none.")
    return ""


def read(name: str, text: str, *, like: Any) -> Any:  # noqa: ANN401 - the same
    """Return what *text* means for a setting whose values are *like* this one."""
    if policies.is_duration(name):
        return _seconds(name, text)
    if isinstance(like, tuple):
        return [_whole_or_word(each.strip()) for each in text.split(",") if each.strip()]
    if isinstance(like, bool):
        return text == "yes"
    return _whole(name, text)


def _seconds(name: str, text: str) -> int:
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text):
        raise InvalidInputError(FieldProblem(name, "must be a duration such as 30 d, 72 h, 15 min or 1 d 12 h"))
    return sum(int(count) * _UNITS[unit] for count, unit in parts)


def _whole(name: str, text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]{1,12}\s*", text):
        raise InvalidInputError(FieldProblem(name, "must be a whole number"))
    return int(text)


def _whole_or_word(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
