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

from hashdb.index.codes import WORD_BITS
from hashdb.index.compiled import kept_in
from hashdb.index.index import Index
from hashdb.index.plan import MAX_RADIUS
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
    except OSError as error:
        _log.warning("kernels_not_compiled", reason=str(error))


def _search_tiny(path: Path, bits: int) -> None:
    codes = np.arange(bits // 8, dtype=np.uint64).reshape(-1, bits // WORD_BITS)
    build(path, [codes], bits)
    index = Index(bits, open_segment(path))
    index.write(len(codes), codes.tobytes(), bytes(len(codes)))
    index.range_search(codes[0], 0)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
