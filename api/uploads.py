"""A file as a request's body: of one of the types that a view takes, whole, and not longer than it reads."""

from collections.abc import Sequence

from api.context import request
from api.refusals import BadRequestError, BodyTooLargeError, UnsupportedMediaTypeError


def upload(most: int, types: Sequence[str]) -> bytes:
    """Return the body of a view that reads it as a stream; raises for more than *most* bytes, or another type."""
    asked = request()
    if asked.mimetype not in types:
        raise UnsupportedMediaTypeError(f"send the body as Content-Type: {types[0]}")
    if (asked.content_length or 0) > most:
        raise BodyTooLargeError(f"the body may have {most} bytes")
    sent = asked.stream.read(most + 1)
    if len(sent) > most:
        raise BodyTooLargeError(f"the body may have {most} bytes")
    if asked.content_length is not None and len(sent) != asked.content_length:
        raise BadRequestError("the body is shorter than its Content-Length")
    return sent
