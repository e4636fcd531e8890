"""What a process that decodes may use: memory, files, and processor time for each step.

Set by the process on itself. The kernel ends a process that uses up its time, even in the middle of a decoder's loop;
memory that may not be had is a MemoryError in Python and a failed allocation in C.
"""

import os
import resource
import signal
from pathlib import Path

# Above what the interpreter and its libraries hold, so that all of it together stays below 300 MB.
MEMORY = 216 * 2**20
# For a picture, a text, a document, or a second of a video.
SECONDS = 1.5
# The kernel's signal for a spent allowance of processor time, in all threads together.
TIME_IS_UP = signal.SIGPROF

_OPEN_FILES = 64
_STATUS = Path("/proc/self/status")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_RESIDENT = Path("/proc/self/statm")


def confine() -> None:
    """Leave no core dump, write no file, open few."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    signal.signal(TIME_IS_UP, signal.SIG_DFL)


def release() -> None:
    """Take back what `confine` forbade: the process ends by itself, and whoever watches it may want to write."""
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_DATA):
        _lower(limit, resource.RLIM_INFINITY)


def grant_memory() -> None:
    """Allow MEMORY above what is held now; call it when the libraries are loaded."""
    _lower(resource.RLIMIT_DATA, _held() + MEMORY)


def grant_time(seconds: float = SECONDS) -> None:
    """Allow *seconds* of processor time from now on; 0 ends the counting."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def resident() -> int:
    """Return how many bytes of memory the process really uses; 0 where that cannot be asked."""
    try:
        return int(_RESIDENT.read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def _lower(limit: int, value: int) -> None:
    _, most = resource.getrlimit(limit)
    within = value if most == resource.RLIM_INFINITY else most if value == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(limit, (within, most))


def _held() -> int:
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))
