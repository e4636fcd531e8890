"""What the process that decodes is asked, and what it answers: one line of JSON each.

JSON, and not pickle, because a decoder that was taken over may answer anything: an answer is data, checked here.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hashdb.errors import InvalidInputError, UnreadableFileError
from hashdb.hashing.signal import HashedSignal
from hashdb.signals import View, parse_value

# What is sent to say that work goes on.
ALIVE = b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted of a file, whose descriptor travels beside it."""

    format_name: str
    content_type: str
    types: tuple[str, ...]
    strategy: str
    keyframes: bool = False

    def line(self) -> bytes:
        """Return the request as it is sent."""
        return json.dumps(asdict(self)).encode() + b"\n"


def request(line: bytes) -> Request:
    """Return the request that was sent as *line*."""
    fields = json.loads(line)
    return Request(**fields | {"types": tuple(fields["types"])})


def answer(signals: Iterable[HashedSignal], *, last: bool) -> bytes:
    """Return the answer with *signals*; *last* if the process ends after it."""
    return json.dumps({"signals": [asdict(signal) for signal in signals], "last": last}).encode() + b"\n"


def refusal(error: UnreadableFileError, *, last: bool) -> bytes:
    """Return the answer that the file cannot be hashed."""
    return json.dumps({"error": [error.code, str(error)], "last": last}).encode() + b"\n"


def read(line: bytes) -> tuple[list[HashedSignal] | UnreadableFileError, bool]:
    """Return signals or refusal, and whether the process has ended; raise ValueError for what is no answer."""
    try:
        fields = json.loads(line)
        if "error" in fields:
            code, message = fields["error"]
            return UnreadableFileError(str(code), str(message)), bool(fields["last"])
        return [_signal(each) for each in fields["signals"]], bool(fields["last"])
    except (LookupError, TypeError, InvalidInputError) as error:
        raise ValueError("this is no answer") from error


def _signal(fields: dict[str, Any]) -> HashedSignal:
    parse_value(fields["signal_type"], fields["signal_value"])
    views = tuple(View(**view) for view in fields["views"])
    return HashedSignal(**fields | {"orientations": tuple(fields["orientations"]), "views": views})
