"""A line of a match job: one query as `/v1/match` takes it, under a name of the member's own."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import orjson
from pydantic import Field, ValidationError

from api import reading
from api.v1.matching import QueryBody
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services.job_lines import Line
from hashdb.services.queries import parse_query

LONGEST_REF = 200


class JobLine(QueryBody):
    """One query, with its orientations and views if there are any; `ref` comes back in its result."""

    ref: Annotated[str, Field(max_length=LONGEST_REF, examples=["upload-17"])] | None = None
    all_orientations: list[str] | None = None


def parsed(lines: Iterable[tuple[int, bytes]]) -> Iterator[Line]:
    """Yield each line as its query or its problem, blank ones as neither."""
    return (_line(number, text) for number, text in lines)


def _line(number: int, text: bytes) -> Line:
    if not text.strip():
        return Line(number=number)
    try:
        return _query(number, JobLine.model_validate_json(text))
    except ValidationError as error:
        return Line(number=number, ref=_ref_in(text), problem=_problem(error))


def _query(number: int, body: JobLine) -> Line:
    try:
        query = parse_query(
            body.signal_type,
            body.signal_value,
            body.quality,
            orientations=body.all_orientations or (),
            views=[view.view() for view in body.views],
        )
    except InvalidInputError as error:
        return Line(number=number, ref=body.ref, problem=error.problems[0])
    return Line(number=number, ref=body.ref, query=query)


def _problem(error: ValidationError) -> FieldProblem:
    refusal = reading.refusal(error)
    if isinstance(refusal, InvalidInputError):
        return refusal.problems[0]
    return FieldProblem("line", f"must be JSON: {refusal}")


def _ref_in(text: bytes) -> str | None:
    """Return the name of a line that breaks some rule, if there is one to be read."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    ref = found.get("ref") if isinstance(found, dict) else None
    return ref if isinstance(ref, str) and len(ref) <= LONGEST_REF else None
