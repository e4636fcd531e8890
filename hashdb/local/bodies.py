"""The signals that programs of this machine ask the agent about: the same JSON as that of /v1/match."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services.matching import Query
from hashdb.services.queries import parse_query
from hashdb.signals import View

_MOST_SIGNALS = 1_000
_MOST_PROBLEMS = 50


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _View(_Strict):
    name: str
    signal_value: str
    quality: int | None = Field(default=None, ge=0, le=100)

    def view(self) -> View:
        """Return the view as the services take it."""
        return View(name=self.name, signal_value=self.signal_value, quality=self.quality)


class _Signal(_Strict):
    signal_type: str
    signal_value: str
    quality: int | None = Field(default=None, ge=0, le=100)
    views: list[_View] = []


class _Body(_Strict):
    signals: list[_Signal] = Field(min_length=1, max_length=_MOST_SIGNALS)
    radius: int | None = None
    all_orientations: list[list[str]] | None = None


def queries_of(raw: bytes) -> tuple[list[Query], int | None]:
    """Return the queries and the radius of a body, or raise InvalidInputError."""
    try:
        body = _Body.model_validate_json(raw)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)[:_MOST_PROBLEMS]
        raise InvalidInputError(*(FieldProblem(_name(each["loc"]), each["msg"]) for each in problems)) from None
    turned = body.all_orientations or [[]] * len(body.signals)
    if len(turned) != len(body.signals):
        raise InvalidInputError(FieldProblem("all_orientations", "must have one list for each signal"))
    return [_query(each, turned[place], place) for place, each in enumerate(body.signals)], body.radius


def _query(each: _Signal, turned: list[str], place: int) -> Query:
    return parse_query(
        each.signal_type,
        each.signal_value,
        each.quality,
        orientations=turned,
        views=[view.view() for view in each.views],
        field=f"signals[{place}].",
        turned_field=f"all_orientations[{place}]",
    )


def _name(location: tuple[int | str, ...]) -> str:
    """Return `signals[3].signal_value` for `("signals", 3, "signal_value")`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".") or "body"
