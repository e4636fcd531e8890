"""Long answers, read as they come: documents, one a line, or the bytes of a file. What breaks off is gone on with."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from hashdb.client.patience import Patience, asked_pause, is_temporary
from hashdb.client.problems import ApiError
from hashdb.client.steps import Listen, Pause, Read, Tell, Walk, get
from hashdb.errors import UnavailableError

_Told = TypeVar("_Told")


class _Place:
    """How far a download is, and the pauses that may still be made before it comes any further."""

    def __init__(self, after: int, patience: Patience) -> None:
        self.after = after
        self.pauses = patience.pauses()
        self._patience = patience

    def reach(self, after: int) -> None:
        """Note that all up to *after* was told."""
        self.after, self.pauses = after, self._patience.pauses()


def lines(path: str, patience: Patience, *, after: int, **params: str | int | None) -> Walk[Any]:
    """Tell the documents behind line *after*, each numbered by its `line`."""
    place = _Place(after, patience)

    def listen() -> Walk[Any]:
        chunks = yield Listen(get(path, after=place.after, **params))
        rest = b""
        while (chunk := (yield Read(chunks))) is not None:
            # Only a line feed ends a line, whatever else text knows as such.
            *whole, rest = (rest + chunk).split(b"\n")
            for document in map(orjson.loads, whole):
                if "line" not in document:
                    raise UnavailableError(document["problem"]["rule"])
                yield Tell((document,))
                place.reach(document["line"])
        if rest:
            raise UnavailableError("the answer broke off within a line")

    return _gone_on_with(place, listen)


def octets(path: str, patience: Patience, *, after: int, length: int) -> Walk[bytes]:
    """Tell the bytes behind the first *after* of a file that has *length*."""
    place = _Place(after, patience)

    def listen() -> Walk[bytes]:
        if place.after >= length:
            return
        chunks = yield Listen(get(path), first=place.after)
        while (chunk := (yield Read(chunks))) is not None:
            yield Tell((chunk,))
            place.reach(place.after + len(chunk))
        if place.after < length:
            raise UnavailableError("the answer broke off within the file")

    return _gone_on_with(place, listen)


def _gone_on_with(place: _Place, listen: Callable[[], Walk[_Told]]) -> Walk[_Told]:
    while True:
        try:
            return (yield from listen())
        except (ApiError, UnavailableError) as error:
            if not place.pauses or not is_temporary(error):
                raise
            wait = max(place.pauses.pop(0), asked_pause(error))
        yield Pause(wait)
