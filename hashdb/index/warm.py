"""Compile the kernels before anybody waits for them.

numba keeps what it compiled (in NUMBA_CACHE_DIR, which the processes of a machine share), so that it is done once.
Processes that start together wait for the first of them.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hashdb.index.codes import WORD_BITS
from hashdb.index.compiled import kept_in
from hashdb.index.index import Index
from hashdb.index.plan import MAX_LANES, MAX_RADIUS, REVIEW_RADIUS
from hashdb.index.segment import build, open_segment
from hashdb.logs import get_logger

_log = get_logger(__name__)


@lru_cache(maxsize=1)
def compile_kernels() -> None:
    """Search a tiny index in every way, so that every kernel is compiled, or loaded.

    Where no file can be written the first search does it instead.
    """
    try:
        with tempfile.TemporaryDirectory() as folder, _alone_in(kept_in()):
            for bits in MAX_RADIUS:
                _search_tiny(Path(folder, "tiny"), bits)
            for bits in MAX_LANES:
                index, codes = _written(Index(bits), bits)
                index.range_search(codes[0], 0)
    except OSError as error:
        _log.warning("kernels_not_compiled", reason=str(error))


def _search_tiny(path: Path, bits: int) -> None:
    build(path, [_codes(bits)], bits)
    index, codes = _written(Index(bits, open_segment(path)), bits)
    index.range_search(codes[0], 0)
    if bits in REVIEW_RADIUS:
        index.sweep_batch(codes[0], 0)


def _written(index: Index, bits: int) -> tuple[Index, NDArray[np.uint64]]:
    codes = _codes(bits)
    index.write(len(index), codes.tobytes(), bytes(len(codes)))
    return index, codes


def _codes(bits: int) -> NDArray[np.uint64]:
    return np.arange(bits // 8, dtype=np.uint64).reshape(-1, bits // WORD_BITS)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
