"""/console/policy: the settings in force, for everybody to read, and one at a time for administrators to change."""

from dataclasses import fields
from typing import Annotated, Any

from pydantic import Field

from api.answers import Answer
from api.console import settings_as_text
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body, Path
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.errors import NotFoundError
from hashdb.records.policy import Policy
from hashdb.services import policies

group = begin("console: policy", "The settings in force.", keyless=True)

PLACE = "/console/policy"
NAMES = tuple(each.name for each in fields(Policy) if each.name != "version")
# The headings of the settings, each with the first that stands under it.
HEADINGS = {
    "vouches_required": N_("Signals"),
    "submissions_per_day": N_("What one member may do, and what stops a signal"),
    "radius_pdq": N_("Matches"),
    "draft_lifetime": N_("Requests"),
    "order_comply_within": N_("Removal orders"),
    "triage_within": N_("Appeals"),
    "crisis_sunset": N_("Crises"),
    "delisting_review_within": N_("Register, contact points, secrets"),
    "keep_rejected_signals": N_("How long what is over is kept"),
    "surge_alpha_per_mille": N_("Early warning"),
    "rate_per_second": N_("Callers"),
    "match_job_limit": N_("Match jobs"),
}


class SettingPath(Path):
    """A setting by its name."""

    name: Annotated[str, Field(pattern="^[a-z0-9_]{1,60}$")]


class SettingForm(Body):
    """The new value, and the version of the policy that was looked at."""

    value: Annotated[str, Field(max_length=2_000)] = ""
    version: int


@group.get(PLACE, doc_ui=False)
@console(Action.POLICY_READ)
def show_policy() -> Answer:
    """Show every setting, under its heading."""
    return console_page("console/policy.html", groups=_groups(store().policy()))


@group.get(f"{PLACE}/<name>", doc_ui=False)
@console(Action.POLICY_CHANGE)
def show_setting(path: SettingPath) -> Answer:
    """Show one setting with the form that changes it."""
    policy = store().policy()
    value = _value(policy, path.name)
    return console_page(
        "console/policy_setting.html",
        name=path.name,
        shown=_shown(path.name, value),
        text=settings_as_text.written(path.name, value),
        usual=_shown(path.name, _value(Policy(), path.name)),
        hint=settings_as_text.hint(path.name, value),
        is_choice=isinstance(value, bool),
        is_list=isinstance(value, tuple),
        version=policy.version,
    )


@group.post(f"{PLACE}/<name>", doc_ui=False)
@console(Action.POLICY_CHANGE)
def change_setting(path: SettingPath, body: SettingForm) -> Answer:
    """Change one setting."""
    value = settings_as_text.read(path.name, body.value, like=_value(Policy(), path.name))
    policies.change(store(), {path.name: value}, version=body.version, actor=actor(), now=now())
    return go_to(PLACE, gettext("The policy is changed; it counts everywhere within five seconds."))


def _value(policy: Policy, name: str) -> Any:  # noqa: ANN401 - settings are of several kinds
    if name not in NAMES:
        raise NotFoundError("there is no setting of this name")
    return getattr(policy, name)


def _shown(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
    return {"name": name, "value": value, "is_duration": policies.is_duration(name)}


def _groups(policy: Policy) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    usual = Policy()
    for name in NAMES:
        if name in HEADINGS:
            groups.append((HEADINGS[name], []))
        value = getattr(policy, name)
        groups[-1][1].append({**_shown(name, value), "is_usual": value == getattr(usual, name)})
    return groups
