"""What requests carry: signals as the API takes them, in batches that fit, or all of them as one stream of lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import orjson

from hashdb.client.answers import Record
from hashdb.signals import SIGNAL_TYPES

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal
    from hashdb.signals import View

BATCH = 1_000
# A view takes some 130 bytes of JSON, and a body may have 2 MiB.
MOST_CODES = 8_000
_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_Sent = TypeVar("_Sent")


def value_of(signal: "HashedSignal") -> Record:
    """Return a signal as every request names it."""
    value: Record = {"signal_type": signal.signal_type, **_code_of(signal)}
    if signal.views:
        value["views"] = [{"name": view.name, **_code_of(view)} for view in signal.views]
    return value


def stored_value_of(signal: "HashedSignal") -> Record:
    """Return a signal as it is submitted: the parts of one that was hashed to be looked up are not to be stored."""
    return value_of(replace(signal, views=()) if signal.orientations else signal)


def query_of(signal: "HashedSignal") -> Record:
    """Return a signal as a line of a match job looks it up: with its orientations."""
    turned = {"all_orientations": list(signal.orientations)} if signal.orientations else {}
    return {**value_of(signal), **turned}


def lookup(signals: Sequence["HashedSignal"], radius: int | None) -> Record:
    """Return the body that looks up a batch of signals with their orientations."""
    body: Record = {"signals": [value_of(signal) for signal in signals]}
    if any(signal.orientations for signal in signals):
        body["all_orientations"] = [list(signal.orientations) for signal in signals]
    return body if radius is None else {**body, "radius": radius}


def radius_for(signal_type: str, radius: int | None) -> int | None:
    """Return the radius to ask for: None for a type that it is too large for; exact types know none."""
    kind = SIGNAL_TYPES.get(signal_type)
    too_large = radius is not None and kind is not None and kind.has_rows and radius > kind.largest_radius
    return None if too_large else radius


def codes_of(signal: "HashedSignal") -> int:
    """Return how many codes a lookup of the signal has."""
    return 1 + len(signal.orientations) + len(signal.views)


def codes_sent(entry: Mapping[str, Any]) -> int:
    """Return how many codes an entry of a body has."""
    return 1 + len(entry.get("views", ()))


def _code_of(code: "HashedSignal | View") -> Record:
    value = {"signal_value": code.signal_value}
    return value if code.quality is None else {**value, "quality": code.quality}


def batches(entries: Iterable[_Sent], codes_in: Callable[[_Sent], int]) -> Iterator[list[_Sent]]:
    """Yield batches of as many entries as a request may have, and of no more codes than its body may hold."""
    batch: list[_Sent] = []
    codes = 0
    for entry in entries:
        size = codes_in(entry)
        if batch and (len(batch) == BATCH or codes + size > MOST_CODES):
            yield batch
            batch, codes = [], 0
        batch.append(entry)
        codes += size
    if batch:
        yield batch


class Lines:
    """Documents, one a line (NDJSON), in a temporary file if there are many: so they can be sent more than once.

    `length` is that in bytes. Use it in a `with` block.
    """

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the `with` block of this
        for each in documents:
            self._file.write(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE))
        self.length = self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes from the first on."""
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk
