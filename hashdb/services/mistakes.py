"""How often the service is wrong, as far as anybody has noticed, with the interval that so few cases allow to tell.

Told by ideology of the ground, and for complaints by the language of whoever complains. In which language content is
nobody here knows: hashes do not tell, and nothing else of it is kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hashdb.lifecycles.appeal import State
from hashdb.reports.counting import ideology
from hashdb.reports.intervals import wilson
from hashdb.services import digests, figures
from hashdb.store import Store

FALSE = "match.false_positive"
DECIDED = ("match.confirmed", FALSE, "match.context_exempt")
ACTIVATED, WITHDRAWN = "signal.active", "signal.withdrawn"
RIGHT = tuple(f"appeal.{each}" for each in (State.UPHELD, State.PARTLY_UPHELD))
RULED = (*RIGHT, *(f"appeal.{each}" for each in (State.DISMISSED, State.INADMISSIBLE)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Of so many of one kind so many were wrong, which says that the rate lies between these bounds (95 %)."""

    word: str
    wrong: int
    whole: int

    @property
    def share(self) -> float | None:
        """The rate that was seen, None where nothing was."""
        return self.wrong / self.whole if self.whole else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between what the true rate lies, if the cases are like others."""
        return wilson(min(self.wrong, self.whole), self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The rates of a time: matches found false, signals withdrawn, complaints that were right."""

    matches: list[Rate]
    signals: list[Rate]
    appeals: list[Rate]


def of(store: Store, start: date, end: date) -> Mistakes:
    """Return the rates of the days from *start* to before *end*."""
    grounds = digests.sums(store, start, end, "ground", (*DECIDED, WITHDRAWN, ACTIVATED))
    languages = digests.sums(store, start, end, "reason", RULED)
    names = figures.ideologies_of(store, {ground for counts in grounds.values() for ground in counts})
    return Mistakes(
        matches=_rates(_by_ideology(grounds[FALSE], names), _by_ideology(_together(grounds, DECIDED), names)),
        signals=_rates(_by_ideology(grounds[WITHDRAWN], names), _by_ideology(grounds[ACTIVATED], names)),
        appeals=_rates(_together(languages, RIGHT), _together(languages, RULED)),
    )


def _together(counts: Mapping[str, Counter[str]], events: Iterable[str]) -> Counter[str]:
    return sum((counts[each] for each in events), Counter())


def _by_ideology(counts: Mapping[str, int], names: Mapping[str, str]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for ground, count in counts.items():
        sums[ideology(ground, names)] += count
    return sums


def _rates(wrong: Mapping[str, int], whole: Mapping[str, int]) -> list[Rate]:
    words = sorted({*wrong, *whole}, key=lambda each: (-whole.get(each, 0), each))
    return [Rate(word=each, wrong=wrong.get(each, 0), whole=whole.get(each, 0)) for each in words]
