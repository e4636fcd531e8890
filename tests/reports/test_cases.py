from dataclasses import replace
from datetime import datetime, timedelta

from hashdb.lifecycles import appeal as appeal_life
from hashdb.lifecycles import incident as incident_life
from hashdb.lifecycles import member as member_life
from hashdb.lifecycles import register_entry as entry_life
from hashdb.records.appeal import Appeal, AppealChannel, AppealGround, AppealSubject, AppellantKind
from hashdb.records.incident import Incident, Sampled, SampleVerdict
from hashdb.records.member import DeclaredUse, Kind, Member
from hashdb.records.register import Names, RegisterEntry, Schema
from hashdb.records.signal import BehaviourLabel
from hashdb.reports import cases
from hashdb.reports.document import Figures

NOW = datetime.fromisoformat("2027-03-01T09:00:00Z")
APPEAL = Appeal(
    id="apl_1",
    code_digest="00",
    channel=AppealChannel.PUBLIC_FORM,
    appellant_kind=AppellantKind.CIVIL_SOCIETY,
    subject_type=AppealSubject.SIGNAL,
    grounds=(AppealGround.EXEMPT_CONTEXT, AppealGround.OTHER),
    language="fr-CA",
    received_at=NOW,
)
UPHELD = replace(
    APPEAL,
    decision="upheld",
    state=appeal_life.State.CLOSED,
    decided_at=NOW + timedelta(days=5),
    stopped_for=2 * 86_400,
)
INCIDENT = Incident(id="inc_1", title="An incident", activation_type="pci", started_at=NOW, created_at=NOW)
MEMBER = Member(id="org_1", name="A", kind=Kind.PLATFORM, group_id="org_1", created_at=NOW)


def rows(figures: Figures, table: str) -> dict[str, int]:
    """Return the rows of a table that have anything in them."""
    found = next(each for each in figures.tables if each.id == table)
    return {name: count for name, count in found.rows.items() if count}


def test_appeals_are_told_by_ground_language_and_outcome() -> None:
    found = cases.appeals([APPEAL, UPHELD, replace(APPEAL, state=appeal_life.State.INADMISSIBLE)])

    assert rows(found, "appeals_by_ground") == {"exempt_context": 3}
    assert rows(found, "appeals_by_language") == {"fr": 3}
    assert rows(found, "appeals_by_outcome") == {"open": 1, "upheld": 1, "inadmissible": 1}


def test_the_time_in_which_the_appellant_was_asked_does_not_count() -> None:
    assert list(cases.appeals([APPEAL, UPHELD]).durations[0].seconds) == [3 * 86_400]


def test_a_crisis_is_told_with_what_was_looked_at_again() -> None:
    sample = (Sampled(signal_id="sig_1", verdict=SampleVerdict.OBJECTED), Sampled(signal_id="sig_2"))
    over = replace(
        INCIDENT,
        activated_at=NOW,
        concluded_at=NOW + timedelta(hours=20),
        sample=sample,
        state=incident_life.State.CONCLUDED,
    )
    found = cases.incidents([INCIDENT, over])

    assert rows(found, "incidents_by_type") == {"pci": 1}
    assert rows(found, "crisis_decisions_looked_at_again") == {"objected": 1}
    assert list(found.durations[0].seconds) == [20 * 3_600]


def test_members_are_told_by_what_they_declare_to_do_with_hits() -> None:
    gta = BehaviourLabel.GLORIFICATION
    members = [
        MEMBER,
        replace(MEMBER, use_modes={gta: DeclaredUse.REVIEW_ONLY}),
        replace(MEMBER, use_modes={gta: DeclaredUse.AUTO_ACTION}, state=member_life.State.WARNED),
    ]
    found = cases.members(members, ["usual", "usual", "watched"], ["usual", "watched"])

    assert rows(found, "members_by_declared_use") == {"review_only": 1, "auto_action": 1, "unstated": 1}
    assert rows(found, "members_by_status") == {"applied": 2, "warned": 1}
    assert rows(found, "members_by_standing") == {"usual": 2, "watched": 1}


def test_the_register_is_told_by_state() -> None:
    entry = RegisterEntry(
        id="reg_1",
        schema=Schema.ORGANIZATION,
        properties=Names(name=("A front",)),
        proposed_by="usr_1",
        created_at=NOW,
        state=entry_life.State.DELISTED,
    )

    assert rows(cases.register([entry]), "register_entries_by_state") == {"delisted": 1}
