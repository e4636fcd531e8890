"""NDJSON, a JSON document a line: bodies read and answers written line by line, whatever their length.

Neither is ever in memory as a whole. A body that breaks off is told from one that ends: by its Content-Length, or, when
it is sent in chunks, by the line feed at the end of its last line. An answer that breaks off says so in its last line.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import orjson
from flask import Response

from api.answers import Document, encoded
from api.context import request
from api.refusals import BadRequestError, UnsupportedMediaTypeError
from hashdb import logs
from hashdb.errors import FieldProblem, HashdbError, InvalidInputError

NDJSON = "application/x-ndjson"
# A video of an hour: 3,600 frames.
LONGEST_LINE = 512 * 1024
_CHUNK = 64 * 1024
_BROKEN_OFF = {"problem": {"field": "results", "rule": "break off here; ask again with ?after= and the last line"}}

_log = logs.get_logger(__name__)


class Lines:
    """The lines of the request's body, which can be read once; `digest` is then that of all bytes."""

    def __init__(self) -> None:
        asked = request()
        if asked.mimetype != NDJSON:
            raise UnsupportedMediaTypeError(f"send the body as Content-Type: {NDJSON}")
        self._stream = asked.stream
        self._length = asked.content_length
        self._digest = sha256()
        self._read = 0

    def digest(self) -> str:
        """Return the digest of what was read."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line with its number, from 1 on; raises InvalidInputError for one that is too long."""
        number, rest = 0, b""
        while chunk := self._stream.read(_CHUNK):
            self._digest.update(chunk)
            self._read += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                number += 1
                yield number, _bounded(line, number)
            _bounded(rest, number + 1)
        self._require_whole(rest)
        if rest:
            yield number + 1, rest

    def _require_whole(self, rest: bytes) -> None:
        if self._length is None and rest:
            rule = "must end with a line feed when it is sent without Content-Length, to be known as whole"
            raise InvalidInputError(FieldProblem("body", rule))
        if self._length is not None and self._read != self._length:
            raise BadRequestError("the body is shorter than its Content-Length")


def _bounded(line: bytes, number: int) -> bytes:
    if len(line) > LONGEST_LINE:
        raise InvalidInputError(FieldProblem(f"line {number}", f"may have {LONGEST_LINE} bytes"))
    return line


def answer(blocks: Iterable[list[Document]]) -> Response:
    """Return an answer that writes the documents as they come."""
    return Response(_written(blocks), mimetype=NDJSON)


def _written(blocks: Iterable[list[Document]]) -> Iterator[bytes]:
    try:
        for documents in blocks:
            if documents:
                yield b"".join(encoded(each, orjson.OPT_APPEND_NEWLINE) for each in documents)
    except HashdbError as error:
        _log.warning("answer_broke_off", error=error.slug)
        yield encoded(_BROKEN_OFF, orjson.OPT_APPEND_NEWLINE)
