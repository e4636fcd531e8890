import numpy as np
import pytest

from scripts.benches import codes, timing
from scripts.benches.codes import Codes
from scripts.benches.engines import Engine, Found


def engine(*pairs: tuple[int, int]) -> Engine:
    """Return an engine that finds the same rows at the same distances, whatever it is asked."""
    rows, distances = ([pair[place] for pair in pairs] for place in (0, 1))
    found: Found = (np.array(rows, np.int64), np.array(distances, np.float32))

    def prepare(queries: Codes) -> list[Codes]:
        return list(queries)

    return Engine(build_s=0.0, bytes_per_code=0.0, prepare=prepare, search=lambda _query: found)


def test_recall_is_the_share_of_the_true_hits_that_are_found() -> None:
    truth = engine((1, 5), (2, 6))

    assert timing.recall(truth, truth, codes.uniform(3)) == 1.0
    assert timing.recall(engine((1, 5)), truth, codes.uniform(3)) == 0.5


@pytest.mark.parametrize("false", [(3, 5), (1, 4)])
def test_a_hit_that_is_none_or_has_another_distance_is_an_error(false: tuple[int, int]) -> None:
    with pytest.raises(RuntimeError, match="1 hits are not within the radius"):
        timing.recall(engine(false), engine((1, 5)), codes.uniform(1))


def test_every_query_of_every_lane_is_timed_in_every_round() -> None:
    lanes = {"long": (engine(), codes.uniform(45)), "short": (engine(), codes.uniform(5))}
    times = timing.microseconds(lanes, rounds=2)

    assert {name: each.shape for name, each in times.items()} == {"long": (2, 45), "short": (2, 5)}
    assert all((each > 0).all() for each in times.values())


def test_medians_and_percentiles_are_taken_in_each_round_and_then_over_the_rounds() -> None:
    times = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0], [4.0, 5.0, 6.0]])

    assert timing.median(times) == 5.0
    assert timing.p99(times) == pytest.approx(5.98)
