from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from api import context, wording
from api.context import EXTENSION

MORNING = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def call(app: Flask) -> Iterator[context.Call]:
    """A request that speaks English unless a test has it otherwise."""
    with app.test_request_context("/"):
        yield context.begin(app.extensions[EXTENSION])


def test_a_moment_is_told_in_utc_to_people_and_machines() -> None:
    assert wording.moment(MORNING) == '<time datetime="2026-11-23T09:05:00Z">23 Nov 2026, 09:05 UTC</time>'


def test_a_language_has_its_own_dates_and_numbers(call: context.Call) -> None:
    call.language = "ru"

    assert "23 нояб. 2026" in wording.moment(MORNING)
    assert wording.number(1234567.5) == "1\u00a0234\u00a0567,5"


def test_a_day_is_told_without_a_time() -> None:
    assert wording.day(date(2026, 11, 3)) == '<time datetime="2026-11-03">3 Nov 2026</time>'


@pytest.mark.parametrize(
    ("lasting", "said"),
    [
        (timedelta(days=2, hours=4, minutes=50), "2 days 4 hr"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=3, minutes=12), "3 hr 12 min"),
        (timedelta(minutes=-12), "12 min"),
        (45, "45 sec"),
        (0.4, "0 sec"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(lasting: timedelta | float, said: str) -> None:
    assert wording.span(lasting) == said


def test_what_is_not_known_is_a_dash() -> None:
    told = (wording.moment(None), wording.day(None), wording.number(None), wording.share(None), wording.span(None))

    assert set(told) == {wording.UNKNOWN}


def test_a_share_has_one_decimal() -> None:
    assert wording.share(0.1234) == "12.3%"
