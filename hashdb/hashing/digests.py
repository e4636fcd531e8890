"""MD5, SHA-1 and SHA-256 of a file, byte for byte, in one pass over it whatever its size."""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

_CHUNK = 1 << 18


def digests(file: BinaryIO, names: Iterable[str]) -> dict[str, bytes]:
    """Return the digest of what is left of the file for each of *names* ("md5", "sha1", "sha256")."""
    running = {name: hashlib.new(name, usedforsecurity=False) for name in names}
    while running and (chunk := file.read(_CHUNK)):
        for digest in running.values():
            digest.update(chunk)
    return {name: digest.digest() for name, digest in running.items()}
