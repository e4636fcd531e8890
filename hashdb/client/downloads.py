"""Long answers that have a document on each line, read as they come; what breaks off is gone on with."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import orjson

from hashdb.client.patience import Patience, asked_pause, is_temporary
from hashdb.client.problems import ApiError
from hashdb.client.steps import Listen, Pause, Read, Step, Tell, Walk, get
from hashdb.errors import UnavailableError


@dataclass(slots=True)
class _Place:
    """The last line that was told, and the pauses that may still be made before one more is."""

    after: int
    pauses: list[float]


def lines(path: str, patience: Patience, *, after: int, **params: str | int | None) -> Walk[Any]:
    """Tell the documents behind line *after*, each numbered by its `line`."""
    place = _Place(after, patience.pauses())
    while True:
        try:
            yield from _listen(path, place, patience, **params)
        except (ApiError, UnavailableError) as error:
            if not place.pauses or not is_temporary(error):
                raise
            wait = max(place.pauses.pop(0), asked_pause(error))
        else:
            return
        yield Pause(wait)


def _listen(
    path: str, place: _Place, patience: Patience, **params: str | int | None
) -> Generator[Step | Tell[Any], Any, None]:
    chunks = yield Listen(get(path, after=place.after, **params))
    rest = b""
    while (chunk := (yield Read(chunks))) is not None:
        # Only a line feed ends a line, whatever else text knows as such.
        *whole, rest = (rest + chunk).split(b"\n")
        for document in map(orjson.loads, whole):
            if "line" not in document:
                raise UnavailableError(document["problem"]["rule"])
            yield Tell((document,))
            place.after, place.pauses = document["line"], patience.pauses()
    if rest:
        raise UnavailableError("the answer broke off within a line")
