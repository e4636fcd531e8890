"""The refusals that only HTTP knows; everything else is in `hashdb.errors`.

Werkzeug raises its own exceptions for unknown URLs and the like; `OF_STATUS` says which of these classes stands for
each of them in a problem document. The table of statuses is in `api.errors`.
"""

from hashdb.errors import ConflictError, HashdbError


class BadRequestError(HashdbError):
    """The request cannot be understood as HTTP, or as JSON that makes sense here."""

    slug = "bad-request"
    title = "The request cannot be understood"


class MalformedJsonError(BadRequestError):
    """The body is not JSON; `detail` says where it stops being so."""

    slug = "malformed-json"
    title = "The body is not JSON"


class MethodNotAllowedError(HashdbError):
    """The URL exists, but not with this method; the header `Allow` lists those it has."""

    slug = "method-not-allowed"
    title = "This URL does not have that method"


class LengthRequiredError(HashdbError):
    """A body was sent without `Content-Length`; it is asked for so that nothing is read in vain."""

    slug = "length-required"
    title = "The header Content-Length is needed"


class BodyTooLargeError(HashdbError):
    """The body is larger than this URL reads; send several smaller ones."""

    slug = "body-too-large"
    title = "The body is too large"


class RangeError(HashdbError):
    """The file ends before the range begins that the header asks for."""

    slug = "range-not-satisfiable"
    title = "There is no such part of the file"


class UnsupportedMediaTypeError(HashdbError):
    """The body is of a type, or compressed in a way, that this URL does not read; most want `application/json`."""

    slug = "unsupported-media-type"
    title = "The body is of a type that is not read here"


class InternalError(HashdbError):
    """A fault of ours. It has been logged with the request id; quote that when you report it."""

    slug = "internal-error"
    title = "Something went wrong on our side"


class SessionNeededError(HashdbError):
    """Nobody is signed in, or the session has ended; what was written is kept and shown again after signing in."""

    slug = "session-needed"
    title = "Sign in to go on"


class ForeignFormError(HashdbError):
    """The form was not made for this session, or was sent from another site; nothing was done."""

    slug = "foreign-form"
    title = "This form is not one of ours"


class FormSentError(ConflictError):
    """The same form was sent before with other words; see what became of those before you send these."""

    slug = "form-sent"
    title = "This form was sent before"
