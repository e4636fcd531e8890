"""A segment: the first rows of one signal type with the buckets that lead to them, in one file that never changes.

    4,096 bytes  one line of JSON: format, bits, rows, the widths and radii of the chunks, origin, checksum
    codes        uint64 (rows, words)
    for each chunk:
      uint32     where each of its 2**width buckets begins and the last one ends; its rows in the order of their buckets
      uint16     the tags of these rows, and one more where their number is odd
    64 bytes     zeros, since tags are read by the dozen

All numbers are little-endian. The checksum (XXH3, 128 bits) covers the file but for itself: a file that was cut short
or changed is refused, and another is built in its place. Every process of a machine maps the same file, so that the
memory is taken once.
"""

import mmap
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import orjson
import xxhash
from numpy.typing import NDArray

from hashdb.errors import SegmentError
from hashdb.index.codes import WORD_BITS
from hashdb.index.compiled import kernels
from hashdb.index.plan import TAG_BITS, Chunk, Plan, best_plan
from hashdb.index.table import LANES, Cut, Table

_FORMAT = 2
_HEADER_BYTES = 4096
_PIECE = 1 << 24

_FIELDS = (*Cut._fields, "radius", "bound", "table", "rows", "tags", "first", "last")
_CHUNK = np.dtype([(name, np.int64) for name in _FIELDS])


class Segment(NamedTuple):
    """A mapped segment; `origin` is what its builder said of where the codes came from."""

    bits: int
    origin: str
    plan: Plan
    table: Table
    nbytes: int

    @property
    def rows(self) -> int:
        """How many rows it holds: 0 up to this number."""
        return len(self.table.codes) * WORD_BITS // self.bits

    @property
    def codes(self) -> NDArray[np.uint64]:
        """The codes of all rows, of shape (rows, words)."""
        return self.table.codes.reshape(self.rows, -1)


def build(
    path: Path, blocks: Iterable[NDArray[np.uint64]], bits: int, origin: str = "", *, plan: Plan | None = None
) -> int:
    """Write the segment of the rows whose codes come in *blocks* of shape (n, words), and return how many there are.

    It is written whole or not at all, by one writer at a time, with no more in memory than a block and the buckets of
    one chunk; *plan* is the best one unless told. Raises OSError, for example when the disk is full, and ValueError for
    no rows.
    """
    draft = path.with_suffix(".draft")
    try:
        with draft.open("w+b") as file:
            rows = _write(file, blocks, bits, origin, plan)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return rows


def open_segment(path: Path) -> Segment:
    """Map a segment and compare its checksum.

    Raises SegmentError for a file that is damaged or is no segment, OSError for one that cannot be read.
    """
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise SegmentError(f"the segment {path.name} cannot be used: it is empty")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        header = _verified(mapped)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SegmentError(f"the segment {path.name} cannot be used: {error}") from None
    plan = tuple(Chunk(width, radius) for width, radius in header["chunks"])
    rows, words = header["rows"], header["bits"] // WORD_BITS
    codes = np.frombuffer(mapped, np.uint64, rows * words, _HEADER_BYTES)
    links = np.frombuffer(mapped, np.uint32, -1, _HEADER_BYTES + codes.nbytes)
    table = Table(codes, links, links.view(np.uint16), _placed(plan, rows), _masks(plan))
    return Segment(header["bits"], header["origin"], plan, table, len(mapped))


def _write(file: BinaryIO, blocks: Iterable[NDArray[np.uint64]], bits: int, origin: str, plan: Plan | None) -> int:
    digest, words = xxhash.xxh3_128(), bits // WORD_BITS
    file.write(bytes(_HEADER_BYTES))
    rows = sum(_append(file, digest, block) // words for block in blocks)
    file.flush()
    if not rows:
        raise ValueError("a segment has at least one row")
    codes = np.memmap(file, np.uint64, "r", _HEADER_BYTES, (rows * words,))
    plan = plan or best_plan(rows, bits)
    for chunk in _placed(plan, rows):
        starts, order = np.zeros((1 << chunk["width"]) + 1, np.uint32), np.empty(rows, np.uint32)
        tags = np.zeros(_even(rows), np.uint16)
        kernels().fill(codes, words, Cut(*(int(chunk[name]) for name in Cut._fields)), starts, order, tags)
        for part in (starts, order, tags):
            _append(file, digest, part)
    _append(file, digest, np.zeros(LANES, np.uint16))
    chunks = [(chunk.width, chunk.radius) for chunk in plan]
    header = {"format": _FORMAT, "bits": bits, "rows": rows, "chunks": chunks, "origin": origin}
    file.seek(0)
    file.write(_sealed(header, digest).ljust(_HEADER_BYTES))
    return rows


def _append(file: BinaryIO, digest: xxhash.xxh3_128, array: NDArray[Any]) -> int:
    """Write an array, count it into the checksum, and return how many numbers it has."""
    written = np.ascontiguousarray(array).data.cast("B")
    file.write(written)
    digest.update(written)
    return array.size


def _sealed(header: dict[str, Any], digest: xxhash.xxh3_128) -> bytes:
    """Return the header with the checksum of the file; *digest* has seen all that follows the header."""
    digest.update(orjson.dumps(header))
    return orjson.dumps({**header, "checksum": digest.hexdigest()}, option=orjson.OPT_APPEND_NEWLINE)


def _verified(mapped: mmap.mmap) -> dict[str, Any]:
    """Return the header of a file that is as it was written, or raise ValueError."""
    header: dict[str, Any] = orjson.loads(mapped[:_HEADER_BYTES])
    found = header.pop("checksum")
    if header["format"] != _FORMAT:
        raise ValueError(f"its format is {header['format']}, not {_FORMAT}")
    digest = xxhash.xxh3_128()
    with memoryview(mapped) as whole:
        for start in range(_HEADER_BYTES, len(whole), _PIECE):
            digest.update(whole[start : start + _PIECE])
    if not _sealed(header, digest).rstrip().endswith(orjson.dumps({"checksum": found})[1:]):
        raise ValueError("its checksum is another")
    return header


def _placed(plan: Plan, rows: int) -> NDArray[np.void]:
    """Return where each chunk has its bits, its links, its tags and its masks; see `hashdb.index.table`."""
    placed = np.zeros(len(plan), _CHUNK)
    offset = link = mask = 0
    for place, chunk in zip(placed, plan, strict=True):
        buckets, masks = (1 << chunk.width) + 1, chunk.probes()
        place["offset"], place["width"], place["radius"] = offset, chunk.width, chunk.radius
        place["table"], place["rows"], place["tags"] = link, link + buckets, 2 * (link + buckets + rows)
        place["first"], place["last"] = mask, mask + masks
        offset, link, mask = offset + chunk.width, link + buckets + rows + _even(rows) // 2, mask + masks
    for place, beside in zip(placed, np.roll(placed, -1), strict=True):
        place["tag_offset"], place["tag_width"] = beside["offset"], min(beside["width"], TAG_BITS)
        place["bound"] = place["radius"] + beside["radius"] + 1
    return placed


def _even(number: int) -> int:
    return number + number % 2


def _masks(plan: Plan) -> NDArray[np.int64]:
    return np.array([mask for chunk in plan for mask in chunk.masks()], np.int64)
