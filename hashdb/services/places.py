"""Places in the log as ranges, and as the text that an entry names them by: `3,7-9`."""

from collections.abc import Iterable, Sequence

from hashdb.errors import CorruptLogError

Range = tuple[int, int]


def ranges_of(seqs: Iterable[int]) -> list[Range]:
    """Return the first and last of each run of numbers; *seqs* may come in any order."""
    found: list[Range] = []
    for seq in sorted(set(seqs)):
        if found and seq == found[-1][1] + 1:
            found[-1] = (found[-1][0], seq)
        else:
            found.append((seq, seq))
    return found


def text_of(ranges: Iterable[Range]) -> str:
    """Return the ranges as text."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def read(text: str) -> list[Range]:
    """Return the ranges that a text names, or raise CorruptLogError."""
    try:
        parts = [part.split("-") for part in text.split(",")]
        return [(int(part[0]), int(part[-1])) for part in parts]
    except ValueError:
        raise CorruptLogError("an erasure does not say what it erased") from None


def outside(seqs: Sequence[int], ranges: Iterable[Range]) -> list[int]:
    """Return those of *seqs*, which ascend, that lie in no range."""
    left, waiting = [], sorted(ranges, reverse=True)
    for seq in seqs:
        while waiting and waiting[-1][1] < seq:
            waiting.pop()
        if not waiting or waiting[-1][0] > seq:
            left.append(seq)
    return left
