"""A register as long as the lists of the UN, the EU and OFAC together make it."""

from datetime import date

from hashdb.ids import new_id
from hashdb.lifecycles.register_entry import State
from hashdb.records.register import Acceptance, Authority, Designation, Import, Names, RegisterEntry, Schema, Source
from hashdb.roles import Role
from scripts.benches.busy.place import Place

ENTRIES, ALIASES, PROPOSED_ONE_IN, FLAGGED_ONE_IN, IMPORTS = 1_500, 9, 20, 50, 60
_AUTHORITIES = ("un-sc", "eu-council", "us-ofac", "national-lists")
_FIRST = ("Red", "Vermilion", "Northern", "Eastern", "Free", "United", "New", "True", "Holy", "Silent")
_SECOND = ("Lantern", "River", "Mountain", "Falcon", "Banner", "Dawn", "Harbour", "Shield", "Cedar", "Anvil")
_THIRD = ("Front", "Movement", "Brigade", "Army", "Council", "Cell", "Union", "Order", "Guard", "League")


def fill(place: Place) -> None:
    """Write authorities, entries and what was imported."""
    store, now = place.store, place.now
    accepted = Acceptance.ACCEPTED
    place.write(
        [
            store.authorities.put(Authority(id=each, name=each, acceptance=accepted, created_at=now))
            for each in _AUTHORITIES
        ]
    )
    entries = [_entry(place, number) for number in range(ENTRIES)]
    place.write([store.register.put(each) for each in entries])
    place.write([store.imports.put(_import(place, number)) for number in range(IMPORTS)])
    place.entries = [each.id for each in entries if each.state is State.ACTIVE]
    proposed = next(each.id for each in entries if each.state is State.PROPOSED)
    place.ids |= {"entry": place.entries[0], "entry_proposed": proposed}


def _entry(place: Place, number: int) -> RegisterEntry:
    name = f"{_FIRST[number % 10]} {_SECOND[number // 10 % 10]} {_THIRD[number // 100 % 10]} {number // 1000 or ''}"
    designation = Designation(
        id=new_id("dsg", place.now),
        authority=_AUTHORITIES[number % len(_AUTHORITIES)],
        source=Source.UN,
        authority_id=f"QDe.{number}",
        program="1267",
        listing_date=date(2015, 6, 1),
        reason="Listed for what it did in many places, over many years, as the summary of the committee tells.",
    )
    proposed, flagged = number % PROPOSED_ONE_IN == 0, number % FLAGGED_ONE_IN == 1
    return RegisterEntry(
        id=new_id("reg", place.now),
        schema=Schema.ORGANIZATION if number % 3 else Schema.PERSON,
        properties=Names(
            name=(name.strip(),),
            alias=tuple(f"{_SECOND[each]} {name} {number}" for each in range(ALIASES)),
            weak_alias=("The Group",),
            country=("xx",),
            notes=("What is known of it, in some sentences as the lists have them. " * 3,),
        ),
        designations=(designation,),
        flags=("name_changed",) if flagged else (),
        proposed_by=place.actors[Role.REGISTER_EDITOR].id,
        created_at=place.now,
        review_due_at=place.ahead(days=number % 300),
        state=State.PROPOSED if proposed else State.ACTIVE,
    )


def _import(place: Place, number: int) -> Import:
    return Import(
        id=new_id("imp", place.now),
        source=list(Source)[number % 3],
        generated_at=place.ago(days=number),
        sha256=f"{number:064x}",
        counts={"added": number, "changed": 2, "vanished": 1},
        imported_by=place.actors[Role.REGISTER_EDITOR].id,
        imported_at=place.ago(days=number),
    )
