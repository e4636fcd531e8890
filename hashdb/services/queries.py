"""From an upload as a platform sends it to the query that is searched, for lookups of any size."""

from collections.abc import Sequence
from dataclasses import dataclass

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services.matching import Query
from hashdb.signals import ORIENTATIONS, SIGNAL_TYPES, Distance, View, parse_value, parse_views


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload as it was sent; the values are not parsed before `parse_queries`."""

    signal_type: str
    signal_value: str
    quality: int | None
    views: Sequence[View]


def parse_queries(uploads: Sequence[Upload], all_orientations: Sequence[Sequence[str]] | None) -> list[Query]:
    """Return a query for each of the `signals` of a body, or raise InvalidInputError that tells of all that are wrong.

    *all_orientations* are those of each upload, in the same order; None means that nobody gave any.
    """
    turned = all_orientations or [()] * len(uploads)
    if len(turned) != len(uploads):
        raise InvalidInputError(FieldProblem("all_orientations", "must have one list for each signal"))
    problems: list[FieldProblem] = []
    queries = []
    for place, (upload, orientations) in enumerate(zip(uploads, turned, strict=True)):
        try:
            queries.append(_query(upload, orientations, place))
        except InvalidInputError as error:
            problems += error.problems
    if problems:
        raise InvalidInputError(*problems)
    return queries


def parse_query(
    signal_type: str,
    signal_value: str,
    quality: int | None = None,
    *,
    orientations: Sequence[str] = (),
    views: Sequence[View] = (),
    field: str = "",
    turned_field: str = "all_orientations",
) -> Query:
    """Return the query, or raise InvalidInputError.

    *field* stands before the names of the upload's fields (`signals[3].`), *turned_field* is that of the orientations.
    """
    value = parse_value(signal_type, signal_value, f"{field}signal_value")
    if orientations:
        _require_all(signal_type, orientations, turned_field)
    turned = [parse_value(signal_type, text, f"{turned_field}[{number}]") for number, text in enumerate(orientations)]
    parsed = parse_views(signal_type, views, f"{field}views", are_asked=True)
    return Query(signal_type=signal_type, values=(value, *turned), quality=quality, views=parsed)


def _query(upload: Upload, orientations: Sequence[str], place: int) -> Query:
    return parse_query(
        upload.signal_type,
        upload.signal_value,
        upload.quality,
        orientations=orientations,
        views=upload.views,
        field=f"signals[{place}].",
        turned_field=f"all_orientations[{place}]",
    )


def _require_all(signal_type: str, orientations: Sequence[str], field: str) -> None:
    if len(orientations) != len(ORIENTATIONS) or SIGNAL_TYPES[signal_type].distance is not Distance.HAMMING:
        rule = f"must hold {len(ORIENTATIONS)} values, of a picture's type with a distance"
        raise InvalidInputError(FieldProblem(field, rule))
