"""Everybody reads the policy, administrators change it, one setting at a time."""

import pytest

from hashdb.records.policy import Policy
from hashdb.roles import Role
from hashdb.services import policies
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import form_of
from tests.console.conftest import SignIn
from tests.console.people import signed_in

PLACE = "/console/policy"


def setting_of(name: str) -> str:
    return f"{PLACE}/{name}"


def test_a_duration_is_changed_as_people_write_it(as_: SignIn, store: Store) -> None:
    admin, here = as_(Role.ADMIN), setting_of("first_review_within")
    shown = admin.follow(admin.send(here, here, value="1 d 12 h"))

    assert store.policy().first_review_within == 36 * 3_600
    assert "The policy is changed" in shown.text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("radius_pdq", "24", 24),
        ("vouch_exempt_tiers", "1", (1,)),
        ("vouch_exempt_tiers", "", ()),
        ("first_review_roles", "senior_reviewer", (Role.SENIOR_REVIEWER,)),
        ("probation_extra_reviewer", "yes", True),
    ],
)
def test_each_kind_of_setting_is_changed(as_: SignIn, store: Store, name: str, text: str, value: object) -> None:
    as_(Role.ADMIN).send(setting_of(name), setting_of(name), value=text)

    assert getattr(store.policy(), name) == value


@pytest.mark.parametrize(("name", "text"), [("radius_pdq", "32"), ("radius_pdq", "x"), ("triage_within", "soon")])
def test_a_value_that_makes_no_sense_changes_nothing_and_says_why(
    as_: SignIn, store: Store, name: str, text: str
) -> None:
    answer = as_(Role.ADMIN).send(setting_of(name), setting_of(name), value=text)

    assert (answer.status_code, store.policy()) == (422, Policy())
    assert f'href="#{name}"' in answer.text
    assert f'value="{text}"' in answer.text


def test_what_somebody_else_has_changed_meanwhile_is_shown_and_not_overwritten(
    as_: SignIn, store: Store, clock: Clock
) -> None:
    admin, here = as_(Role.ADMIN), setting_of("minimum_quality")
    form = form_of(admin.open(here).text, here)
    other = signed_in(store, Role.ADMIN, now=clock()).actor
    policies.change(store, {"minimum_quality": 70}, actor=other, now=clock())
    answer = admin.send_form(form, value="60")

    assert (answer.status_code, store.policy().minimum_quality) == (409, 70)
    assert '<dd dir="auto">70</dd>' in answer.text
    assert admin.send_form(form_of(answer.text, here)).status_code == 303
    assert store.policy().minimum_quality == 60


def test_who_is_no_administrator_reads_and_does_not_change(as_: SignIn) -> None:
    reviewer = as_(Role.REVIEWER)

    assert "Vouches required" in reviewer.open(PLACE).text
    assert reviewer.open(setting_of("radius_pdq")).status_code == 403


def test_every_setting_stands_under_a_heading(as_: SignIn) -> None:
    shown = as_(Role.ADMIN).open(PLACE).text

    assert all(f'"{PLACE}/{name}"' in shown for name in Policy.__dataclass_fields__ if name != "version")
