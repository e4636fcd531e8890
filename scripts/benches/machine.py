"""The machine that measured: what a reader needs to judge numbers by, and no name of a host."""

import os
import platform
import re
from pathlib import Path

_GIB = 1 << 30


def described() -> str:
    """Return the processor, its cores, the memory and the Python in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    cores = os.cpu_count() or 1
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def _processor() -> str:
    """Return the processor's model; where the system does not say it, its architecture."""
    listed = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.+)$", listed.read_text() if listed.exists() else "", re.MULTILINE)
    return re.sub(r"\s+", " ", found[1]) if found else platform.machine()
