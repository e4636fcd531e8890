"""Views in submissions: what is taken, what is refused, and whose views a signal has."""

import pytest

from hashdb.services import retractions, upkeep
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from hashdb.signals import View
from tests.services.world import CLAIM, World, submitted, value, view

VIEWS = (view("centre_90"), view("left_80"))
FLAT = "0" * 64


def refused_field(world: World, *views: View) -> str:
    """Submit a signal with these views between two good ones; return the field that it is rejected for."""
    outcomes = world.submit(submitted(value(1)), submitted(value(2), views=views), submitted(value(3)))
    assert [each.result for each in outcomes] == [Result.CREATED, Result.REJECTED, Result.CREATED]
    assert outcomes[1].problem
    return outcomes[1].problem.field


def test_a_signal_keeps_the_views_that_it_was_submitted_with(world: World) -> None:
    outcome = world.submit(submitted(value(1), views=VIEWS))[0]

    assert world.store.signals.get(outcome.id or "").views == VIEWS


def test_a_signal_and_its_views_have_consecutive_rows(world: World) -> None:
    outcomes = world.submit(
        submitted(value(1)), submitted(value(2), views=VIEWS), submitted(value(3), views=VIEWS[:1]), submitted(value(4))
    )

    assert [world.store.signals.get(each.id or "").row for each in outcomes] == [0, 1, 4, 6]
    assert world.store.signals.columns.length("pdq") == 7


def test_a_view_that_says_nothing_about_a_picture_rejects_its_signal(world: World) -> None:
    assert refused_field(world, VIEWS[0], view("left_80", FLAT)) == "signals[1].views[1].signal_value"


def test_a_view_of_poor_quality_rejects_its_signal(world: World) -> None:
    assert refused_field(world, view("left_80", quality=49)) == "signals[1].views[0].quality"


@pytest.mark.parametrize("twice", [value(2), value("centre_90"), value("centre_90").upper()])
def test_a_view_that_shows_what_is_there_already_rejects_its_signal(world: World, twice: str) -> None:
    assert refused_field(world, view("centre_90"), view("left_80", twice)) == "signals[1].views[1].signal_value"


def test_a_view_with_a_name_that_is_none_rejects_its_signal(world: World) -> None:
    assert refused_field(world, view("picture")) == "signals[1].views[0].name"


def test_a_signal_of_an_exact_type_with_views_is_rejected(world: World) -> None:
    outcome = world.submit(submitted(value(1), signal_type="sha256", views=VIEWS))[0]

    assert outcome.problem
    assert outcome.problem.field == "signals[0].views"


def test_a_later_vouch_with_other_views_changes_nothing_about_them(world: World) -> None:
    first = world.submit(submitted(value(1), views=VIEWS))[0]
    vouched = world.submit(submitted(value(1), views=[view("top_80")]), actor=world.voucher)[0]
    signal = world.store.signals.get(first.id or "")

    assert (vouched.result, vouched.id) == (Result.VOUCHED, first.id)
    assert (signal.views, len(signal.submissions)) == (VIEWS, 2)
    assert world.store.signals.columns.length("pdq") == 3


def test_a_vouch_without_views_leaves_those_of_the_first(world: World) -> None:
    world.submit(submitted(value(1), views=VIEWS))
    outcome = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert world.store.signals.get(outcome.id or "").views == VIEWS


def test_the_value_of_a_view_may_be_a_signal_of_its_own(world: World) -> None:
    outcomes = world.submit(submitted(value(1), views=VIEWS), submitted(VIEWS[0].signal_value))

    assert [each.result for each in outcomes] == [Result.CREATED, Result.CREATED]


def test_a_case_that_begins_anew_has_the_views_of_who_begins_it_in_rows_of_their_own(world: World) -> None:
    signal = world.pending_value(value(1), CLAIM, vouches=1, views=VIEWS)
    retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)
    again = world.pending_value(value(1), CLAIM, views=[view("top_80")])
    live = world.review(world.review(again, Verdict.APPROVE, world.reviewer), Verdict.APPROVE, world.senior)

    assert (again.id, again.row, again.views) == (signal.id, 3, (view("top_80"),))
    assert [hit.view for hit in world.hits(value("top_80"))] == ["top_80"]
    assert [hit.signal.id for hit in world.hits(value(1))] == [live.id]
    assert world.hits(VIEWS[0].signal_value) == []


def test_a_case_that_begins_anew_with_the_same_views_keeps_its_rows(world: World) -> None:
    signal = world.active_value(value(1), views=VIEWS)
    upkeep.sweep(world.store, now=world.later(days=731))
    again = world.active_value(value(1), views=VIEWS)

    assert (again.id, again.row) == (signal.id, signal.row)
    assert [hit.view for hit in world.hits(VIEWS[1].signal_value)] == ["left_80"]
