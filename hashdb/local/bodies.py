"""The signals that programs of this machine ask the agent about: the same JSON as that of /v1/match."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hashdb.errors import FieldProblem, InvalidInputError, field_name
from hashdb.services.matching import Query
from hashdb.services.queries import Upload, parse_queries
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

    def upload(self) -> Upload:
        """Return the upload as the services take it."""
        views = [view.view() for view in self.views]
        return Upload(signal_type=self.signal_type, signal_value=self.signal_value, quality=self.quality, views=views)


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
        raise InvalidInputError(*(FieldProblem(field_name(each["loc"]), each["msg"]) for each in problems)) from None
    return parse_queries([each.upload() for each in body.signals], body.all_orientations), body.radius
