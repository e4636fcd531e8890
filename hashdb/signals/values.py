"""From the text of a value to its bytes.

Only hexadecimal digits of the exact number are a value; upper case is accepted. Parsing is by pattern because
`int(text, 16)` and `bytes.fromhex` accept prefixes, signs, underscores and spaces.
"""

import re

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.signals.registry import SIGNAL_TYPES, SignalType, signal_type_named

_PATTERNS = {kind.name: re.compile(f"[0-9a-fA-F]{{{kind.hex_digits}}}").fullmatch for kind in SIGNAL_TYPES.values()}


def parse_value(signal_type: str, text: str, field: str = "signal_value") -> bytes:
    """Return the value's bytes, in the order printed, or raise InvalidInputError that names *field*.

    An unknown type is told of the field beside it: `signals[3].signal_value` becomes `signals[3].signal_type`.
    """
    matches = _PATTERNS.get(signal_type)
    if matches is not None and matches(text):
        return bytes.fromhex(text)
    kind = signal_type_named(signal_type, field.removesuffix("signal_value") + "signal_type")
    raise InvalidInputError(FieldProblem(field, _broken_rule(kind, text)))


def _broken_rule(kind: SignalType, text: str) -> str:
    """Say what is wrong with *text* without repeating it: it may be anything."""
    wanted = f"must be exactly {kind.hex_digits} hexadecimal digits ({kind.name})"
    if text[:2] in ("0x", "0X"):
        return f"{wanted}, without the prefix 0x"
    if any(character.isspace() for character in text):
        return f"{wanted}, without spaces or line ends"
    if re.fullmatch("[0-9a-fA-F]*", text):
        return f"{wanted}; this has {len(text)}"
    return f"{wanted}; this has other characters"
