"""From a refusal to an answer: the one place that knows which refusal has which HTTP status.

Every refusal leaves as a problem document (RFC 9457) with a stable slug. A 5xx says nothing about us but the request
id under which the log has the rest. Headers that belong to a refusal (Allow, Retry-After, WWW-Authenticate) are kept.
"""

from http import HTTPStatus as Http

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from api import pages, refusals, tracing
from api.answers import PROBLEM_JSON
from api.console import refused
from api.context import call, request, request_id
from hashdb import errors

STORE_RETRY_SECONDS = 2
# A request that died holds its Idempotency-Key for half a minute.
IN_PROGRESS_RETRY_SECONDS = 8

# A class without a line of its own has the status of its nearest parent that has one.
STATUS: dict[type[errors.HashdbError], Http] = {
    errors.InvalidInputError: Http.UNPROCESSABLE_ENTITY,
    errors.RadiusError: Http.UNPROCESSABLE_ENTITY,
    errors.UnreadableFileError: Http.UNPROCESSABLE_ENTITY,
    errors.UnauthenticatedError: Http.UNAUTHORIZED,
    errors.SignInRefusedError: Http.UNAUTHORIZED,
    errors.ForbiddenError: Http.FORBIDDEN,
    errors.NotFoundError: Http.NOT_FOUND,
    errors.ConflictError: Http.CONFLICT,
    # draft-ietf-httpapi-idempotency-key-header, section 2.7
    errors.IdempotencyKeyReusedError: Http.UNPROCESSABLE_ENTITY,
    errors.RequestInProgressError: Http.CONFLICT,
    errors.RateLimitedError: Http.TOO_MANY_REQUESTS,
    errors.UnavailableError: Http.SERVICE_UNAVAILABLE,
    errors.ReadOnlyError: Http.SERVICE_UNAVAILABLE,
    errors.ImportRefusedError: Http.CONFLICT,
    errors.HashdbError: Http.INTERNAL_SERVER_ERROR,
    refusals.BadRequestError: Http.BAD_REQUEST,
    refusals.MethodNotAllowedError: Http.METHOD_NOT_ALLOWED,
    refusals.LengthRequiredError: Http.LENGTH_REQUIRED,
    refusals.BodyTooLargeError: Http.REQUEST_ENTITY_TOO_LARGE,
    refusals.RangeError: Http.REQUESTED_RANGE_NOT_SATISFIABLE,
    refusals.UnsupportedMediaTypeError: Http.UNSUPPORTED_MEDIA_TYPE,
    refusals.SessionNeededError: Http.UNAUTHORIZED,
    refusals.ForeignFormError: Http.FORBIDDEN,
}

# What stands for an exception that Werkzeug raises; any other 4xx is a bad request, any other 5xx internal.
OF_WERKZEUG: dict[int, tuple[type[errors.HashdbError], str]] = {
    404: (errors.NotFoundError, "there is nothing at this address"),
    405: (refusals.MethodNotAllowedError, "the header Allow lists the methods of this address"),
    411: (refusals.LengthRequiredError, "send the body with Content-Length"),
    413: (refusals.BodyTooLargeError, "the body is larger than what is read here"),
    416: (refusals.RangeError, "the header Content-Range tells how long the file is"),
    415: (refusals.UnsupportedMediaTypeError, "send the body as Content-Type: application/json"),
}


def status_of(error: type[errors.HashdbError]) -> Http:
    """Return the HTTP status of a refusal."""
    return next(STATUS[each] for each in error.__mro__ if each in STATUS)


def _document(error: errors.HashdbError, status: Http) -> dict[str, object]:
    document: dict[str, object] = {
        "type": f"/problems/{error.slug}",
        "title": error.title,
        "status": status.value,
        "detail": str(error),
        "instance": request().path,
        "request_id": request_id(),
    }
    if isinstance(error, errors.InvalidInputError):
        count = len(error.problems)
        document["detail"] = f"{count} field{'s' * (count != 1)} of the request broke a rule; nothing was changed"
        document["errors"] = [{"field": each.field, "rule": each.rule} for each in error.problems]
    return document


def _headers(error: errors.HashdbError) -> dict[str, str]:
    match error:
        case errors.UnauthenticatedError():
            return {"WWW-Authenticate": 'Bearer realm="hashdb"'}
        case errors.RateLimitedError():
            return {"Retry-After": str(error.retry_after)}
        case errors.UnavailableError():
            return {"Retry-After": str(STORE_RETRY_SECONDS)}
        case errors.RequestInProgressError():
            return {"Retry-After": str(IN_PROGRESS_RETRY_SECONDS)}
    return {}


def answer(error: errors.HashdbError) -> Response:
    """Return the problem document of *error*, and note the error for whoever decides what to do with the answer."""
    call().refusal = error
    status = status_of(type(error))
    if status == Http.INTERNAL_SERVER_ERROR:  # the message is for the log, never for the caller
        error = refusals.InternalError("the fault has been logged under this request id")
    if call().is_console:
        return refused.answer(error, _document(error, status), status, _headers(error))
    if call().is_page:
        return pages.problem(_document(error, status), status, _headers(error))
    return Response(orjson.dumps(_document(error, status)), status, _headers(error), PROBLEM_JSON)


def _answer_refusal(error: errors.HashdbError) -> Response:
    if status_of(type(error)) == Http.INTERNAL_SERVER_ERROR:
        tracing.log_fault(type(error), error.__traceback__)
    return answer(error)


def _answer_werkzeug(error: HTTPException) -> Response | HTTPException:
    code = error.code or Http.INTERNAL_SERVER_ERROR.value
    if code < Http.BAD_REQUEST:  # a redirect is no refusal
        return error
    fallback = refusals.BadRequestError if code < Http.INTERNAL_SERVER_ERROR else refusals.InternalError
    refusal, detail = OF_WERKZEUG.get(code, (fallback, "the request is not valid HTTP"))
    response = answer(refusal(detail))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Answer every refusal, ours and Werkzeug's, with a problem document."""
    app.register_error_handler(errors.HashdbError, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_werkzeug)
