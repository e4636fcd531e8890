"""What a report says of signals and matches, from the counts of its days."""

from collections.abc import Callable, Iterable, Mapping

from hashdb.records.signal import BehaviourLabel, ContentType, ReviewReason
from hashdb.records.tally import UNSTATED, Cell
from hashdb.reports.counting import IDEOLOGIES, ideology, weighted
from hashdb.reports.document import Figures, Share
from hashdb.reports.tables import Table

Counts = Mapping[Cell, int]

_STEPS = ("active", "provisional", "rejected", "quarantined", "disputed", "withdrawn", "expired")
_LABELS = (*map(str, BehaviourLabel), UNSTATED)


def figures(counts: Counts, ideologies: Mapping[str, str], signal_types: Iterable[str]) -> Figures:
    """Return the figures of signals and matches; *ideologies* are those of the register's entries, by id."""

    def name_of(cell: Cell) -> str:
        return ideology(cell.ground, ideologies)

    return Figures(
        tables=[*_submitted(counts, name_of, signal_types), *_steps(counts, name_of), *_matches(counts, name_of)],
        shares=[
            Share(
                id="withdrawal_rate_by_ideology",
                definition="signals withdrawn in the period, of those activated in it",
                part="signals_withdrawn_by_ideology",
                whole="signals_activated_by_ideology",
            ),
            Share(
                id="false_positive_rate_by_ideology",
                definition="matches found false, of those that people decided about",
                part="false_positives_by_ideology",
                whole="matches_decided_by_ideology",
            ),
        ],
    )


def _submitted(counts: Counts, name_of: Callable[[Cell], str], signal_types: Iterable[str]) -> list[Table]:
    def table(by: str, word: Callable[[Cell], str], known: Iterable[str]) -> Table:
        return Table(
            id=f"signals_submitted_by_{by}",
            counted="signals submitted",
            definition="fingerprints submitted for the first time, or anew after their end",
            rows=_rows(counts, {"signal.submitted"}, word, known),
        )

    return [
        table("type", lambda cell: cell.signal_type, signal_types),
        table("content", lambda cell: cell.content_type, map(str, ContentType)),
        table("tier", lambda cell: cell.tier, "1234"),
        table("label", lambda cell: cell.label, _LABELS),
        table("ideology", name_of, IDEOLOGIES),
        table("ground", lambda cell: _ground(cell.ground), ("register_entry", "incident", "behaviour")),
    ]


def _steps(counts: Counts, name_of: Callable[[Cell], str]) -> list[Table]:
    def withdrawn(by: str, word: Callable[[Cell], str], known: Iterable[str]) -> Table:
        return Table(
            id=f"signals_withdrawn_by_{by}",
            counted="signals withdrawn",
            definition="signals withdrawn after they had been distributed",
            rows=_rows(counts, {"signal.withdrawn"}, word, known),
            part_of=("signals_by_step", "withdrawn"),
        )

    return [
        Table(
            id="signals_by_step",
            counted="steps of signals",
            definition="how often a signal entered this state",
            rows=_rows(counts, {f"signal.{each}" for each in _STEPS}, _state, _STEPS),
        ),
        Table(
            id="signals_rejected_by_reason",
            counted="signals rejected",
            definition="signals that reviewers rejected, by their reason",
            rows=_rows(counts, {"signal.rejected"}, _reason, map(str, ReviewReason)),
            part_of=("signals_by_step", "rejected"),
        ),
        Table(
            id="signals_activated_by_ideology",
            counted="signals activated",
            definition="signals that two people approved",
            rows=_rows(counts, {"signal.active"}, name_of, IDEOLOGIES),
            part_of=("signals_by_step", "active"),
        ),
        withdrawn("reason", _reason, map(str, ReviewReason)),
        withdrawn("ideology", name_of, IDEOLOGIES),
        Table(
            id="disputes_decided",
            counted="disputes decided",
            definition="disputes by their outcome",
            rows=_rows(counts, {"signal.upheld", "signal.overturned"}, _state, ("upheld", "overturned")),
        ),
    ]


def _matches(counts: Counts, name_of: Callable[[Cell], str]) -> list[Table]:
    decided = ("confirmed", "false_positive", "context_exempt")
    events = {f"match.{each}" for each in decided}
    return [
        Table(
            id="matches_found_by_label",
            counted="matches found",
            definition="signals found in what platforms host; a match decides nothing",
            rows=_rows(counts, {"match.found"}, lambda cell: cell.label, _LABELS),
        ),
        Table(
            id="matches_set_aside",
            counted="matches set aside",
            definition="matches that a machine kept from people: too weak, or the same content again",
            rows=_rows(counts, {"match.suppressed", "match.duplicate"}, _state, ("suppressed", "duplicate")),
        ),
        Table(
            id="matches_decided",
            counted="matches decided",
            definition="matches that people decided about, by outcome",
            rows=_rows(counts, events, _state, decided),
        ),
        Table(
            id="matches_decided_by_ideology",
            counted="matches decided",
            definition="matches that people decided about, by the ideology of the ground of the signal",
            rows=_rows(counts, events, name_of, IDEOLOGIES),
        ),
        Table(
            id="false_positives_by_ideology",
            counted="false positives",
            definition="matches that people found false",
            rows=_rows(counts, {"match.false_positive"}, name_of, IDEOLOGIES),
            part_of=("matches_decided", "false_positive"),
        ),
    ]


def _rows(counts: Counts, events: set[str], word: Callable[[Cell], str], known: Iterable[str]) -> dict[str, int]:
    return weighted(((word(cell), count) for cell, count in counts.items() if cell.event in events), known)


def _state(cell: Cell) -> str:
    return cell.event.partition(".")[2]


def _reason(cell: Cell) -> str:
    return cell.reason or UNSTATED


def _ground(ground: str) -> str:
    return {"reg": "register_entry", "inc": "incident"}.get(ground[:3], "behaviour")
