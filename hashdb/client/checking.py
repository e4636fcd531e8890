"""One file, looked up: what was asked, what was left out, and what was found."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hashdb.client.answers import Hit

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file and the live signals that are near it; `hits` may be for a person only, see their `use_mode`.

    `left_out` names the types whose signal was too weak to be looked up, and why. `hashdb.client.because(hit)` says in
    a sentence which part of the file met which part of the signal's picture.
    """

    path: str
    signals: tuple["HashedSignal", ...]
    hits: tuple[Hit, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether any live signal is near."""
        return bool(self.hits)


def hashing(
    path: str | os.PathLike[str], strategy: str, types: Collection[str] | None, *, keyframes: bool
) -> Callable[[], list["HashedSignal"]]:
    """Return the work of hashing a file; what decodes is loaded when it is done."""

    def work() -> list["HashedSignal"]:
        from hashdb.hashing import DEFAULT_TYPES, hash_file  # noqa: PLC0415 - brings the decoders

        return hash_file(path, types or DEFAULT_TYPES, strategy=strategy, keyframes=keyframes)

    return work


def checked(
    path: str | os.PathLike[str], signals: Sequence["HashedSignal"], answers: Sequence[Sequence[Hit]]
) -> Checked:
    """Return what was found; *answers* are those to the signals that have no problem, in their order."""
    weak: Iterator[tuple[str, str]] = ((each.signal_type, each.problem) for each in signals if each.problem)
    return Checked(
        path=os.fspath(path),
        signals=tuple(signals),
        hits=tuple(hit for answer in answers for hit in answer),
        left_out=dict(weak),
    )
