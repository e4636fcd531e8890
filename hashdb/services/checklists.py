"""What a person had before them when deciding, and what must be gone through before something is let happen.

A form says of which version of the record it was made, and which questions of the list were answered with yes. What has
changed since is shown to the person and never overwritten; the answers stand in the entry's payload. Programs that
decide over the interface show their people lists of their own, and may name the version alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from hashdb.errors import FieldProblem, InvalidInputError, StaleRecordError


class Check(StrEnum):
    """A question that a person answers with yes before deciding."""

    LABELS = "labels_fit"
    GROUND = "ground_holds"
    CONTEXT = "no_exempt_context"
    HARMLESS = "nothing_harmless"
    SAME = "same_content"
    REASONS = "reasons_fit"
    ADDRESSEE = "addressee_right"


_LIVE = (Check.LABELS, Check.GROUND, Check.CONTEXT, Check.HARMLESS)
# By verdict; what is not named needs reasons, and no list.
OF_SIGNAL: Mapping[str, tuple[Check, ...]] = {"approve": _LIVE, "uphold": _LIVE, "reaffirm": _LIVE}
OF_MATCH: Mapping[str, tuple[Check, ...]] = {"confirm": (Check.SAME, Check.GROUND, Check.CONTEXT)}
OF_REQUEST: Mapping[str, tuple[Check, ...]] = {"approve": (Check.GROUND, Check.REASONS, Check.CONTEXT, Check.ADDRESSEE)}


class Versioned(Protocol):
    """Whatever has a version."""

    @property
    def version(self) -> int:
        """How often it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a person had before them: the version of the record, and what they say they have gone through.

    `checked` is None where a program has shown a list of its own.
    """

    version: int
    checked: tuple[Check, ...] | None = ()


def require(seen: Seen | None, record: Versioned, needed: Iterable[Check]) -> dict[str, Any]:
    """Return what the entry keeps of it; raise StaleRecordError, or InvalidInputError for what was left out."""
    if seen is None:
        return {}
    if seen.version != record.version:
        raise StaleRecordError("somebody has changed this since you opened it; look at it again before you decide")
    if seen.checked is None:
        return {}
    missing = [each for each in needed if each not in seen.checked]
    if missing:
        raise InvalidInputError(*(FieldProblem(each, "must be gone through before this decision") for each in missing))
    return {"checked": seen.checked} if seen.checked else {}
