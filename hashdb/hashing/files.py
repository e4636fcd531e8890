"""One file, text or URL to all the signals that apply to it.

Digests are taken here, byte for byte. Whatever has to be decoded is handed to a process with limits (`child`), which
gets the opened file and the names of what is wanted, never a path.
"""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from hashdb.errors import FieldProblem, InvalidInputError, UnreadableFileError
from hashdb.hashing import child, wire
from hashdb.hashing.content import HEAD_BYTES, Format, recognise
from hashdb.hashing.digests import digests
from hashdb.hashing.signal import MINIMUM_QUALITY, HashedSignal
from hashdb.hashing.strategies import STRATEGIES
from hashdb.hashing.text import MAX_CHARACTERS, signals_of_text
from hashdb.hashing.urls import hash_url
from hashdb.signals import SignalType, signal_type_named

__all__ = ["DEFAULT_TYPES", "MINIMUM_QUALITY", "HashedSignal", "hash_file", "hash_text", "hash_url"]

# whash finds false pairs easily; SHA-1 is for lists that know nothing else. Both on request only.
DEFAULT_TYPES = ("pdq", "phash", "dhash", "vpdq", "text_sha256", "text_minhash", "sha256", "md5")

# What documents have besides what the registry says: the pictures inside.
_INSIDE = {"pdf": "image"}


def hash_file(
    path: str | os.PathLike[str],
    types: Collection[str] = DEFAULT_TYPES,
    *,
    strategy: str = "fast",
    keyframes: bool = False,
) -> list[HashedSignal]:
    """Return the signals of a file, in the order of *types*; those that its content cannot have are left out.

    *strategy* is one of STRATEGIES. A document has a signal for each picture inside. With *keyframes*, only the key
    frames of a video are decoded. Raises UnreadableFileError with one of `hashdb.hashing.CODES`, and InvalidInputError
    for a type or strategy that is none.
    """
    kinds = [signal_type_named(name, "types") for name in types]
    if strategy not in STRATEGIES:
        raise InvalidInputError(FieldProblem("strategy", f"must be one of {', '.join(STRATEGIES)}"))
    try:
        with _opened(Path(path)) as file:
            recognised = _recognise(file)
            applicable = [kind for kind in kinds if _applies(kind, recognised)]
            found = list(_signals(file, recognised, applicable, strategy, keyframes=keyframes))
    except OSError as error:
        raise UnreadableFileError("unreadable", error.strerror or "the file cannot be read") from error
    if not found:
        raise UnreadableFileError("unsupported_format", f"no type that was asked for applies to this {recognised.name}")
    places = {name: place for place, name in enumerate(types)}
    return sorted(found, key=lambda signal: places[signal.signal_type])


def hash_text(text: str) -> list[HashedSignal]:
    """Return the signals of a text; none of one without visible characters, no MinHash of one below 50 words.

    Raises InvalidInputError, which names `text`, for one of more than a million characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInputError(FieldProblem("text", f"may have at most {MAX_CHARACTERS} characters"))
    return list(signals_of_text(text))


def _opened(path: Path) -> BinaryIO:
    """Open a regular file, without waiting for what is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UnreadableFileError("unreadable", "there is no such regular file") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableFileError("unreadable", "there is no such regular file")
    return os.fdopen(descriptor, "rb", buffering=0)


def _recognise(file: BinaryIO) -> Format:
    head = file.read(HEAD_BYTES)
    if not head:
        raise UnreadableFileError("empty", "the file has no bytes")
    recognised = recognise(head)
    if recognised is None:
        raise UnreadableFileError("unsupported_format", "the file's first bytes are of no accepted format")
    return recognised


def _applies(kind: SignalType, recognised: Format) -> bool:
    return recognised.content_type in kind.content_types or _INSIDE.get(recognised.content_type) in kind.content_types


def _signals(
    file: BinaryIO, recognised: Format, kinds: Sequence[SignalType], strategy: str, *, keyframes: bool
) -> Iterator[HashedSignal]:
    decoded = tuple(kind.name for kind in kinds if not kind.is_of_file)
    if decoded:
        request = wire.Request(
            format_name=recognised.name,
            content_type=recognised.content_type,
            types=decoded,
            strategy=strategy,
            keyframes=keyframes,
        )
        file.seek(0)
        yield from (signal for signal in child.signals_of(request, file) if signal.signal_type in decoded)
    file.seek(0)
    for name, digest in digests(file, [kind.name for kind in kinds if kind.is_of_file]).items():
        yield HashedSignal(signal_type=name, signal_value=digest.hex(), content_type=recognised.content_type)
