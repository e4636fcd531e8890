"""The engines that are compared: ours and two of faiss, each exact, each in one thread, each given what it takes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hashdb.index import Index, compile_kernels
from hashdb.index.segment import build, open_segment
from hashdb.signals import RowFlag
from scripts.benches.codes import BITS, RADIUS, Codes, as_bytes
from scripts.benches.progress import tracked

# 16 pieces of 16 bits, each looked up with up to one bit flipped: by the pigeonhole principle exact to a radius of 31.
_PIECES, _PIECE_BITS, _FLIPS = 16, 16, 1

Found = tuple[NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An index that was built: `search` takes one of the queries that `prepare` made and returns rows and distances."""

    build_s: float
    bytes_per_code: float
    prepare: Callable[[Codes], Sequence[Any]]
    search: Callable[[Any], Found]


def all_engines(codes: Codes, folder: Path, *, with_multihash: bool = True) -> dict[str, Engine]:
    """Build every engine; *folder* is for the files that ours maps. MultiHash takes the most memory by far."""
    builders: dict[str, Callable[[Codes], Engine]] = {
        "ours": partial(ours, folder=folder),
        "flat": flat,
        "multihash": multihash,
    }
    names = list(builders) if with_multihash else ["ours", "flat"]
    return {name: builders[name](codes) for name in tracked(names, "building")}


def ours(codes: Codes, folder: Path) -> Engine:
    """Build our index: a segment in *folder*, mapped, and all its rows live."""
    compile_kernels()
    started = time.perf_counter()
    build(folder / "bench.segment", [codes], BITS)
    seconds = time.perf_counter() - started
    segment = open_segment(folder / "bench.segment")
    index = Index(BITS, segment)
    index.set_flags(0, bytes([RowFlag.LIVE]) * len(codes))
    return Engine(
        build_s=seconds,
        bytes_per_code=segment.nbytes / len(codes),
        prepare=list,
        search=lambda query: index.range_search(query, RADIUS),
    )


def flat(codes: Codes) -> Engine:
    """Build the scan of faiss, against which every other engine's hits are checked."""
    return _peer(_faiss().IndexBinaryFlat(BITS), codes)


def multihash(codes: Codes) -> Engine:
    """Build the multi-index hashing of faiss, in the one setting that is exact."""
    index = _faiss().IndexBinaryMultiHash(BITS, _PIECES, _PIECE_BITS)
    index.nflip = _FLIPS
    return _peer(index, codes)


def _faiss() -> ModuleType:
    """Import faiss, which only those have who measure, and hold it to one thread."""
    faiss = import_module("faiss")
    faiss.omp_set_num_threads(1)
    return faiss


def _peer(index: Any, codes: Codes) -> Engine:  # noqa: ANN401 - faiss is untyped
    started = time.perf_counter()
    index.add(as_bytes(codes))
    return Engine(
        build_s=time.perf_counter() - started,
        bytes_per_code=np.nan,
        prepare=_one_by_one,
        search=lambda query: _within(index, query),
    )


def _one_by_one(codes: Codes) -> Sequence[Any]:
    return np.split(as_bytes(codes), len(codes))


def _within(index: Any, query: NDArray[np.uint8]) -> Found:  # noqa: ANN401 - faiss is untyped
    """Return what is within the radius; faiss finds what is nearer than the bound that it is given."""
    _, distances, rows = index.range_search(query, RADIUS + 1)
    return rows, distances
