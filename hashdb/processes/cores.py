"""A processor of its own for each process that answers HTTP.

The threads of a Python process hold one lock in turns. Left to itself the kernel wakes each on whichever processor is
idle, and its caches are cold: a lookup then takes nearly twice the processor time. A locked file tells that a processor
is taken, so it is free again when its process ends, however that ends; who finds none free stays with the kernel.
"""

import os
from pathlib import Path

from hashdb.processes import data_directory


def take_one(folder: Path) -> None:
    """Keep this thread, and those that it starts, on a processor that no other process of *folder* has. Linux only."""
    if not hasattr(os, "sched_setaffinity"):
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for core in sorted(os.sched_getaffinity(0)):
        claim = os.open(folder / str(core), os.O_RDWR | os.O_CREAT, 0o600)
        if data_directory.taken(claim):  # and it stays open as long as this process lives
            os.sched_setaffinity(0, {core})
            return
        os.close(claim)
