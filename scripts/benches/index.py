"""How long one query takes: ours beside faiss, with uniform codes and, if wanted, with codes that share buckets."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from scripts.benches import codes, engines, timing
from scripts.benches.codes import Codes
from scripts.benches.engines import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Ours on codes of which a tenth lies in 50 clusters, beside ours on uniform ones; 99th percentiles.

    `away` are the queries of the uniform run; `beside` share most buckets with a cluster and find nothing of it;
    `near` find a whole cluster, so that most of their time goes into telling hits.
    """

    uniform_p99_us: float
    away_p99_us: float
    beside_p99_us: float
    near_p99_us: float
    near_hits: float
    near_us_per_hit: float
    away_over_uniform: float
    beside_over_uniform: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Medians over the rounds; one query at a time, one thread each, taking turns."""

    size: int
    ours_us: float
    flat_us: float
    multihash_us: float | None = None
    recall: float
    bytes_per_code: float
    build_s: float
    ours_p99_us: float
    flat_p99_us: float
    multihash_p99_us: float | None = None
    flat_over_ours: float
    multihash_over_ours: float | None = None
    multihash_recall: float | None = None
    queries: int
    rounds: int
    structured: Structured | None = None


def measure(
    size: int, *, rounds: int, count: int, with_multihash: bool = True, with_structured: bool = False
) -> Measured:
    """Compare the engines on *size* codes with *count* queries, half of them near stored codes."""
    stored = codes.uniform(size)
    asked = codes.queries(stored, count)
    with TemporaryDirectory(prefix="hashdb-") as folder:
        built = engines.all_engines(stored, Path(folder), with_multihash=with_multihash)
        recalls = {name: timing.recall(engine, built["flat"], asked) for name, engine in built.items()}
        times = timing.microseconds({name: (engine, asked) for name, engine in built.items()}, rounds)
        structured = _structured(built["ours"], size, asked, rounds) if with_structured else None
    return Measured(
        size=size,
        recall=recalls["ours"],
        multihash_recall=recalls.get("multihash"),
        bytes_per_code=built["ours"].bytes_per_code,
        build_s=built["ours"].build_s,
        queries=count,
        rounds=rounds,
        structured=structured,
        **_compared(times),
    )


def _compared(times: Mapping[str, timing.Times]) -> dict[str, Any]:
    """Return the fields of Measured that each engine has: median, 99th percentile, ratio to ours."""
    medians = {name: timing.median(each) for name, each in times.items()}
    peers = medians.keys() - {"ours"}
    return {
        **{f"{name}_us": median for name, median in medians.items()},
        **{f"{name}_p99_us": timing.p99(each) for name, each in times.items()},
        **{f"{name}_over_ours": medians[name] / medians["ours"] for name in peers},
    }


def _structured(uniform: Engine, size: int, asked: Codes, rounds: int) -> Structured:
    """Compare ours on uniform codes with ours on structured ones, taking turns."""
    stored = codes.structured(size)
    near, beside = codes.near_centres(len(asked)), codes.beside_centres(len(asked))
    with TemporaryDirectory(prefix="hashdb-") as folder:
        clustered = engines.ours(stored, Path(folder))
        lanes = {
            "uniform": (uniform, asked),
            "away": (clustered, asked),
            "beside": (clustered, beside),
            "near": (clustered, near),
        }
        recall = timing.recall(clustered, engines.flat(stored), np.concatenate([asked, near, beside]))
        times = timing.microseconds(lanes, rounds)
        hits = float(np.mean([len(clustered.search(query)[0]) for query in clustered.prepare(near)]))
    late = {name: timing.p99(each) for name, each in times.items()}
    return Structured(
        uniform_p99_us=late["uniform"],
        away_p99_us=late["away"],
        beside_p99_us=late["beside"],
        near_p99_us=late["near"],
        near_hits=hits,
        near_us_per_hit=(timing.median(times["near"]) - timing.median(times["beside"])) / max(hits, 1),
        away_over_uniform=late["away"] / late["uniform"],
        beside_over_uniform=late["beside"] / late["uniform"],
        recall=recall,
    )
