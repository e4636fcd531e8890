"""What a fingerprint must be before anybody looks at it: well formed, sharp enough, and of something.

A view is held to the same as the picture: a featureless crop, or frame, would match half the internet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.policy import Policy
from hashdb.records.signal import Claim
from hashdb.signals import SIGNAL_TYPES, Distance, View, degenerate, parse_value, parse_views, video_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One signal as a member sent it; the values are not parsed before `screened`."""

    signal_type: str
    signal_value: str
    quality: int | None
    views: tuple[View, ...] = ()
    claim: Claim
    source_reference: str | None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same signal as another."""
        return self.signal_type, self.signal_value

    def codes(self) -> list[bytes]:
        """Return its screened value, and those of its views."""
        return [bytes.fromhex(self.signal_value), *(bytes.fromhex(view.signal_value) for view in self.views)]


def screened(each: Submitted, field: str, policy: Policy) -> Submitted:
    """Return what was submitted, its values as they are stored, or raise InvalidInputError that names what is wrong."""
    value = parse_value(each.signal_type, each.signal_value, f"{field}.signal_value")
    _require_strength(each.signal_type, value, each.quality, field, policy)
    views = parse_views(each.signal_type, each.views, f"{field}.views")
    kind = SIGNAL_TYPES[each.signal_type]
    for place, view in enumerate(views):
        at, code = f"{field}.views[{place}]", bytes.fromhex(view.signal_value)
        _require_strength(kind.view_type or kind.name, code, view.quality, at, policy)
    if kind.distance is Distance.FRAMES:
        _require_its_frames(value, views, field)
    else:
        _require_distinct(value, views, field)
    return replace(each, signal_value=value.hex(), views=views)


def _require_its_frames(value: bytes, frames: Sequence[View], field: str) -> None:
    """Refuse a video whose value says other than its frames: whoever vouches for it must mean the same."""
    if value.hex() != video_value(frames):
        rule = "must be the SHA-256 over the bytes of its frames (`views`), in their order"
        raise InvalidInputError(FieldProblem(f"{field}.signal_value", rule))


def _require_distinct(value: bytes, views: Sequence[View], field: str) -> None:
    known = {value.hex()}
    for place, view in enumerate(views):
        if view.signal_value in known:
            at = f"{field}.views[{place}].signal_value"
            raise InvalidInputError(FieldProblem(at, "is the value of the picture or another view"))
        known.add(view.signal_value)


def weakness(signal_type: str, value: bytes, quality: int | None, policy: Policy) -> FieldProblem | None:
    """Return why a value finds nothing but noise, or None."""
    if quality is not None and quality < policy.minimum_quality:
        return FieldProblem("quality", f"must be at least {policy.minimum_quality}")
    reason = degenerate(signal_type, value)
    return None if reason is None else FieldProblem("signal_value", reason)


def _require_strength(signal_type: str, value: bytes, quality: int | None, field: str, policy: Policy) -> None:
    problem = weakness(signal_type, value, quality, policy)
    if problem is not None:
        raise InvalidInputError(FieldProblem(f"{field}.{problem.field}", problem.rule))
