"""The three lists, read from fictional samples that are true to their formats."""

from datetime import UTC, date, datetime

from hashdb.records.register import Names, Schema, Source
from hashdb.register.files import parse
from hashdb.register.listing import Listed
from tests.register.samples import EU, OFAC, UN

NOTE = (
    "Entirely fictional organisation used as test data. "
    "Review pursuant to a fictional resolution was concluded on 1 Jan. 2022."
)


def listed(raw: bytes) -> dict[str, Listed]:
    return {each.authority_id: each for each in parse(raw).records}


def test_the_list_of_the_un_says_what_the_specification_expects() -> None:
    found = parse(UN)
    records = listed(UN)

    assert (found.source, found.generated_at) == (Source.UN, datetime(2026, 1, 15, 2, 0, 4, 512_000, tzinfo=UTC))
    assert set(records) == {"QDi.9901", "QDe.9901", "TAe.9902"}
    assert records["QDe.9901"] == Listed(
        authority_id="QDe.9901",
        schema=Schema.ORGANIZATION,
        names=Names(
            name=("VERMILION LANTERN FRONT (VLF)",),
            alias=("Фронт Алого Фонаря", "VLF", "Red Lantern Movement"),
            previous_name=("Ruritanian Lamp Brigade",),
            country=("Ruritania",),
            notes=(NOTE,),
        ),
        programs=("QD",),
        program="Al-Qaida",
        listing_date=date(2018, 7, 4),
    )
    assert records["TAe.9902"].names.name == ("BRIGADE OF THE HOLLOW MOUNTAIN",)
    assert records["TAe.9902"].end_date == date(2023, 5, 5)


def test_of_a_person_nothing_is_kept_but_names_and_nationality() -> None:
    assert listed(UN)["QDi.9901"].names == Names(
        name=("TESTON EXAMPLIO FICTITIUS",),
        alias=("Тестон Экзамплио", "Teston Exampli"),
        weak_alias=("The Tester",),
        country=("Ruritania",),
    )
    for raw in (UN, EU, OFAC):
        assert not any("197" in repr(each) for each in parse(raw).records)


def test_the_list_of_the_eu_keeps_weak_names_apart() -> None:
    found = parse(EU)
    records = listed(EU)

    assert (found.source, found.generated_at) == (Source.EU, datetime(2026, 1, 14, 15, 43, 59, 120_000, tzinfo=UTC))
    assert records["EU.9901.01"].names == Names(
        name=("Vermilion Lantern Front",),
        alias=("VLF",),
        weak_alias=("The Lanterns", "The Red Ones"),
        country=("RURITANIA",),
        notes=("Entirely fictional organisation used as test data.",),
    )
    assert records["EU.9901.01"].programs == ("TAQA",)
    assert records["EU.9901.01"].listing_date == date(2018, 7, 10)
    assert records["9902"].schema is Schema.PERSON
    assert records["9902"].programs == ("TERR",)
    assert records["9902"].listing_date == date(2019, 2, 3)


def test_the_list_of_ofac_has_organisations_and_people_but_no_ships() -> None:
    found = parse(OFAC)
    records = listed(OFAC)

    assert (found.source, found.generated_at) == (Source.OFAC, datetime(2026, 1, 9, tzinfo=UTC))
    assert set(records) == {"990101", "990102", "990104"}
    assert records["990101"].names == Names(
        name=("VERMILION LANTERN FRONT",),
        alias=("VLF", "RED LANTERN MOVEMENT"),
        weak_alias=("THE LANTERNS",),
        previous_name=("RURITANIAN LAMP BRIGADE",),
        country=("Ruritania",),
    )
    assert records["990101"].programs == ("FTO", "SDGT")
    assert records["990102"].names.name == ("Teston EXAMPLIO",)


def test_a_list_can_be_asked_for_what_is_about_terrorism() -> None:
    assert [each.authority_id for each in parse(EU).about(frozenset({"TERR", "TAQA"}))] == ["EU.9901.01", "9902"]
    assert [each.authority_id for each in parse(OFAC).about(frozenset({"NPWMD"}))] == ["990104"]
