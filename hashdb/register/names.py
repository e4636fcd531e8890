"""How much a name that somebody asks for resembles a listed one.

Whole names are compared, with their words in any order: partial comparison finds every "Liberal Front" in some front's
name. Acronyms and names of one word are compared exactly. A score makes a candidate, never a link: people decide.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import Generic, TypeVar

from anyascii import anyascii
from rapidfuzz import fuzz, process

KeyT = TypeVar("KeyT")

# A name from CANDIDATE on may be the one that is meant; from GREY on it is shown as a look-alike.
CANDIDATE = 88.0
GREY = 80.0

_STOP = {"the", "of", "and", "for", "al", "el", "in"}
_WORD = re.compile(r"[a-z0-9]+")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_BRACKETED = re.compile(r"\(([^)]+)\)")
_EXACT = 100.0
# Some 1,500 entries have ten names each; their words are the same at every search.
_REMEMBERED = 50_000


def tokens(text: str) -> list[str]:
    """Return the words of a name in Latin letters, without the smallest of them."""
    latin = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return [word for word in _WORD.findall(latin) if word not in _STOP]


def forms(name: str) -> Iterator[str]:
    """Yield a name and each part in brackets on its own: 'X FRONT (XF)' is 'X FRONT' and 'XF'."""
    yield _IN_BRACKETS.sub("", name).strip()
    yield from _BRACKETED.findall(name)


def score(query: str, listed: str) -> float:
    """Return how much *query* resembles the listed name, from 0 to 100."""
    return _score(tokens(query), listed)


def best(query: str, listed: Iterable[str]) -> tuple[float, str]:
    """Return the highest score of *query* among the listed names, and the name that has it."""
    asked = tokens(query)
    scored = ((_score(asked, name), name) for name in listed)
    return max(scored, key=itemgetter(0), default=(0.0, ""))


class Directory(Generic[KeyT]):
    """Many names, each with what it is a name of, prepared so that a search takes a millisecond or two."""

    def __init__(self, listed: Iterable[tuple[KeyT, str]]) -> None:
        self._sorted: list[str] = []
        self._several: list[tuple[KeyT, str]] = []
        self._single: dict[str, list[tuple[KeyT, str]]] = {}
        for key, name in listed:
            for words in _words_of(name):
                if len(words) == 1:
                    self._single.setdefault(words[0], []).append((key, name))
                elif words:
                    self._sorted.append(_in_order(words))
                    self._several.append((key, name))

    def search(self, query: str, least: float) -> list[tuple[float, KeyT, str]]:
        """Return the names whose score is at least *least*, the best first: score, what it names, and the name."""
        asked = tokens(query)
        if len(asked) <= 1:
            return [(_EXACT, key, name) for key, name in self._single.get("".join(asked), ())]
        found = process.extract(
            _in_order(asked), self._sorted, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=least
        )
        return [(float(score), *self._several[place]) for _, score, place in found]


def _in_order(words: list[str]) -> str:
    """Return the words sorted: the ratio of two such texts is the `token_sort_ratio` of the names."""
    return " ".join(sorted(words))


def _score(asked: list[str], listed: str) -> float:
    return max((_compare(asked, words) for words in _words_of(listed)), default=0.0)


def _compare(asked: list[str], words: list[str]) -> float:
    if not asked or not words:
        return 0.0
    if len(asked) == 1 or len(words) == 1:
        return _EXACT if asked == words else 0.0
    return float(fuzz.token_sort_ratio(" ".join(asked), " ".join(words)))


@lru_cache(maxsize=_REMEMBERED)
def _words_of(name: str) -> list[list[str]]:
    return [tokens(form) for form in forms(name)]
