from collections.abc import Callable
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray

from hashdb.reports import surges
from hashdb.reports.surges import Surge

Rows = NDArray[np.int64]
_CELLS, _DAYS, _ALPHA = 40, 500, 0.01
_MEANS = np.geomspace(0.2, 30, _CELLS)[:, None]


def test_without_clustering_it_is_the_test_of_two_poisson_means() -> None:
    history = [2, 1, 3, 2, 2, 1, 3, 2, 1, 3, 2, 2, 2, 2]
    exactly = sum(comb(36, k) * (1 / 15) ** k * (14 / 15) ** (36 - k) for k in range(8, 37))

    assert surges.probability(8, history, 1.000001) == pytest.approx(exactly, rel=1e-3)


def test_a_count_out_of_nothing_is_improbable_too() -> None:
    assert surges.probability(5, [0] * 28, 1.000001) == pytest.approx(29**-5, rel=1e-3)


def test_what_clusters_makes_a_jump_more_probable() -> None:
    history = [10] * 28

    assert surges.probability(20, history, 4.0) > 10 * surges.probability(20, history, 1.01)


def test_a_jump_is_told_with_what_was_expected() -> None:
    found = surges.surges({"gta": (40, [10, 12, 8, 10] * 7), "ict": (3, [0] * 28)}, alpha=_ALPHA)

    assert found == {"gta": Surge(count=40, expected=10.0, probability=found["gta"].probability)}
    assert found["gta"].probability < 1e-6


@pytest.mark.parametrize(("count", "history"), [(4, [0] * 28), (500, [0] * 13), (10, [10] * 28), (0, [0] * 28)])
def test_few_cases_short_histories_and_the_usual_are_no_surge(count: int, history: list[int]) -> None:
    assert surges.surges({"gta": (count, history)}, alpha=_ALPHA) == {}


def poisson(random: np.random.Generator, n: int) -> Rows:
    return random.poisson(_MEANS, size=(_CELLS, n + 1))


def clustered(phi: float) -> Callable[[np.random.Generator, int], Rows]:
    return lambda random, n: random.negative_binomial(_MEANS / (phi - 1), 1 / phi, size=(_CELLS, n + 1))


def alarms(rows: Rows) -> dict[int, Surge]:
    return surges.surges({cell: (row[-1], row[:-1]) for cell, row in enumerate(rows.tolist())}, alpha=_ALPHA)


@pytest.mark.parametrize("n", [28, 14])
@pytest.mark.parametrize(
    ("draw", "stated"), [(poisson, 0.01), (clustered(2), 0.015), (clustered(4), 0.03)], ids=["poisson", "phi2", "phi4"]
)
def test_false_alarms_are_as_rare_as_stated(
    draw: Callable[[np.random.Generator, int], Rows], stated: float, n: int
) -> None:
    random = np.random.default_rng(20270101)
    days_with_alarm = sum(bool(alarms(draw(random, n))) for _ in range(_DAYS))

    assert days_with_alarm / _DAYS <= stated


def test_a_cell_that_quadruples_is_nearly_always_found() -> None:
    random = np.random.default_rng(20270101)
    days = random.poisson(10, size=(100, _CELLS, 29))
    days[:, 0, -1] = random.poisson(40, size=100)

    assert sum(0 in alarms(day) for day in days) >= 95
