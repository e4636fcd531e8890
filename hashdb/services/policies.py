"""Change the policy: the one settings record that people may edit, every change audited."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.policy import Policy
from hashdb.store import Store

_ADAPTER = TypeAdapter(Policy)
# A century: what is added to a date must stay one.
_MAXIMUM = 100 * 365 * 86_400
_MAXIMA = {"radius_pdq": 31, "radius_64_bit": 10, "minimum_quality": 100}
# The allowance must admit the largest single request: 1,000 lookups of nine values each.
_MINIMA = {"vouches_required": 1, "rate_per_second": 1, "rate_burst": 10_000, "idempotency_lifetime": 60}
_ROLES = {"first_review_roles", "second_review_roles"}


def change(store: Store, changes: Mapping[str, Any], *, actor: Actor, now: datetime) -> Policy:
    """Change the named settings and return the policy; raises InvalidInputError naming each that breaks a rule."""
    before = store.policy()
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
    problems = []
    for name, value in asdict(policy).items():
        low, high = _MINIMA.get(name, 0), _MAXIMA.get(name, _MAXIMUM)
        if isinstance(value, int) and not low <= value <= high:
            problems.append(FieldProblem(name, f"must be {low} to {high}"))
        if name in _ROLES and not value:
            problems.append(FieldProblem(name, "must name at least one role"))
    if problems:
        raise InvalidInputError(*problems)
