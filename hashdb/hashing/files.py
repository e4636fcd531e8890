"""One file to all the signals that apply to it.

A picture is decoded once for all its perceptual hashes. Quality is that of its PDQ and travels with each of them.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hashdb.errors import UnreadableFileError
from hashdb.hashing.content import HEAD_BYTES, Format, recognise
from hashdb.hashing.digests import digests
from hashdb.hashing.pdq import luma, pdq
from hashdb.hashing.perceptual import ALGORITHMS, perceptual
from hashdb.hashing.pictures import open_picture
from hashdb.signals import View, degenerate, signal_type_named

# whash finds false pairs easily and is computed on request only.
DEFAULT_TYPES = ("pdq", "phash", "dhash", "sha256", "md5")
# Below this quality of 100 a picture shows too little for its hash to mean anything.
MINIMUM_QUALITY = 50

_DIGESTS = ("sha256", "md5")


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedSignal:
    """One signal of a file; `quality` (0 to 100) and `views` of its parts only for perceptual hashes of pictures."""

    signal_type: str
    signal_value: str
    content_type: str
    quality: int | None = None
    views: tuple[View, ...] = ()

    @property
    def problem(self) -> str | None:
        """Return the code "low_quality" for a signal that should not be matched or submitted, else None."""
        weak = self.quality is not None and self.quality < MINIMUM_QUALITY
        return "low_quality" if weak or degenerate(self.signal_type, bytes.fromhex(self.signal_value)) else None


def hash_file(path: str | os.PathLike[str], types: Collection[str] = DEFAULT_TYPES) -> list[HashedSignal]:
    """Return the signals of a file, in the order of *types*; those that its content cannot have are left out.

    Raises UnreadableFileError with one of `hashdb.hashing.CODES`, and InvalidInputError for a type that is none.
    """
    kinds = [signal_type_named(name, "types") for name in types]
    file = Path(path)
    try:
        recognised = _recognise(file)
        names = [kind.name for kind in kinds if recognised.content_type in kind.content_types]
        found = {signal.signal_type: signal for signal in _signals(file, recognised, names)}
    except OSError as error:
        raise UnreadableFileError("unreadable", error.strerror or "the file cannot be read") from error
    if not found:
        raise UnreadableFileError("unsupported_format", f"no type that was asked for applies to {recognised.name}")
    return [found[name] for name in names]


def _recognise(file: Path) -> Format:
    if not file.is_file():
        raise UnreadableFileError("unreadable", "there is no such regular file")
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    if not head:
        raise UnreadableFileError("empty", "the file has no bytes")
    recognised = recognise(head)
    if recognised is None:
        raise UnreadableFileError("unsupported_format", "the file's first bytes are of no accepted format")
    return recognised


def _signals(file: Path, recognised: Format, names: list[str]) -> Iterator[HashedSignal]:
    wanted = [name for name in names if name not in _DIGESTS]
    if wanted:
        yield from _of_picture(file, recognised.name, wanted)
    for name, digest in digests(file, [name for name in names if name in _DIGESTS]).items():
        yield HashedSignal(signal_type=name, signal_value=digest.hex(), content_type=recognised.content_type)


def _of_picture(file: Path, format_name: str, names: list[str]) -> Iterator[HashedSignal]:
    picture = open_picture(file, format_name)
    fingerprint = pdq(luma(np.asarray(picture)))
    values = {"pdq": fingerprint.value} | {name: perceptual(picture, name) for name in names if name in ALGORITHMS}
    for name in names:
        yield HashedSignal(
            signal_type=name, signal_value=values[name].hex(), content_type="image", quality=fingerprint.quality
        )
