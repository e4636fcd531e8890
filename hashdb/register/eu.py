"""The consolidated financial sanctions list of the European Union (FSF 1.1), which is mostly attributes."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element  # only the type: files are read by `reading`

from hashdb.errors import ImportRefusedError
from hashdb.records.register import Names, Schema, Source
from hashdb.register.listing import Listed, Listing
from hashdb.register.moments import day, moment
from hashdb.register.reading import texts

ROOT = "export"
RECORDS = frozenset({"sanctionEntity"})

_SCHEMAS = {"person": Schema.PERSON, "enterprise": Schema.ORGANIZATION}
_COUNTRIES = ("citizenship", "address")


def listing(root: Element, elements: Iterator[Element]) -> Listing:
    """Return the list whose root has opened."""
    generated_at = moment(root.get("generationDate"))
    records = tuple(_listed(each) for each in elements if _schema(each) is not None)
    return Listing(source=Source.EU, generated_at=generated_at, records=records)


def _listed(element: Element) -> Listed:
    reference = element.get("euReferenceNumber") or element.get("logicalId")
    if not reference:
        raise ImportRefusedError("a record of the list has neither euReferenceNumber nor logicalId")
    schema = _schema(element) or Schema.ORGANIZATION
    programmes = (each.get("programme", "") for each in element.findall("regulation"))
    return Listed(
        authority_id=reference,
        schema=schema,
        names=_names(element, reference, schema),
        programs=tuple(dict.fromkeys(each for each in programmes if each)),
        listing_date=day(element.get("designationDate")) or _in_force(element),
    )


def _schema(element: Element) -> Schema | None:
    subject = element.find("subjectType")
    return None if subject is None else _SCHEMAS.get(subject.get("code", ""))


def _in_force(element: Element) -> date | None:
    days = (day(each.get("entryIntoForceDate")) for each in element.findall("regulation"))
    return min((each for each in days if each is not None), default=None)


def _names(element: Element, reference: str, schema: Schema) -> Names:
    aliases = [each for each in element.findall("nameAlias") if each.get("wholeName", "").strip()]
    strong = _whole_names(each for each in aliases if not _is_weak(each))
    weak = _whole_names(each for each in aliases if _is_weak(each))
    called = (strong or weak or (reference,))[0]
    countries = (each.get("countryDescription", "") for kind in _COUNTRIES for each in element.findall(kind))
    return Names(
        name=(called,),
        alias=tuple(each for each in strong if each != called),
        weak_alias=tuple(each for each in weak if each not in {called, *strong}),
        country=tuple(dict.fromkeys(each for each in countries if each)),
        notes=tuple(texts(element, "remark")) if schema is Schema.ORGANIZATION else (),
    )


def _whole_names(aliases: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.get("wholeName", "").strip() for each in aliases))


def _is_weak(alias: Element) -> bool:
    """Tell whether an alias is of low quality, which is an attribute in some records and a remark in others."""
    return alias.get("strong") == "false" or any("low quality" in each.lower() for each in texts(alias, "remark"))
