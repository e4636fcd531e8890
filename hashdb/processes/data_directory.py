"""The data directory belongs to one running server at a time.

The lock is an flock on the file `lock`, which holds the process number of its owner. The private Redis server inherits
the open file, so the lock lives exactly as long as anything that may still write.
"""

import fcntl
import os
import time
from pathlib import Path

from hashdb.errors import ConflictError, FieldProblem, InvalidInputError

LOCK = "lock"

# A server that was just killed needs a moment to let go.
PATIENCE = 2.0


def prepare(data: Path) -> Path:
    """Make the directory, for its owner only, and return its absolute path; InvalidInputError if it is not writable."""
    data = data.absolute()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(_open_lock(data))
    except OSError as error:
        rule = f"the data directory {data} cannot be written: {error.strerror}"
        raise InvalidInputError(FieldProblem("HASHDB_DATA", rule)) from None
    return data


def lock(data: Path, patience: float = PATIENCE) -> int:
    """Take the lock and return its open file, or raise ConflictError naming the process that has it."""
    descriptor = _open_lock(data)
    deadline = time.monotonic() + patience
    while not taken(descriptor):
        if time.monotonic() >= deadline:
            owner = os.pread(descriptor, 20, 0).decode().strip() or "unknown"
            os.close(descriptor)
            raise ConflictError(f"process {owner} already serves the data directory {data}")
        time.sleep(0.05)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def _open_lock(data: Path) -> int:
    return os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def taken(descriptor: int) -> bool:
    """Take the lock of an open file if nobody has it, and tell whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
