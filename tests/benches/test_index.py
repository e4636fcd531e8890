"""What `scripts/bench index` and `chart` measure; the peers are only there where the benchmarks' lock is installed."""

from dataclasses import replace
from pathlib import Path

import pytest

faiss = pytest.importorskip("faiss")
pytest.importorskip("matplotlib")

from scripts.benches import chart, index  # noqa: E402 - only now
from scripts.benches.index import Measured  # noqa: E402 - the same


@pytest.fixture(scope="module")
def measured() -> Measured:
    return index.measure(3_000, rounds=2, count=24, with_structured=True)


def test_every_engine_finds_everything_whatever_the_codes(measured: Measured) -> None:
    assert measured.structured
    assert (measured.recall, measured.multihash_recall, measured.structured.recall) == (1.0, 1.0, 1.0)


def test_a_query_near_a_centre_finds_its_cluster(measured: Measured) -> None:
    assert measured.structured
    assert measured.structured.near_hits == 3_000 / 10 / 50


def test_without_multihash_there_is_nothing_of_it() -> None:
    measured = index.measure(1_000, rounds=1, count=4, with_multihash=False)

    assert (measured.multihash_us, measured.multihash_over_ours, measured.multihash_recall) == (None, None, None)


def test_the_chart_names_its_lines_and_machine_and_stands_beside_its_table(measured: Measured, tmp_path: Path) -> None:
    rows = [replace(measured, size=size) for size in (10_000, 1_000_000)]
    chart.write(rows, "a machine", tmp_path)
    picture, table = (tmp_path / name for name in (chart.PICTURE, chart.TABLE))

    assert all(
        word in picture.read_text() for word in ("hashdb", "IndexBinaryFlat", "IndexBinaryMultiHash", "a machine")
    )
    assert "| 1,000,000 | " in table.read_text()
    assert f"({chart.PICTURE})" in table.read_text()


def test_no_chart_is_drawn_of_an_engine_that_misses_something(measured: Measured, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not find everything"):
        chart.write([replace(measured, recall=0.99)], "a machine", tmp_path)

    assert list(tmp_path.iterdir()) == []
