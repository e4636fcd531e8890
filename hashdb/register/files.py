"""Tell by its root which list a file is, and read it."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element  # only the type: files are read by `reading`

from hashdb.errors import ImportRefusedError
from hashdb.register import eu, ofac, un
from hashdb.register.listing import Listing
from hashdb.register.reading import elements

_FORMATS: dict[str, Callable[[Element, Iterator[Element]], Listing]] = {
    un.ROOT: un.listing,
    eu.ROOT: eu.listing,
    ofac.ROOT: ofac.listing,
}
_RECORDS = un.RECORDS | eu.RECORDS | ofac.RECORDS


def parse(raw: bytes) -> Listing:
    """Return the list that the file holds, or raise ImportRefusedError, saying what is wrong with it."""
    found = elements(raw, _RECORDS)
    root = next(found)
    if root.tag not in _FORMATS:
        raise ImportRefusedError(f"the file is none of the lists that are known here: {', '.join(sorted(_FORMATS))}")
    return _FORMATS[root.tag](root, found)
