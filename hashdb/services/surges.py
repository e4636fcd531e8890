"""Early warning: each day, and each week, the counts that their own history does not explain become alerts.

Counted are submissions and matches by label, by ideology and by region. The statistic and what it promises stand in
`hashdb.reports.surges`; days and weeks share the rate of false alarms that the policy sets.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hashdb.records.alert import AlertKind
from hashdb.records.tally import Digest
from hashdb.reports.counting import ideology
from hashdb.reports.regions import region_of
from hashdb.reports.surges import Surge, surges
from hashdb.services import alerts, digests, figures, tallies
from hashdb.store import Store

DUTY = "surges"
_DAYS, _WEEKS, _WEEK = 28, 26, 7
_KEPT = ("label", "ground", "member_id")
_EVENTS = (tallies.SUBMITTED, tallies.FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One count that is watched: how often something happened, of one label, ideology or region."""

    event: str
    dimension: str
    word: str


Spanned = Mapping[Watched, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A surging count: what is watched, in how many days from when on, and what was expected."""

    watched: Watched
    start: date
    days: int
    surge: Surge

    @property
    def id(self) -> str:
        """What the alert is about."""
        span = "week" if self.days == _WEEK else "day"
        return f"{self.watched.event} {self.watched.dimension} {self.watched.word} {span} {self.start}"


def look(store: Store, now: datetime) -> None:
    """Raise an alert for each count that surges: of yesterday, of days that were missed, of weeks that ended then."""
    for day in _not_looked_at(store, now.date()):
        for found in found_on(store, day):
            alerts.raise_now(store, AlertKind.SURGE, "tally", found.id, now=now)


def _not_looked_at(store: Store, today: date) -> Iterator[date]:
    """Yield yesterday, and with it the days on which nobody looked, of the last week."""
    last = store.last_day(DUTY)
    first = today - timedelta(days=1) if last is None else date.fromisoformat(last)
    for back in range(_WEEK, 0, -1):
        day = today - timedelta(days=back)
        if day >= min(first, today - timedelta(days=1)):
            yield day


def day_before(now: datetime) -> date:
    """Return the last day that is over."""
    return now.date() - timedelta(days=1)


def found_on(store: Store, day: date) -> list[Found]:
    """Return the surging counts of a day, and if it is a Sunday those of its week."""
    found = surging(store, day, spans_until(store, day))
    if day.weekday() == _WEEK - 1:
        monday = day - timedelta(days=_WEEK - 1)
        found += _found(_spans(store, monday, _WEEK, _WEEKS), monday, _WEEK, _alpha(store))
    return found


def spans_until(store: Store, day: date) -> list[Spanned]:
    """Return what was counted on a day, behind each day of the four weeks before it; none from before the service."""
    return _spans(store, day, 1, _DAYS)


def surging(store: Store, day: date, spans: Sequence[Spanned]) -> list[Found]:
    """Return the surging counts of the last of the spans that `spans_until` told."""
    return _found(spans, day, 1, _alpha(store))


def histories(spans: Sequence[Spanned], event: str, dimension: str) -> dict[str, list[int]]:
    """Return the counts of one event by the words of a dimension, span by span, the most frequent word first."""
    words = {each.word for span in spans for each in span if (each.event, each.dimension) == (event, dimension)}
    found = {
        word: [span.get(Watched(event=event, dimension=dimension, word=word), 0) for span in spans] for word in words
    }
    return dict(sorted(found.items(), key=lambda each: (-sum(each[1]), each[0])))


def _alpha(store: Store) -> float:
    return store.policy().surge_alpha_per_mille / 1_000 / 2


def _found(spans: Sequence[Spanned], start: date, days: int, alpha: float) -> list[Found]:
    cells = {watched: None for span in spans for watched in span}
    counts = {each: _with_history(each, spans) for each in cells}
    return [
        Found(watched=watched, start=start, days=days, surge=surge)
        for watched, surge in surges(counts, alpha=alpha).items()
    ]


def _with_history(watched: Watched, spans: Sequence[Spanned]) -> tuple[int, list[int]]:
    """Return the last count and those before it."""
    *history, count = [span.get(watched, 0) for span in spans]
    return count, history


def _spans(store: Store, start: date, days: int, length: int) -> list[Spanned]:
    """Return the counts of each span of the history, then those from *start* on; none from before the service began."""
    first = _first_day(store)
    begins = [start - back * timedelta(days=days) for back in range(length, -1, -1)]
    spans = [
        [digest for _, digest in digests.between(store, begin, begin + timedelta(days=days), _EVENTS, _KEPT)]
        for begin in begins
        if first is not None and begin >= first
    ]
    words = {
        dimension: {
            word for span in spans for digest in span for each in _EVENTS for word in _of(digest, each, dimension)
        }
        for dimension in ("ground", "member_id")
    }
    names, regions = figures.ideologies_of(store, words["ground"]), _regions(store, words["member_id"])
    return [_watched(span, names, regions) for span in spans]


def _watched(span: Sequence[Digest], names: Mapping[str, str], regions: Mapping[str, str]) -> Counter[Watched]:
    total: Counter[Watched] = Counter()
    readings = (
        ("label", "label", lambda word: word),
        ("ideology", "ground", lambda word: ideology(word, names)),
        ("region", "member_id", lambda word: regions.get(word, region_of(None))),
    )
    for digest in span:
        for event in _EVENTS:
            for dimension, kept, read in readings:
                for word, count in _of(digest, event, kept).items():
                    total[Watched(event=event, dimension=dimension, word=read(word))] += count
    return total


def _of(digest: Digest, event: str, dimension: str) -> Mapping[str, int]:
    return digest[event][dimension] if event in digest else {}


def _regions(store: Store, member_ids: Iterable[str]) -> dict[str, str]:
    return {each.id: region_of(each.country) for each in store.members.many(sorted(member_ids))}


def _first_day(store: Store) -> date | None:
    """Return the day on which the service began, which the log tells."""
    first = store.log.entries(0, 1)
    at = first[0].at if first else None
    return None if at is None else at.date()
