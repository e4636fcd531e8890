"""Count things by a word of theirs, with a row for every word that there could have been."""

from collections import Counter
from collections.abc import Iterable, Mapping

from hashdb.records.register import Ideology
from hashdb.records.tally import UNSTATED

IDEOLOGIES = (*map(str, Ideology), UNSTATED)


def by(words: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """Return how often each word occurs; the *known* ones have a row in any case, others come behind them."""
    return weighted(((word, 1) for word in words), known)


def weighted(counts: Iterable[tuple[str, int]], known: Iterable[str]) -> dict[str, int]:
    """Return the sums of (word, count)."""
    sums: Counter[str] = Counter(dict.fromkeys(known, 0))
    for word, count in counts:
        sums[word] += count
    return dict(sums)


def ideology(ground: str | None, ideologies: Mapping[str, str]) -> str:
    """Return in whose name the entry of the register is that something rests on."""
    return ideologies.get(ground or "", UNSTATED)
