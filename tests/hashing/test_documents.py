"""PDF documents: their text is a text, the pictures inside are pictures."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from hashdb.hashing import hash_file, hash_text
from tests.hashing.hostile_media import pdf_of, stream

Photograph = Callable[[str], Image.Image]
FONT = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
WORDS = " ".join(f"word{number} of many" for number in range(40))


def typeset(text: str) -> bytes:
    lines = "".join(f"({text[place : place + 60]}) Tj T*\n" for place in range(0, len(text), 60))
    return f"BT /F 8 Tf 10 TL 5 90 Td\n{lines}ET".encode()


def with_photograph(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=90)
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB" % picture.size
    inside = stream(file.getvalue(), entries + b" /BitsPerComponent 8 /Filter /DCTDecode")
    return pdf_of(b"99 0 0 99 0 0 cm /A Do", resources=b"/XObject << /A 5 0 R >>", more=(inside,))


def test_the_text_of_a_document_is_hashed_like_a_text(tmp_path: Path) -> None:
    path = tmp_path / "typeset.pdf"
    path.write_bytes(pdf_of(typeset(WORDS[:59]), resources=FONT))
    (signal,) = hash_file(path, ("text_sha256",))

    assert signal.signal_value == hash_text(WORDS[:59])[0].signal_value
    assert signal.content_type == "pdf"


def test_a_picture_inside_is_hashed_like_a_picture(photograph: Photograph, tmp_path: Path) -> None:
    picture = photograph("chelsea.png")
    picture.save(tmp_path / "picture.png")
    (tmp_path / "album.pdf").write_bytes(with_photograph(picture))
    (still,) = hash_file(tmp_path / "picture.png", ("pdq",))
    (inside,) = hash_file(tmp_path / "album.pdf", ("pdq",))

    assert (int(still.signal_value, 16) ^ int(inside.signal_value, 16)).bit_count() <= 8
    assert inside.content_type == "image"


def test_a_document_has_what_applies_to_documents_and_what_is_inside(photograph: Photograph, tmp_path: Path) -> None:
    path = tmp_path / "album.pdf"
    path.write_bytes(with_photograph(photograph("chelsea.png")))

    assert [signal.signal_type for signal in hash_file(path)] == ["pdq", "phash", "dhash", "sha256", "md5"]
