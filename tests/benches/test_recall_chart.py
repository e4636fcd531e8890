"""The chart of recall; what draws it is only there where the benchmarks' lock is installed."""

from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

from scripts.benches import recall, recall_chart


def test_the_chart_and_its_tables_are_written(tmp_path: Path) -> None:
    found = dict.fromkeys(("plain", "fast", "fast_views", "thorough", "thorough_views"), 50.0)
    variant = recall.Variant(
        mean_31=50,
        mean_48=60,
        mean_64=70,
        false_31=0,
        false_64=0,
        nearest_other=99,
        hashes_a_query=13,
        rows_a_signal=32,
    )
    measured = recall.Measured(
        photos=2,
        changes=80,
        distinct_pairs=160,
        variants=dict.fromkeys(found, variant),
        groups={"crops": found},
        rows={"grey": found},
    )
    recall_chart.write(measured, "a machine", tmp_path)
    text = (tmp_path / recall_chart.TABLE).read_text()

    assert "| fast | 13.0 | 32.0 | 50.0 | 60.0 | 70.0 | 0 | 0 | 99 |" in text
    assert "| grey | 50 | 50 | 50 | 50 | 50 |" in text
    assert (tmp_path / recall_chart.PICTURE).read_text().startswith("<?xml")
