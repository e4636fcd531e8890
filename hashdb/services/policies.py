"""Change the policy: the one settings record that people may edit, every change audited."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError, StaleRecordError
from hashdb.ids import is_id
from hashdb.records.policy import EVERY_MEMBER, Policy
from hashdb.roles import Role
from hashdb.store import Store

_ADAPTER = TypeAdapter(Policy)
# Durations: a minute at least, ten years at most.
_MINIMUM = 60
_MAXIMUM = 10 * 365 * 86_400
# The allowance must admit the largest single request: 1,000 lookups of nine values each.
_BOUNDS = {
    "vouches_required": (1, 10),
    "minimum_quality": (0, 100),
    "radius_pdq": (0, 31),
    "radius_64_bit": (0, 10),
    "radius_text": (0, 90),
    "frames_percent": (1, 100),
    "rate_per_second": (1, 10_000_000),
    "rate_burst": (10_000, 100_000_000),
    "match_job_limit": (1, 100_000_000),
    "match_jobs_at_once": (1, 1_000),
    "submissions_per_day": (1, 1_000_000_000),
    "probation_extra_reviewer": (0, 1),
    "match_cap_floor": (1, 1_000_000_000),
    "match_cap_factor": (1, 1_000),
    "appeals_per_day_and_address": (1, 1_000_000),
    "cases_per_day_and_person": (1, 1_000_000),
    "second_look_percent": (0, 100),
    "surge_alpha_per_mille": (1, 500),
    "version": (1, _MAXIMUM),
}
_REVIEWERS = {Role.REVIEWER, Role.SENIOR_REVIEWER}
# Of the widest tier always more than one group must be sure.
_EXEMPTIBLE = {1, 2, 3}


def is_duration(name: str) -> bool:
    """Whether a setting is a number of seconds."""
    default = getattr(Policy(), name)
    return isinstance(default, int) and name not in _BOUNDS


def change(
    store: Store, changes: Mapping[str, Any], *, version: int | None = None, actor: Actor, now: datetime
) -> Policy:
    """Change the named settings and return the policy; raises InvalidInputError naming each that breaks a rule.

    Whoever has looked at the policy before names the *version* that it had: StaleRecordError if it has changed since.
    """
    before = store.policy()
    if version not in {None, before.version}:
        raise StaleRecordError("the policy has changed since you looked at it; see what it says now")
    names = {each.name for each in fields(Policy)} - {"version"}
    unknown = [FieldProblem(name, "is not a setting of the policy") for name in changes if name not in names]
    if unknown:
        raise InvalidInputError(*unknown)
    policy = _validated({**asdict(before), **changes, "version": before.version + 1})
    _require_bounds(policy)
    old, new = asdict(before), asdict(policy)
    differences = {name: [old[name], new[name]] for name in names if old[name] != new[name]}
    entry = audit.entry(actor, "policy.change", now, object_type="policy", object_id="policy", differences=differences)
    store.commit(entry, store.put_policy(policy, before))
    return policy


def _validated(settings: Mapping[str, Any]) -> Policy:
    try:
        return _ADAPTER.validate_python(settings)
    except ValidationError as error:
        problems = [FieldProblem(str(each["loc"][0]), each["msg"]) for each in error.errors()]
        raise InvalidInputError(*problems) from None


def _require_bounds(policy: Policy) -> None:
    """Refuse settings that make no sense, such as a second approval that nobody may give."""
    problems = [*_numbers_out_of_bounds(policy), *_choices_out_of_bounds(policy)]
    if problems:
        raise InvalidInputError(*problems)


def _numbers_out_of_bounds(policy: Policy) -> Iterator[FieldProblem]:
    for name, value in asdict(policy).items():
        low, high = _BOUNDS.get(name, (_MINIMUM, _MAXIMUM))
        if isinstance(value, int) and not low <= value <= high:
            yield FieldProblem(name, f"must be {low} to {high}")


def _choices_out_of_bounds(policy: Policy) -> Iterator[FieldProblem]:
    for name in ("first_review_roles", "second_review_roles"):
        roles = set(getattr(policy, name))
        if not roles or roles - _REVIEWERS:
            yield FieldProblem(name, f"must name {' or '.join(sorted(_REVIEWERS))}, and nobody else")
    if set(policy.vouch_exempt_tiers) - _EXEMPTIBLE:
        yield FieldProblem("vouch_exempt_tiers", "may name the tiers 1, 2 and 3")
    if not all(each == EVERY_MEMBER or is_id(each, "org") for each in policy.review_band_members):
        yield FieldProblem("review_band_members", f"must name members by their ids, or be `{EVERY_MEMBER}` for all")
