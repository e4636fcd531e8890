"""One file of a snapshot: its content compressed (zstd), and checked against the digest that the manifest has.

What is unpacked is never more than the manifest says, whatever was sent.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import zstandard

from hashdb.errors import SnapshotError
from hashdb.snapshots.columns import Column
from hashdb.snapshots.manifest import Part

_LEVEL = 3
_STEP = 1 << 20


def pack(content: Column | bytes, signal_type: str, column: str, path_of: Callable[[str], Path]) -> Part:
    """Write content to the path that belongs to its digest, whole or not at all, and return its entry.

    A file that is there already has the same content.
    """
    view = content if isinstance(content, bytes) else np.ascontiguousarray(content).view(np.uint8).reshape(-1).data
    digest = hashlib.sha256(view).hexdigest()
    path = path_of(digest)
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.write_bytes(zstandard.ZstdCompressor(level=_LEVEL).compress(view))
        draft.replace(path)
    return Part(
        signal_type=signal_type,
        column=column,
        bytes=len(view),
        packed_bytes=path.stat().st_size,
        sha256=digest,
    )


def content_of(packed: Path, part: Part) -> bytes:
    """Return the content of a packed file, or raise SnapshotError if it is not what the manifest says."""
    try:
        content = zstandard.ZstdDecompressor().decompress(packed.read_bytes(), max_output_size=part.bytes)
    except (zstandard.ZstdError, FileNotFoundError):
        content = b""
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise SnapshotError(f"the snapshot's file {part.name} is not what its signed manifest says")
    return content


def unpack(packed: Path, part: Part, to: Path) -> None:
    """Write the content of a packed file, or raise SnapshotError if it is not what the manifest says."""
    digest, written = hashlib.sha256(), 0
    try:
        with packed.open("rb") as file, to.open("wb") as out:
            for piece in zstandard.ZstdDecompressor().read_to_iter(file, read_size=_STEP, write_size=_STEP):
                written += len(piece)
                if written > part.bytes:
                    break
                digest.update(piece)
                out.write(piece)
    except zstandard.ZstdError:
        written = -1
    if (written, digest.hexdigest()) != (part.bytes, part.sha256):
        to.unlink(missing_ok=True)
        raise SnapshotError(f"the snapshot's file {part.name} is not what its signed manifest says")
