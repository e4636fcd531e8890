"""The consolidated list of the UN Security Council.

An organisation's full name is in FIRST_NAME; a person's is FIRST to FOURTH, and nobody guesses which is the family's.
The first two letters of the reference number name the regime.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # only the type: files are read by `reading`

from hashdb.errors import ImportRefusedError
from hashdb.records.register import Names, Schema, Source
from hashdb.register.listing import Listed, Listing
from hashdb.register.moments import day, moment
from hashdb.register.reading import text, texts

ROOT = "CONSOLIDATED_LIST"
RECORDS = frozenset({"INDIVIDUAL", "ENTITY"})

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_GOOD = frozenset({"Good", "a.k.a."})
_LOW = frozenset({"Low"})
_FORMER = frozenset({"f.k.a."})


def listing(root: Element, elements: Iterator[Element]) -> Listing:
    """Return the list whose root has opened."""
    generated_at = moment(root.get("dateGenerated"))
    return Listing(source=Source.UN, generated_at=generated_at, records=tuple(_listed(each) for each in elements))


def _listed(element: Element) -> Listed:
    reference = text(element, "REFERENCE_NUMBER")
    if reference is None:
        raise ImportRefusedError("a record of the list has no REFERENCE_NUMBER")
    person = element.tag == "INDIVIDUAL"
    return Listed(
        authority_id=reference,
        schema=Schema.PERSON if person else Schema.ORGANIZATION,
        names=_names(element, reference),
        programs=(reference[:2],),
        program=text(element, "UN_LIST_TYPE"),
        listing_date=day(text(element, "LISTED_ON")),
        end_date=day(text(element, "DELISTED_ON")),
    )


def _names(element: Element, reference: str) -> Names:
    parts = (text(element, part) for part in _NAME_PARTS)
    original = text(element, "NAME_ORIGINAL_SCRIPT")
    comments = text(element, "COMMENTS1") if element.tag == "ENTITY" else None
    return Names(
        name=(" ".join(part for part in parts if part) or reference,),
        alias=(*([original] if original else []), *_aliases(element, _GOOD)),
        weak_alias=_aliases(element, _LOW),
        previous_name=_aliases(element, _FORMER),
        country=tuple(dict.fromkeys([*texts(element, "NATIONALITY/VALUE"), *texts(element, "ENTITY_ADDRESS/COUNTRY")])),
        notes=() if comments is None else (comments,),
    )


def _aliases(element: Element, qualities: frozenset[str]) -> tuple[str, ...]:
    """Return the aliases of these qualities; blank ones are common, and one may hold several names."""
    found = (
        name
        for alias in element.findall(f"{element.tag}_ALIAS")
        if text(alias, "QUALITY") in qualities
        for name in (text(alias, "ALIAS_NAME") or "").split("; ")
    )
    return tuple(dict.fromkeys(name.strip() for name in found if name.strip()))
