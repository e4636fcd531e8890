"""The base classes of everything that is read from a request.

`Body` is strict: `"3"` is no number, `"true"` no truth value, an unknown field is refused; enums, times and the like
come from JSON strings, because JSON has no other way to say them. It is validated straight from the bytes that were
received (`api.reading`). `Query` and `Path` are read from text, just as strictly: `3` is a number there, `3.0` is not.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from hashdb.addresses import LONGEST_MAILBOX, MAILBOX
from hashdb.signals import SIGNAL_TYPES, View

ULID = "[0-9A-HJKMNP-TV-Z]{26}"
PAGE = 100
LARGEST_PAGE = 1000


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def id_of(prefix: str) -> Any:  # noqa: ANN401 - what pydantic takes as a field's metadata
    """Return the rule for ids of one kind, to annotate a `str` with."""
    return Field(pattern=f"^{prefix}_{ULID}$", examples=[f"{prefix}_01JDB4V8M3Z1Q5X7T9N2R6C0KE"])


class _Inlined:
    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler.resolve_ref_schema(handler(core))


EnumT = TypeVar("EnumT", bound=StrEnum)

# An enumeration that is spelt out where it is used: several are called State, and the document has one of each name.
Inlined = Annotated[EnumT, _Inlined()]

Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

Mailbox = Annotated[str, StringConstraints(max_length=LONGEST_MAILBOX, pattern=f"^{MAILBOX}$")]

# A day on which this service can have done something; sums of days stay within what a calendar holds.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


class Body(BaseModel):
    """What a JSON body, or an object inside it, derives from."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Query(BaseModel):
    """What the parameters after the `?` derive from."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Path(BaseModel):
    """What the variable parts of a path derive from; a value that breaks its rule names nothing: 404."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PageQuery(Query):
    """Where a page of a list starts and how long it may be."""

    after: Annotated[str, Field(max_length=200, description="`next` of the page before; empty: from the start")] = ""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="the most that one page may hold")] = PAGE


class ViewBody(Body):
    """The fingerprint of a part of a picture, such as its centre, of the same signal type as the whole's.

    Of a video it is that of a frame: a PDQ.
    """

    name: str = Field(max_length=100, examples=["centre_90"], description="1 to 32 of a-z, 0-9 and _; your own word")
    signal_value: str = Field(max_length=1_000, examples=[SIGNAL_TYPES["pdq"].example])
    quality: int | None = Field(default=None, ge=0, le=100)

    def view(self) -> View:
        """Return the view as the services take it."""
        return View(name=self.name, signal_value=self.signal_value, quality=self.quality)
