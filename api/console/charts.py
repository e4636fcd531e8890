"""From counts to charts: which events a chart shows, and what they are called."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_skeleton

from api.drawing import Chart, Series
from api.language import N_, gettext, language
from hashdb.services import tallies
from hashdb.services.backlog import Undecided, Waiting
from hashdb.services.case_tallies import ACKNOWLEDGED, ACTED, LATE
from hashdb.services.series import History, Step

Lines = Mapping[str, Sequence[str]]

# What is drawn as one line: its words, and the events that it counts together.
SIGNALS: Lines = {
    N_("submitted"): (tallies.SUBMITTED,),
    N_("activated"): ("signal.active",),
    N_("rejected"): ("signal.rejected",),
    N_("disputed"): ("signal.disputed",),
    N_("withdrawn"): ("signal.withdrawn",),
}
MATCHES: Lines = {
    N_("found"): (tallies.FOUND,),
    N_("confirmed"): ("match.confirmed",),
    N_("false"): ("match.false_positive",),
    N_("exempt by context"): ("match.context_exempt",),
    N_("set aside by a machine"): ("match.suppressed", "match.duplicate"),
}
REQUESTS: Lines = {
    N_("sent"): ("request.dispatched",),
    N_("received"): ("request.received",),
    N_("withdrawn"): ("request.withdrawn",),
    N_("undeliverable"): ("request.undeliverable",),
}
ANSWERS: Lines = {
    N_("acted"): ("request.actioned", "request.partially_actioned"),
    N_("declined"): ("request.declined",),
    N_("unable"): ("request.unable",),
    N_("asked us something"): ("request.clarification",),
    N_("overdue"): ("request.overdue",),
}
APPEALS: Lines = {
    N_("lodged"): ("appeal.lodged",),
    N_("upheld"): ("appeal.upheld", "appeal.partly_upheld"),
    N_("dismissed"): ("appeal.dismissed",),
    N_("inadmissible"): ("appeal.inadmissible",),
}
DELIVERIES: Lines = {
    N_("delivered"): ("delivery.delivered",),
    N_("to be tried again"): ("delivery.retry_scheduled",),
    N_("given up"): ("delivery.failed", "delivery.endpoint_gone"),
}
ACKNOWLEDGEMENTS: Lines = {N_("in time"): (ACKNOWLEDGED,), N_("late"): (ACKNOWLEDGED + LATE,)}
ACTIONS: Lines = {N_("in time"): (ACTED,), N_("late"): (ACTED + LATE,)}

BUCKET_WORDS = {
    "15m": N_("15 min"),
    "1h": N_("1 hour"),
    "4h": N_("4 hours"),
    "1d": N_("1 day"),
    "7d": N_("7 days"),
    "longer": N_("longer"),
}
QUEUE_WORDS = {
    "signals": N_("Signals to review"),
    "reaffirmations": N_("Signals to reaffirm"),
    "requests": N_("Requests, ours to decide or answer"),
    "platforms": N_("Requests, at platforms"),
    "appeals": N_("Complaints"),
    "register": N_("Entries of the register to review"),
}
AHEAD_WORDS = (N_("overdue"), N_("1 hour"), N_("4 hours"), N_("1 day"), N_("7 days"), N_("later"))
BEHIND_WORDS = (N_("longer"), N_("7 days"), N_("1 day"), N_("4 hours"), N_("1 hour"))
# Decisions of people; what platforms owe and what is looked at again in months is another matter.
_OURS = ("signals", "requests", "appeals")


def over_time(title: str, history: History, lines: Lines) -> Chart:
    """Return how often something happened, a line for each of *lines*."""
    return Chart(
        title=title,
        labels=_labels(history.starts),
        series=[Series(name=gettext(words), values=history.of(*events)) for words, events in lines.items()],
    )


def how_long(title: str, taken: Mapping[str, Mapping[str, int]]) -> Chart:
    """Return how long platforms took to acknowledge and to act, by buckets; *taken* are the counts of each event."""
    kinds = {gettext("to acknowledge"): ACKNOWLEDGED, gettext("to act"): ACTED}
    return Chart(
        title=title,
        labels=[gettext(each) for each in BUCKET_WORDS.values()],
        series=[
            Series(
                name=words,
                values=[taken[event].get(each, 0) + taken[event + LATE].get(each, 0) for each in BUCKET_WORDS],
            )
            for words, event in kinds.items()
        ],
        unit=gettext("requests, at most so long"),
    )


def deadlines(title: str, queues: Sequence[Waiting]) -> Chart:
    """Return how much is due when."""
    shown = [each for each in queues if each.name in _OURS]
    return Chart(
        title=title,
        labels=[gettext(each) for each in AHEAD_WORDS],
        series=[Series(name=gettext(QUEUE_WORDS[each.name]), values=each.counts) for each in shown],
        unit=gettext("cases, due within"),
    )


def ages(title: str, undecided: Undecided) -> Chart:
    """Return how long matches wait, the youngest first."""
    return Chart(
        title=title,
        labels=[gettext(each) for each in reversed(BEHIND_WORDS)],
        series=[Series(name=gettext("matches"), values=list(reversed(undecided.counts)))],
        unit=gettext("matches, for at most so long"),
    )


def watched(title: str, found: Mapping[str, Sequence[int]], words: Mapping[str, str], until: date, most: int) -> Chart:
    """Return the most frequent words of a dimension, day by day up to *until*."""
    shown = list(found.items())[:most]
    length = len(shown[0][1]) if shown else 0
    return Chart(
        title=title,
        labels=_labels([date.fromordinal(until.toordinal() - length + 1 + each) for each in range(length)]),
        series=[Series(name=words.get(word, word.replace("_", " ")), values=counts) for word, counts in shown],
    )


def steps() -> dict[str, str]:
    """Return the lengths of time that charts may have, in words."""
    return {Step.DAY: gettext("28 days"), Step.WEEK: gettext("26 weeks")}


def _labels(days: Sequence[date]) -> list[str]:
    return [str(format_skeleton("MMMd", each, locale=language().locale)) for each in days]
