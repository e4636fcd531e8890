"""The kernels, imported when they are first used.

numba takes more than half a second and 70 MB, which a process that never searches need not spend. As much again it
would take to look for SciPy's linear algebra, which no kernel uses: it is kept from looking.
"""

import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from types import ModuleType
from typing import cast

_LINEAR_ALGEBRA = "scipy.linalg"


@cache
def kernels() -> ModuleType:
    """Return the module `hashdb.index.kernels`."""
    _import_numba()
    return import_module("hashdb.index.kernels")


@cache
def sweeps() -> ModuleType:
    """Return the module `hashdb.index.sweeps`."""
    _import_numba()
    return import_module("hashdb.index.sweeps")


def kept_in() -> Path:
    """Return the folder in which numba keeps what it compiled, if it was given one."""
    return Path(import_module("numba").config.CACHE_DIR or gettempdir())


@cache
def _import_numba() -> None:
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    if _LINEAR_ALGEBRA in modules:
        return
    modules[_LINEAR_ALGEBRA] = None  # to Python: there is no such module
    try:
        import_module("numba.np.arraymath")
    finally:
        del modules[_LINEAR_ALGEBRA]
