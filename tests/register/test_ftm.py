"""FollowTheMoney's JSON, out and in again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashdb.errors import InvalidInputError
from hashdb.records.register import Designation, Names, RegisterEntry, Schema
from hashdb.register import ftm
from hashdb.register.ftm import Designated, Stated

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TEXT = st.text(min_size=1, max_size=20).filter(str.strip)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NAMES = st.builds(
    Names,
    name=st.lists(TEXT, min_size=1, max_size=2).map(tuple),
    **{ours: TEXTS for ours in ftm.NAMES.values() if ours != "name"},
)
DESIGNATIONS = st.builds(
    Designated,
    authority=TEXT,
    authority_id=st.none() | TEXT,
    program=st.none() | TEXT,
    program_id=st.none() | TEXT,
    listing_date=st.none() | st.dates(),
    end_date=st.none() | st.dates(),
    reason=st.none() | TEXT,
    source_url=st.none() | TEXT,
)


def entry(said: Stated) -> RegisterEntry:
    fields = ftm.Designated.__dataclass_fields__
    held = [
        Designation(id=f"dsg_{place}", **{name: getattr(each, name) for name in fields})
        for place, each in enumerate(said.designations)
    ]
    return RegisterEntry(
        id="reg_1", schema=said.schema, properties=said.names, designations=tuple(held), proposed_by="u", created_at=NOW
    )


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Stated, schema=st.sampled_from(Schema), names=NAMES, designations=st.lists(DESIGNATIONS, max_size=3).map(tuple)
    )
)
def test_what_goes_out_comes_in_again(said: Stated) -> None:
    assert ftm.stated(ftm.entities(entry(said))) == [said]


def test_an_entry_is_an_entity_and_its_designation_a_sanction() -> None:
    designation = Designated(authority="un-security-council", authority_id="QDe.9901", listing_date=date(2018, 7, 4))
    names = Names(name=("Vermilion Lantern Front",), weak_alias=("The Lanterns",))

    assert ftm.entities(entry(Stated(schema=Schema.ORGANIZATION, names=names, designations=(designation,)))) == [
        {
            "id": "reg_1",
            "schema": "Organization",
            "properties": {"name": ["Vermilion Lantern Front"], "weakAlias": ["The Lanterns"]},
        },
        {
            "id": "dsg_0",
            "schema": "Sanction",
            "properties": {
                "entity": ["reg_1"],
                "authority": ["un-security-council"],
                "authorityId": ["QDe.9901"],
                "listingDate": ["2018-07-04"],
            },
        },
    ]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({}, "entities[0].schema: must be one of Organization, Person, Sanction"),
        ({"schema": "Vessel"}, "entities[0].schema: must be one of"),
        ({"schema": "Person"}, "entities[0].properties: must hold lists"),
        ({"schema": "Person", "properties": {"name": "Ada"}}, "entities[0].properties: must hold lists"),
        ({"schema": "Person", "properties": {"name": [1]}}, "entities[0].properties: must hold lists"),
        ({"schema": "Person", "properties": {"name": [" "]}}, "entities[0].properties: must hold lists"),
        ({"schema": "Person", "properties": {"name": ["A" * 2_001]}}, "entities[0].properties: must hold lists"),
        ({"schema": "Person", "properties": {"name": []}}, "entities[0].properties.name: must have a name"),
        ({"schema": "Sanction", "properties": {}}, "entities[0].properties.authority: must name"),
        ({"schema": "Sanction", "properties": {"authority": ["a", "b"]}}, "may have one text"),
        ({"schema": "Sanction", "properties": {"authority": ["a"], "endDate": ["soon"]}}, "end_date: must be a date"),
    ],
)
def test_what_is_no_entity_is_refused_by_field(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        ftm.stated([document])

    assert problem in str(refused.value)
