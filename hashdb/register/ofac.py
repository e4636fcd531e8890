"""The list of specially designated nationals of the US Treasury (`sdn.xml`).

It says how many records it has, which shows a file that broke off. An organisation's name is in `lastName`.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element  # only the type: files are read by `reading`

from hashdb.errors import ImportRefusedError
from hashdb.records.register import Names, Schema, Source
from hashdb.register.listing import Listed, Listing
from hashdb.register.moments import american_moment
from hashdb.register.reading import text, texts

ROOT = "sdnList"
_HEAD = "publshInformation"  # sic
_RECORD = "sdnEntry"
RECORDS = frozenset({_HEAD, _RECORD})

_SCHEMAS = {"Individual": Schema.PERSON, "Entity": Schema.ORGANIZATION}
_COUNTRIES = (
    "citizenshipList/citizenship/country",
    "nationalityList/nationality/country",
    "addressList/address/country",
)


def listing(_root: Element, elements: Iterator[Element]) -> Listing:
    """Return the list whose root has opened; ships and aircraft are no concern of the register."""
    head = next(elements, None)
    if head is None or head.tag != _HEAD:
        raise ImportRefusedError(f"the list does not begin with {_HEAD}")
    generated_at, stated = american_moment(text(head, "Publish_Date")), text(head, "Record_Count")
    read = [_listed(each) if text(each, "sdnType") in _SCHEMAS else None for each in elements]
    if stated != str(len(read)):
        raise ImportRefusedError(f"the list says that it has {stated} records, but has {len(read)}")
    return Listing(source=Source.OFAC, generated_at=generated_at, records=tuple(each for each in read if each))


def _listed(element: Element) -> Listed:
    reference = text(element, "uid")
    if reference is None:
        raise ImportRefusedError("a record of the list has no uid")
    return Listed(
        authority_id=reference,
        schema=_SCHEMAS[text(element, "sdnType") or ""],
        names=_names(element, reference),
        programs=tuple(dict.fromkeys(texts(element, "programList/program"))),
    )


def _names(element: Element, reference: str) -> Names:
    akas = element.findall("akaList/aka")
    former = [each for each in akas if text(each, "type") == "f.k.a."]
    weak = [each for each in akas if each not in former and text(each, "category") == "weak"]
    return Names(
        name=(_whole_name(element) or reference,),
        alias=_whole_names(each for each in akas if each not in former and each not in weak),
        weak_alias=_whole_names(weak),
        previous_name=_whole_names(former),
        country=tuple(dict.fromkeys(country for path in _COUNTRIES for country in texts(element, path))),
    )


def _whole_name(element: Element) -> str:
    return " ".join(part for part in (text(element, "firstName"), text(element, "lastName")) if part)


def _whole_names(akas: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(_whole_name, akas) if name))
