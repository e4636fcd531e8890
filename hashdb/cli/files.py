"""What a command is given to hash: files, folders, addresses and texts, each with its signals or its error.

One bad file never stops a run. Decoders are only loaded when the first file is hashed, and each of the threads that
hash here has a process of its own that decodes (`hashdb.hashing`).
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal

from hashdb.cli.walking import walk
from hashdb.errors import InvalidInputError, UnreadableFileError

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

# So many files for each job are hashed ahead of the one that is waited for.
_AHEAD = 8
_SHOWN_OF_TEXT = 80

Kind = Literal["path", "url", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """One file, address or text (`source`) with its signals, or with why it has none."""

    source: Path | str
    kind: Kind = "path"
    signals: tuple["HashedSignal", ...] = ()
    error: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The source as it is shown."""
        if isinstance(self.source, Path):
            return shown(self.source)
        return shorten(self.source, _SHOWN_OF_TEXT, placeholder="...") if self.kind == "text" else self.source

    @property
    def sent(self) -> tuple["HashedSignal", ...]:
        """The signals that are strong enough to be matched or submitted."""
        return tuple(signal for signal in self.signals if signal.problem is None)

    def failed(self, code: str, message: str) -> "HashedFile":
        """Return the file with an error in place of its signals."""
        return replace(self, signals=(), error={"code": code, "message": message})

    def line(self, **fields: object) -> dict[str, Any]:
        """Return the file's line of output: its name, then its error or *fields*."""
        line: dict[str, Any] = {self.kind: self.name}
        if self.error:
            return line | {"error": dict(self.error)}
        left_out = {signal.signal_type: signal.problem for signal in self.signals if signal.problem}
        return line | fields | ({"left_out": left_out} if left_out else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is to be hashed, and how."""

    paths: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strategy: str = "fast"
    keyframes: bool = False
    jobs: int = 1

    def names(self) -> Iterator[HashedFile]:
        """Yield everything in its order, not hashed yet."""
        for found in walk(self.paths):
            named = HashedFile(source=found.path)
            yield named if found.error is None else named.failed(found.error.code, str(found.error))
        yield from (HashedFile(source=url, kind="url") for url in self.urls)
        yield from (HashedFile(source=text, kind="text") for text in self.texts)

    def hashed(self, named: Iterable[HashedFile]) -> Iterator[HashedFile]:
        """Hash each, several at a time, in the order given."""
        work = partial(_hashed, inputs=self)
        with ThreadPoolExecutor(self.jobs) as pool:
            ahead: deque[Future[HashedFile]] = deque()
            try:
                for each in named:
                    ahead.append(pool.submit(work, each))
                    while ahead and (len(ahead) >= self.jobs * _AHEAD or ahead[0].done()):
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def shown(path: Path) -> str:
    """Return a path as text, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _hashed(file: HashedFile, inputs: Inputs) -> HashedFile:
    if file.error:
        return file
    try:
        return replace(file, signals=tuple(_signals(file, inputs)))
    except UnreadableFileError as error:
        return file.failed(error.code, str(error))
    except InvalidInputError as error:
        return file.failed(error.slug, str(error))


def _signals(file: HashedFile, inputs: Inputs) -> list["HashedSignal"]:
    from hashdb import hashing  # noqa: PLC0415 - brings the decoders

    if isinstance(file.source, Path):
        types = inputs.types or hashing.DEFAULT_TYPES
        return hashing.hash_file(file.source, types, strategy=inputs.strategy, keyframes=inputs.keyframes)
    hashed = hashing.hash_url(file.source) if file.kind == "url" else hashing.hash_text(file.source)
    wanted = [signal for signal in hashed if not inputs.types or signal.signal_type in inputs.types]
    if not wanted:
        raise UnreadableFileError("unsupported_format", f"no type that was asked for applies to a {file.kind}")
    return wanted
