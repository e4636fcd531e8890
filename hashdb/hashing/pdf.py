"""PDF documents: their text, and the pictures inside.

Pages are not rendered: a page of text looks like any other. The text of all pages is one text; each picture that is
large enough to mean something is a signal of its own, at most MOST_PICTURES of them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from PIL import Image
from pypdfium2 import PdfDocument, PdfImage, PdfiumError, PdfPage
from pypdfium2.raw import FPDF_ERR_PASSWORD

from hashdb.errors import UnreadableFileError
from hashdb.hashing.fingerprints import fingerprints
from hashdb.hashing.pictures import decoded
from hashdb.hashing.pixels import normalised
from hashdb.hashing.signal import HashedSignal
from hashdb.hashing.text import MAX_CHARACTERS, signals_of_text

MAX_BYTES = 128 * 2**20
MOST_PAGES = 2_000
MOST_PICTURES = 16
# Smaller ones are logos and ornaments.
_MIN_SIDE = 96
_MAX_PIXELS = 32_000_000
# Of one page; forms may hold forms, and themselves.
_MOST_OBJECTS = 5_000
_MOST_NESTED = 3
_TYPES_OF_TEXT = frozenset(("text_sha256", "text_minhash"))


def signals_of_pdf(
    file: BinaryIO, types: Sequence[str], strategy: str, going_on: Callable[[], None]
) -> Iterator[HashedSignal]:
    """Yield the signals of the document's text and of its pictures; call *going_on* at every picture."""
    with _opened(file) as document:
        if _TYPES_OF_TEXT.intersection(types):
            yield from signals_of_text(_text(document), "pdf")
        if wanted := [name for name in types if name not in _TYPES_OF_TEXT]:
            for picture in _pictures(document):
                going_on()
                yield from fingerprints(picture, wanted, strategy)


def _opened(file: BinaryIO) -> PdfDocument:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_many_bytes", f"the document is larger than {MAX_BYTES // 2**20} MiB")
    try:
        return PdfDocument(content)
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise UnreadableFileError("encrypted", "the document opens with a password only") from None
        raise UnreadableFileError("corrupt", "the file breaks the rules of its format") from None


def _text(document: PdfDocument) -> str:
    found: list[str] = []
    left = MAX_CHARACTERS
    for page in _pages(document):
        text = page.get_textpage().get_text_range()
        found.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return "\n".join(found)


def _pages(document: PdfDocument) -> Iterator[PdfPage]:
    """Yield the pages that can be read; a broken one does not hide the others."""
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
        except PdfiumError:
            continue
        yield page
        page.close()


def _pictures(document: PdfDocument) -> Iterator[Image.Image]:
    found = 0
    for page in _pages(document):
        for place in islice(page.get_objects(max_depth=_MOST_NESTED), _MOST_OBJECTS):
            if found == MOST_PICTURES:
                return
            if isinstance(place, PdfImage) and (picture := _picture(place)) is not None:
                found += 1
                yield picture


def _picture(place: PdfImage) -> Image.Image | None:
    """Return a picture of the document, or None for one that is too small, too large or broken."""
    try:
        width, height = place.get_px_size()
        if min(width, height) < _MIN_SIDE:
            return None
        if place.get_filters() == ["DCTDecode"]:
            return decoded(bytes(place.get_data()), "JPEG")
        return normalised(place.get_bitmap().to_pil()) if width * height <= _MAX_PIXELS else None
    except (PdfiumError, UnreadableFileError, ValueError):
        return None
