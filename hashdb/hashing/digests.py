"""MD5 and SHA-256 of a file, byte for byte, in one pass over it whatever its size."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

_CHUNK = 1 << 18


def digests(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the digest of the file for each of *names* ("md5", "sha256")."""
    running = {name: hashlib.new(name, usedforsecurity=False) for name in names}
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for digest in running.values():
                digest.update(chunk)
    return {name: digest.digest() for name, digest in running.items()}
