"""Every benchmark that starts a service runs to its end and prints one JSON document with the promised names."""

import json
import subprocess
import sys
from typing import Any

import pytest

PROMISED = {
    "http": {"size", "single_per_s", "single_cpu_us", "single_p99_ms", "batch_signals_per_s"},
    "ingest": {"count", "signals_per_s", "redis_bytes_per_signal"},
    "freshness": {"p50_ms", "p99_ms"},
    "coldstart": {"size", "with_segment_s", "without_segment_s"},
}


def bench(name: str, *options: str) -> dict[str, Any]:
    """Run a benchmark as a person would, and return what it printed."""
    command = [sys.executable, "-m", "scripts.benches", name, *options, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr
    printed: dict[str, Any] = json.loads(done.stdout)
    assert printed.keys() >= PROMISED[name]
    return printed


def test_lookups_are_measured_and_a_tenth_of_them_found_while_segments_are_built() -> None:
    found = bench("http", "--size", "3000", "--seconds", "0.5", "--rate", "50", "--while-building")

    assert 0.05 < found["hit_share"] < 0.15
    assert found["single_per_s"] > 0
    assert found["building_p99_ms"] > 0


def test_every_approval_is_found_by_both_processes() -> None:
    found = bench("freshness", "--size", "1000", "--approvals", "5", "--rate", "100")

    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert found["submissions_per_s"] == pytest.approx(100, rel=0.5)


def test_a_start_is_measured_with_a_segment_and_without() -> None:
    found = bench("coldstart", "--size", "1000", "--starts", "1")

    assert found["with_segment_s"] > 0
    assert found["without_segment_s"] > 0


def test_submissions_are_measured() -> None:
    assert bench("ingest", "--count", "2000")["signals_per_s"] > 0
