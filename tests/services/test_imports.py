"""Lists that authorities publish, taken in one after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import GuardError, ImportRefusedError, StaleRecordError
from hashdb.lifecycles.register_entry import State
from hashdb.records.alert import AlertKind
from hashdb.records.register import Import, RegisterEntry, Source
from hashdb.services import imports, register
from hashdb.services.imports import Upload
from hashdb.store import lists
from tests.register.samples import EU, OFAC, UN, un_list
from tests.services.world import World
from tests.services.worlds.register import AUTHORITY, accept

MANY = tuple(f"QDe.{number}" for number in range(1, 31))


def take(world: World, raw: bytes, **more: object) -> Import:
    return imports.take(world.store, Upload(raw=raw, **more), actor=world.editor, now=world.now)  # type: ignore[arg-type]


def known(world: World) -> dict[str, RegisterEntry]:
    found = world.store.register.all_of(lists.ENTRIES)
    return {each.designations[0].authority_id or "": each for each in found}


def alerts_of(world: World, kind: AlertKind) -> list[str]:
    return [each.subject_id for each in world.store.alerts.all_of(lists.ALERTS_OPEN) if each.kind is kind]


def approved(world: World, name: str) -> RegisterEntry:
    return register.approve(world.store, known(world)[name].id, None, actor=world.senior, now=world.now)


def test_a_list_proposes_and_makes_nobody_a_ground(world: World) -> None:
    imported = take(world, UN)

    found = known(world)
    assert imported.counts == {"added": 3, "changed": 0, "known": 0, "ended": 0, "vanished": 0}
    assert {each.state for each in found.values()} == {State.PROPOSED}
    assert found["QDe.9901"].properties.name == ("VERMILION LANTERN FRONT (VLF)",)
    assert found["QDe.9901"].properties.topics == ("sanction", "crime.terror")
    assert found["QDe.9901"].designations[0].source_snapshot_sha256 == imported.sha256
    with pytest.raises(GuardError, match="no authority that is accepted"):
        approved(world, "QDe.9901")


def test_a_list_that_looks_too_short_to_be_whole_says_so(world: World) -> None:
    assert take(world, UN).warning == "it has 3 records; a whole list has at least 700"


def test_only_what_is_about_terrorism_comes_in_unless_a_programme_is_named(world: World) -> None:
    take(world, EU)
    take(world, OFAC)
    assert set(known(world)) == {"EU.9901.01", "9902", "990101", "990102"}

    take(world, OFAC, programs=frozenset({"NPWMD"}))
    take(world, OFAC)

    assert known(world)["990104"].properties.topics == ("sanction",)
    assert known(world)["990104"].designations[0].vanished_at is None


def test_the_same_list_again_changes_nothing(world: World) -> None:
    take(world, UN)
    before = known(world)

    again = take(world, UN)

    assert again.counts == {"added": 0, "changed": 0, "known": 3, "ended": 0, "vanished": 0}
    assert known(world) == before


def test_an_update_changes_names_and_flags_what_it_does_not_have_any_more(world: World) -> None:
    accept(world)
    take(world, un_list(*MANY))
    entry = approved(world, "QDe.1")
    world.later(days=1)

    told = take(world, un_list(*MANY[1:]).replace(b"BRIGADE QDe.2<", b"THE BRIGADE QDe.2<"))

    found = known(world)
    assert (told.counts["vanished"], told.counts["changed"]) == (1, 2)
    assert (found["QDe.1"].state, found["QDe.1"].flags) == (State.ACTIVE, ("vanished",))
    assert found["QDe.1"].designations[0].vanished_at == world.now
    assert found["QDe.2"].properties.name == ("THE BRIGADE QDe.2",)
    assert alerts_of(world, AlertKind.VANISHED) == [entry.id]
    register.require_usable(world.store, entry.id, world.now)
    delisted = register.delist(world.store, entry.id, "gone from the list", actor=world.editor, now=world.now)
    assert delisted.state is State.DELISTED
    assert alerts_of(world, AlertKind.VANISHED) == []


def test_what_is_on_the_list_again_is_as_before(world: World) -> None:
    accept(world)
    take(world, un_list(*MANY))
    approved(world, "QDe.1")
    take(world, un_list(*MANY[1:]))
    assert len(alerts_of(world, AlertKind.VANISHED)) == 1

    take(world, un_list(*MANY))

    assert alerts_of(world, AlertKind.VANISHED) == []

    assert known(world)["QDe.1"].flags == ()
    assert known(world)["QDe.1"].designations[0].vanished_at is None


def test_a_proposal_that_its_list_does_not_have_any_more_is_not_approved(world: World) -> None:
    accept(world)
    take(world, un_list(*MANY))
    take(world, un_list(*MANY[1:]))

    with pytest.raises(GuardError, match="no authority that is accepted"):
        approved(world, "QDe.1")


def test_a_date_of_delisting_ends_the_designation(world: World) -> None:
    accept(world)
    take(world, un_list(*MANY))
    entry = approved(world, "QDe.1")

    take(world, un_list(*MANY, QDe_1="2026-11-01"))

    assert known(world)["QDe.1"].flags == ("ended",)
    assert alerts_of(world, AlertKind.VANISHED) == [entry.id]
    with pytest.raises(GuardError, match="no authority"):
        register.require_usable(world.store, entry.id, world.now)


def test_an_approved_entry_is_not_renamed_into_somebody_else(world: World) -> None:
    accept(world)
    take(world, UN)
    approved(world, "QDe.9901")

    take(world, UN.replace(b"VERMILION LANTERN FRONT (VLF)", b"Association of Beekeepers"))

    assert known(world)["QDe.9901"].properties.name == ("VERMILION LANTERN FRONT (VLF)",)
    assert known(world)["QDe.9901"].flags == ("renamed",)


@pytest.mark.parametrize(
    ("raw", "source", "why"),
    [
        pytest.param(un_list(*MANY[4:]), Source.UN, "takes away 4 of 30", id="too many gone"),
        pytest.param(un_list(*MANY, generated="2026-01-31T00:00:00Z"), Source.UN, "made before", id="older"),
        pytest.param(un_list(*MANY, generated="2027-01-01T00:00:00Z"), Source.UN, "in the future", id="of the future"),
        pytest.param(un_list(*MANY)[:-20], None, "not a well-formed list", id="broken off"),
    ],
)
def test_a_list_that_is_not_believed_changes_nothing_and_is_remembered(
    world: World, raw: bytes, source: Source | None, why: str
) -> None:
    take(world, un_list(*MANY))
    before = known(world)

    with pytest.raises(ImportRefusedError, match=why):
        take(world, raw)

    refused = list(world.store.imports.all_of(lists.IMPORTS))[-1]
    assert known(world) == before
    assert (refused.source, why in (refused.refused_because or "")) == (source, True)
    assert alerts_of(world, AlertKind.IMPORT_REFUSED) == [source or "unknown"]
    assert take(world, un_list(*MANY)).counts["changed"] == 0
    assert alerts_of(world, AlertKind.IMPORT_REFUSED) == ([] if source else ["unknown"])


def test_an_editor_who_expects_removals_says_how_many(world: World) -> None:
    take(world, un_list(*MANY))

    with pytest.raises(ImportRefusedError):
        take(world, un_list(*MANY[8:]), removals=7)
    assert take(world, un_list(*MANY[8:]), removals=8).counts["vanished"] == 8


def test_an_import_that_broke_off_is_finished_by_the_same_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_IN_ONE_ACT", 7)
    take(world, un_list(*MANY[:10]))

    assert take(world, un_list(*MANY)).counts["added"] == 20
    assert len(known(world)) == 30
    assert len(list(world.store.register.all_of(lists.entries_of(AUTHORITY)))) == 30


def test_an_operator_may_take_a_list_in_and_anybody_else_decides(world: World) -> None:
    accept(world)
    imports.take(world.store, Upload(raw=UN), actor=OPERATOR, now=datetime(2026, 12, 1, tzinfo=UTC))

    assert known(world)["QDe.9901"].proposed_by == "operator"
    assert approved(world, "QDe.9901").state is State.ACTIVE


def test_what_was_delisted_and_is_on_the_list_again_is_flagged_and_may_be_proposed_again(world: World) -> None:
    accept(world)
    take(world, un_list(*MANY))
    entry = approved(world, "QDe.1")
    take(world, un_list(*MANY[1:]))
    register.delist(world.store, entry.id, "gone from the list", actor=world.editor, now=world.now)

    take(world, un_list(*MANY))
    flagged = known(world)["QDe.1"]
    again = register.relist(world.store, entry.id, "it is back", actor=world.editor, now=world.now)

    assert (flagged.state, flagged.flags) == (State.DELISTED, ("listed_again",))
    assert (again.state, again.flags, again.designations[0].ended_at) == (State.PROPOSED, (), None)
    assert approved(world, "QDe.1").state is State.ACTIVE


def test_who_is_on_the_list_for_something_else_only_is_designated_no_more(world: World) -> None:
    accept(world, "us-ofac")
    take(world, OFAC)
    entry = approved(world, "990102")
    both = OFAC.replace(b"<program>SDGT</program>", b"<program>NPWMD</program><program>SDGT</program>")
    take(world, both)
    still = known(world)["990102"]

    told = take(world, OFAC.replace(b"<program>SDGT</program>", b"<program>NPWMD</program>"), removals=9)

    assert (still.flags, still.designations[0].program_id) == ((), "SDGT")
    assert told.counts["vanished"] >= 1
    assert known(world)["990102"].flags == ("vanished",)
    assert entry.id in alerts_of(world, AlertKind.VANISHED)


def test_two_editors_who_take_the_same_list_in_at_once_propose_everything_once(world: World) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(take, world, un_list(*MANY)) for _ in range(2)]
    refused = [each.exception() for each in done if each.exception() is not None]

    assert len(known(world)) == world.store.register.count(lists.ENTRIES) == 30
    assert all(isinstance(each, StaleRecordError) for each in refused)
