"""What a report says of appeals, incidents, members, the register and disclosures, from records and counts."""

from collections.abc import Iterable, Mapping, Sequence

from hashdb.lifecycles import member as member_life
from hashdb.lifecycles import register_entry as entry_life
from hashdb.lifecycles.appeal import State
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject
from hashdb.records.disclosure import DisclosureGround
from hashdb.records.incident import Incident, SampleVerdict
from hashdb.records.member import DeclaredUse, Member
from hashdb.records.register import RegisterEntry
from hashdb.records.tally import UNSTATED, Cell
from hashdb.reports.counting import by, weighted
from hashdb.reports.document import Duration, Figures
from hashdb.reports.tables import Table

_OUTCOMES = ("upheld", "partly_upheld", "dismissed", "inadmissible", "open")


def appeals(lodged: Iterable[Appeal]) -> Figures:
    """Return the figures of the appeals that were lodged in the period."""
    known = list(lodged)
    columns: dict[str, tuple[list[str], Iterable[str]]] = {
        "ground": ([str(each.grounds[0]) for each in known], map(str, AppealGround)),
        "subject": ([str(each.subject_type) for each in known], map(str, AppealSubject)),
        "language": ([each.language.partition("-")[0] for each in known], ()),
        "outcome": ([_outcome(each) for each in known], _OUTCOMES),
    }
    return Figures(
        tables=[
            Table(
                id=f"appeals_by_{name}",
                counted="appeals",
                definition="appeals lodged in the period; the first of their grounds counts",
                rows=by(words, rows),
            )
            for name, (words, rows) in columns.items()
        ],
        durations=[
            Duration(
                id="appeal_time",
                definition="from lodging to decision, without the time in which the appellant was asked",
                seconds=[
                    (each.decided_at - each.received_at).total_seconds() - each.stopped_for
                    for each in known
                    if each.decided_at is not None
                ],
            )
        ],
    )


def incidents(begun: Sequence[Incident]) -> Figures:
    """Return the figures of the crises that were activated."""
    active = [each for each in begun if each.activated_at is not None]
    verdicts = [str(one.verdict) for each in active for one in each.sample if one.verdict is not None]
    return Figures(
        tables=[
            Table(
                id="incidents_by_type",
                counted="incidents",
                definition="incidents that were activated",
                rows=by((each.activation_type for each in active), ()),
            ),
            Table(
                id="crisis_decisions_looked_at_again",
                counted="crisis decisions looked at again",
                definition="decisions of a crisis that people without a part in it looked at again",
                rows=by(verdicts, map(str, SampleVerdict)),
            ),
        ],
        durations=[
            Duration(
                id="incident_time",
                definition="from activation to conclusion",
                seconds=[
                    (each.concluded_at - each.activated_at).total_seconds()
                    for each in active
                    if each.concluded_at is not None and each.activated_at is not None
                ],
            )
        ],
    )


def members(admitted: Sequence[Member], standings: Iterable[str], known: Iterable[str]) -> Figures:
    """Return the figures of the members, as they stand when the report is frozen.

    *standings* are how reliable the submissions of each were found, in words of *known*.
    """
    uses = [str(DeclaredUse.AUTO_ACTION) if _acts_alone(each) else _declared(each) for each in admitted]
    columns: dict[str, tuple[list[str], Iterable[str]]] = {
        "status": ([str(each.state) for each in admitted], map(str, member_life.State)),
        "kind": ([str(each.kind) for each in admitted], ()),
        "declared_use": (uses, (*map(str, DeclaredUse), UNSTATED)),
        "standing": (list(standings), known),
    }
    return Figures(
        tables=[
            Table(id=f"members_by_{name}", counted="members", definition="members when frozen", rows=by(words, rows))
            for name, (words, rows) in columns.items()
        ]
    )


def register(entries: Sequence[RegisterEntry]) -> Figures:
    """Return the figures of the register's entries that were proposed in the period, as they stand."""
    return Figures(
        tables=[
            Table(
                id="register_entries_by_state",
                counted="register entries",
                definition="entries of the register that were proposed or imported in the period, as they stand",
                rows=by((str(each.state) for each in entries), map(str, entry_life.State)),
            )
        ]
    )


def disclosures(counts: Mapping[Cell, int]) -> Figures:
    """Return the figures of what was told to law enforcement."""
    made = ((cell.reason, count) for cell, count in counts.items() if cell.event == "disclosure.made")
    return Figures(
        tables=[
            Table(
                id="law_enforcement_disclosures",
                counted="disclosures",
                definition="occasions on which the operator told law enforcement something, by ground",
                rows=weighted(made, map(str, DisclosureGround)),
            )
        ]
    )


def _outcome(appeal: Appeal) -> str:
    """Return how an appeal was decided, also after it was remedied or closed."""
    if appeal.decision in _OUTCOMES:
        return appeal.decision
    return str(State.INADMISSIBLE) if appeal.state is State.INADMISSIBLE else "open"


def _acts_alone(member: Member) -> bool:
    return DeclaredUse.AUTO_ACTION in member.use_modes.values()


def _declared(member: Member) -> str:
    return str(DeclaredUse.REVIEW_ONLY) if member.use_modes else UNSTATED
