"""The lines of a match job as they are kept: queries until they are answered, then what was found for each.

Of a hit only the signal's id, the distance, the names of both codes and shares are kept, with what it was good for when
it was found. All else is read from the signal's record when the results are read, so what was withdrawn meanwhile is
not told. Each form is a JSON list, as short as possible, because Redis keeps a million of them for some jobs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hashdb.errors import FieldProblem
from hashdb.records.match import Shares
from hashdb.services.matching import Hit, Query, UseMode
from hashdb.signals import View

# The nearest signals that are kept for one query; how many more there were is told.
MOST_HITS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an upload: a query, or the problem that it has; `ref` is the member's own name for it."""

    number: int
    ref: str | None = None
    query: Query | None = None
    problem: FieldProblem | None = None

    def is_blank(self) -> bool:
        """Whether there is nothing on the line."""
        return self.query is None and self.problem is None

    def cost(self) -> int:
        """Return how many hashes were sent; a line that is none counts as one."""
        return 1 if self.query is None else self.query.cost()


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A signal that was found; `row` is where its codes began then."""

    signal_id: str
    row: int | None
    distance: int
    view: str
    query_view: str
    use_mode: UseMode
    shares: Shares | None = None
    is_match: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a line: the nearest signals and how many more there were, or its problem."""

    number: int
    ref: str | None = None
    near: tuple[Near, ...] = ()
    omitted: int = 0
    problem: FieldProblem | None = None


def asked_row(line: Line) -> list[Any]:
    """Return a line as it is kept until it is answered."""
    problem = line.problem and [line.problem.field, line.problem.rule]
    return [line.number, line.ref, problem, line.query and _packed(line.query)]


def line_of(row: Sequence[Any]) -> Line:
    """Return the line that was kept."""
    number, ref, problem, query = row
    return Line(number=number, ref=ref, problem=problem and FieldProblem(*problem), query=query and _unpacked(*query))


def answered_row(line: Line, hits: Sequence[Hit]) -> list[Any]:
    """Return what became of a line as it is kept from then on."""
    problem = line.problem and [line.problem.field, line.problem.rule]
    near = [_kept(hit) for hit in hits[:MOST_HITS]]
    return [line.number, line.ref, problem, near, max(0, len(hits) - MOST_HITS)]


def answer_of(row: Sequence[Any]) -> Answered:
    """Return what became of the line that was kept."""
    number, ref, problem, near, omitted = row
    return Answered(
        number=number,
        ref=ref,
        problem=problem and FieldProblem(*problem),
        near=tuple(_near(*each) for each in near),
        omitted=omitted,
    )


def _kept(hit: Hit) -> list[Any]:
    """Return a hit as it is kept; what only few have, shares and being no match, stands at its end."""
    usual = [hit.signal.id, hit.signal.row, hit.distance, hit.view, hit.query_view, hit.use_mode]
    if hit.is_match and hit.shares is None:
        return usual
    return [*usual, hit.is_match, *([] if hit.shares is None else [hit.shares.query, hit.shares.signal])]


def _near(
    signal_id: str,
    row: int | None,
    distance: int,
    view: str,
    query_view: str,
    use_mode: str,
    is_match: bool = True,  # noqa: FBT001, FBT002 - a cell of the row
    *shares: float,
) -> Near:
    return Near(
        is_match=is_match,
        shares=Shares(query=shares[0], signal=shares[1]) if shares else None,
        signal_id=signal_id,
        row=row,
        distance=distance,
        view=view,
        query_view=query_view,
        use_mode=UseMode(use_mode),
    )


def _packed(query: Query) -> list[Any]:
    values = [value.hex() for value in query.values]
    return [
        query.signal_type,
        values,
        query.quality,
        [[each.name, each.signal_value, each.quality] for each in query.views],
    ]


def _unpacked(signal_type: str, values: list[str], quality: int | None, views: list[list[Any]]) -> Query:
    return Query(
        signal_type=signal_type,
        values=tuple(bytes.fromhex(value) for value in values),
        quality=quality,
        views=tuple(View(name=name, signal_value=value, quality=own) for name, value, own in views),
    )
