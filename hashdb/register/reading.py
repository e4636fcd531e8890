"""Read a sanctions list, element by element, as what it is: a file that somebody uploaded.

No document types, no entities, nothing from elsewhere; so many bytes and so many elements. Namespaces are dropped,
because publishers change them. An element is emptied once its record was taken.
"""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError  # what the safe parser makes and raises

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from hashdb.errors import ImportRefusedError

MOST_BYTES = 32 * 1024 * 1024
# The longest list in use has some 700,000.
MOST_ELEMENTS = 1_500_000

_BROKEN = (ParseError, DefusedXmlException, ValueError, LookupError)


def elements(raw: bytes, wanted: frozenset[str]) -> Iterator[Element]:
    """Yield the root as it opens, then every *wanted* element with all that is in it.

    Raises ImportRefusedError for a file that is too large, not well formed, or wants to be more than data.
    """
    if len(raw) > MOST_BYTES:
        raise ImportRefusedError(f"the file has more than {MOST_BYTES} bytes")
    try:
        yield from _elements(raw, wanted)
    except _BROKEN as error:
        raise ImportRefusedError(f"the file is not a well-formed list: {type(error).__name__}") from error


def _elements(raw: bytes, wanted: frozenset[str]) -> Iterator[Element]:
    begun = 0
    for event, element in iterparse(BytesIO(raw), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            element.tag = _local(element.tag)
            if element.tag in wanted:
                yield element
                element.clear()
            continue
        begun += 1
        if begun == 1:
            yield Element(_local(element.tag), {_local(name): value for name, value in element.attrib.items()})
        if begun > MOST_ELEMENTS:
            raise ImportRefusedError(f"the file has more than {MOST_ELEMENTS} elements")


def text(element: Element, path: str) -> str | None:
    """Return the text at *path*, or None if there is nothing but space."""
    return (element.findtext(path) or "").strip() or None


def texts(element: Element, path: str) -> list[str]:
    """Return every text at *path* that is more than space."""
    found = ((each.text or "").strip() for each in element.findall(path))
    return [each for each in found if each]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
