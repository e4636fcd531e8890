"""Who may sees what the service does, in charts with their tables, and nobody sees more."""

from datetime import timedelta

import pytest

from hashdb.roles import Role
from tests.api.sample import Clock
from tests.console.conftest import SignIn
from tests.services.world import World
from tests.services.worlds.counts import add, cell, platform

PLACE = "/console/figures"
TABS = (PLACE, f"{PLACE}/clocks", f"{PLACE}/mistakes", f"{PLACE}/early-warning", f"{PLACE}/service")


@pytest.mark.parametrize("role", [Role.SENIOR_REVIEWER, Role.AUDITOR])
def test_every_page_of_figures_opens_on_an_empty_service(as_: SignIn, role: Role) -> None:
    browser = as_(role)

    assert [browser.open(each).status_code for each in TABS] == [200] * len(TABS)


def test_an_administrator_sees_counts_but_no_request_and_no_warning(as_: SignIn, world: World) -> None:
    request = world.received(world.confirmed(world.active("a")))
    browser = as_(Role.ADMIN)
    clocks = browser.open(f"{PLACE}/clocks").text

    assert request.id not in clocks
    assert "early-warning" not in clocks
    assert browser.open(f"{PLACE}/early-warning").status_code == 403
    assert request.id in as_(Role.REVIEWER).open(f"{PLACE}/clocks").text


def test_a_platform_sees_none_of_the_figures(as_: SignIn, world: World) -> None:
    browser = as_(Role.PLATFORM_ADMIN, member=world.gamma)

    assert browser.open(PLACE).status_code == 403


def test_what_happened_stands_in_the_table_of_its_chart(as_: SignIn, world: World) -> None:
    add(world, world.now.date() - timedelta(days=40), cell("signal.submitted", world.alpha.id), 4_711)
    browser = as_(Role.REVIEWER)

    assert "4,711" not in browser.open(PLACE).text
    assert "4,711" in browser.open(f"{PLACE}?by=week").text
    assert browser.open(f"{PLACE}?by=century").status_code == 422


def test_the_page_says_that_nobody_knows_the_language_of_content(as_: SignIn) -> None:
    assert "by the language of the content cannot be told" in as_(Role.AUDITOR).open(f"{PLACE}/mistakes").text


def test_a_count_that_surged_yesterday_is_shown_with_what_was_expected(as_: SignIn, world: World, clock: Clock) -> None:
    member, yesterday = platform(world, "KZ"), world.now.date() + timedelta(days=27)
    for each in range(28):
        add(world, yesterday - timedelta(days=each), cell("signal.submitted", member.id), 60 if each == 0 else 2)
    clock.advance(days=28)
    shown = as_(Role.INCIDENT_COMMANDER).open(f"{PLACE}/early-warning?dimension=region").text

    assert "central asia" in shown
    assert "60" in shown


def test_a_members_name_is_shown_as_it_is_and_never_as_markup(as_: SignIn, world: World) -> None:
    shown = as_(Role.SENIOR_REVIEWER).open("/console/reputation").text

    assert world.alpha.name in shown
    assert "probation" in shown
    assert "/console/members/" not in shown.split("<main")[1]


def test_an_auditor_reads_deliveries_and_sends_none_again(as_: SignIn) -> None:
    browser = as_(Role.AUDITOR)

    assert browser.open("/console/deliveries?only=dead").status_code == 200
    assert as_(Role.REVIEWER).open("/console/deliveries").status_code == 403
