"""A problem document (RFC 9457) of the service, as an exception."""

import contextlib
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from hashdb.errors import FieldProblem, HashdbError


class ApiError(HashdbError):
    """The service refused; `slug` is stable and meant for programs, `detail` for people, `errors` names fields.

    `retry_after` is the number of seconds that the service asks to wait, 0 when it asks for nothing.
    """

    def __init__(
        self,
        *,
        slug: str,
        title: str,
        detail: str,
        status: int,
        errors: tuple[FieldProblem, ...] = (),
        retry_after: float = 0.0,
    ) -> None:
        self.slug = slug  # type: ignore[misc]  # each answer brings its own
        self.title = title  # type: ignore[misc]
        self.detail = detail
        self.status = status
        self.errors = errors
        self.retry_after = retry_after
        fields = "".join(f"; {each.field}: {each.rule}" for each in errors)
        super().__init__(f"{title}: {detail}{fields}")


def problem_of(response: httpx.Response) -> ApiError:
    """Return the error of a response that is no success; one that is no problem document has the slug `http-STATUS`."""
    document: dict[str, Any] = {}
    with contextlib.suppress(orjson.JSONDecodeError):
        parsed = orjson.loads(response.content)
        document = parsed if isinstance(parsed, dict) and "title" in parsed else {}
    kind = str(document.get("type", ""))
    return ApiError(
        slug=kind.rpartition("/")[2] or f"http-{response.status_code}",
        title=str(document.get("title") or _phrase(response.status_code)),
        detail=str(document.get("detail", "the answer says no more")),
        status=response.status_code,
        errors=tuple(
            FieldProblem(str(each.get("field", "")), str(each.get("rule", ""))) for each in document.get("errors", ())
        ),
        retry_after=_retry_after(response),
    )


def _retry_after(response: httpx.Response) -> float:
    """Return the seconds of Retry-After, which may be a number of them or a date."""
    text = response.headers.get("Retry-After", "")
    with contextlib.suppress(ValueError):
        return max(0.0, float(text))
    with contextlib.suppress(ValueError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def _phrase(status: int) -> str:
    with contextlib.suppress(ValueError):
        return HTTPStatus(status).phrase
    return f"HTTP {status}"
