"""The kernels, imported when they are first used.

numba takes a second and 70 MB, which a process that never searches need not spend.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from types import ModuleType


@cache
def kernels() -> ModuleType:
    """Return the module `hashdb.index.kernels`."""
    return import_module("hashdb.index.kernels")


@cache
def sweeps() -> ModuleType:
    """Return the module `hashdb.index.sweeps`."""
    return import_module("hashdb.index.sweeps")


def kept_in() -> Path:
    """Return the folder in which numba keeps what it compiled, if it was given one."""
    return Path(import_module("numba").config.CACHE_DIR or gettempdir())
