"""Ties a process to the one that started it: when the parent dies, however it dies, so does the child.

    python tether.py PARENT COMMAND...     becomes COMMAND, tied to the process PARENT

On Linux the kernel does this (PR_SET_PDEATHSIG survives exec). Elsewhere a killed supervisor leaves its children to
be stopped by hand. A tied process dies at once: what it was doing is repeated by whoever comes after it. This file
needs the standard library only, to start fast.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie_to(parent: int) -> None:
    """Have the kernel kill this process when the process *parent*, which must be its parent, dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel knew
        os._exit(1)


def main(arguments: list[str]) -> None:
    """Become the given command."""
    tie_to(int(arguments[0]))
    os.execvp(arguments[1], arguments[1:])  # noqa: S606 - becoming the command is the point


if __name__ == "__main__":
    main(sys.argv[1:])
