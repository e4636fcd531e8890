"""Times of single queries: engines take turns, so that whatever else the machine does meets all of them alike."""

from collections.abc import Iterator, Mapping
from time import perf_counter_ns
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.benches.codes import Codes
from scripts.benches.engines import Engine
from scripts.benches.progress import tracked

# Queries that one engine answers before it is the next one's turn: enough to find its own data in the caches again.
_TURN = 250

Times = NDArray[np.float64]


def microseconds(lanes: Mapping[str, tuple[Engine, Codes]], rounds: int) -> dict[str, Times]:
    """Return how long each query took: for each lane, an engine and its queries, an array (rounds, queries)."""
    prepared = {name: engine.prepare(queries) for name, (engine, queries) in lanes.items()}
    count = max(len(queries) for queries in prepared.values())
    times = {name: np.zeros((rounds, len(queries))) for name, queries in prepared.items()}
    turns = [(turn, at) for turn in range(rounds) for at in range(0, count, _TURN)]
    for turn, at in tracked(turns, "searching"):
        for name, (engine, _) in lanes.items():
            some = prepared[name][at : at + _TURN]
            times[name][turn, at : at + len(some)] = [each / 1e3 for each in _each(engine, some)]
    return times


def _each(engine: Engine, queries: Any) -> Iterator[int]:  # noqa: ANN401 - what the engine has prepared
    for query in queries:
        started = perf_counter_ns()
        engine.search(query)
        yield perf_counter_ns() - started


def median(times: Times) -> float:
    """Return the median over the rounds of the median query."""
    return float(np.median(np.median(times, axis=1)))


def p99(times: Times) -> float:
    """Return the median over the rounds of the 99th percentile."""
    return float(np.median(np.percentile(times, 99, axis=1)))


def recall(engine: Engine, truth: Engine, queries: Codes) -> float:
    """Return the share of *truth*'s hits that *engine* finds; raises RuntimeError for a hit that is none."""
    wanted = found = 0
    for ours, theirs in zip(engine.prepare(queries), truth.prepare(queries), strict=True):
        hits, true_hits = _pairs(engine, ours), _pairs(truth, theirs)
        if hits - true_hits:
            raise RuntimeError(f"{len(hits - true_hits)} hits are not within the radius, or told at a wrong distance")
        wanted, found = wanted + len(true_hits), found + len(hits)
    return found / wanted if wanted else 1.0


def _pairs(engine: Engine, query: Any) -> set[tuple[int, int]]:  # noqa: ANN401 - what the engine has prepared
    rows, distances = engine.search(query)
    return set(zip(rows.tolist(), distances.astype(int).tolist(), strict=True))
