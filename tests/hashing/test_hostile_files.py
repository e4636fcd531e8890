"""Files that are broken, or made to hurt: each ends in its error, soon and without much memory."""

import io
import os
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from hashdb.errors import UnreadableFileError
from hashdb.hashing import CODES, hash_file

Photograph = Callable[[str], Image.Image]


def encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, **options)
    return file.getvalue()


def picture(width: int = 64, height: int = 64) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_claims(width: int, height: int, *, deep: bool = False) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 16 if deep else 8, 6 if deep else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\0" * 99))


def webp_that_claims(first_chunk: bytes, body: bytes) -> bytes:
    chunk = first_chunk + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def jpeg_that_claims(width: int, height: int) -> bytes:
    honest = encoded(picture(), "JPEG")
    place = honest.index(b"\xff\xc0") + 5
    return honest[:place] + struct.pack(">HH", height, width) + honest[place + 4 :]


def progressive_jpeg_that_claims(width: int, height: int) -> bytes:
    honest = encoded(picture(), "JPEG", progressive=True)
    place = honest.index(b"\xff\xc2") + 5
    return honest[:place] + struct.pack(">HH", height, width) + honest[place + 4 :]


HOSTILE = {
    "no bytes": (b"", "empty"),
    "random bytes": (bytes(range(256)) * 4, "unsupported_format"),
    "tiff": (encoded(picture(), "TIFF"), "unsupported_format"),
    "bitmap": (encoded(picture(), "BMP"), "unsupported_format"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(99), "unsupported_format"),
    "postscript after a zero": (b"\0%!PS-Adobe", "unsupported_format"),
    "jpeg cut off": (encoded(picture(400, 400), "JPEG")[:-400], "truncated"),
    "png cut off": (encoded(picture(400, 400), "PNG")[:-300], "truncated"),
    "webp cut off": (encoded(picture(400, 400), "WEBP")[:-50], "truncated"),
    "gif cut off": (encoded(picture(400, 400), "GIF")[:-300], "truncated"),
    "jpeg of three bytes": (b"\xff\xd8\xff", "corrupt"),
    "png of its first bytes": (b"\x89PNG\r\n\x1a\n", "corrupt"),
    "gif of its first bytes": (b"GIF89a", "corrupt"),
    "webp of its first bytes": (b"RIFF\x04\0\0\0WEBP", "corrupt"),
    "webp of an unknown chunk": (webp_that_claims(b"JUNK", bytes(40)), "corrupt"),
    "webp of a short chunk": (webp_that_claims(b"VP8X", bytes(2)), "corrupt"),
    "png with a wrong checksum": (encoded(picture(), "PNG").replace(b"IDAT", b"IDAX"), "corrupt"),
    "png of 12,000 squared": (png_that_claims(12_000, 12_000, deep=True), "too_many_pixels"),
    "png of two thousand million squared": (png_that_claims(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "webp of 16,383 squared": (
        webp_that_claims(b"VP8X", bytes(4) + b"\xfe\x3f\0" * 2 + bytes(9)),
        "too_many_pixels",
    ),
    "lossless webp of 16,384 squared": (
        webp_that_claims(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(9)),
        "too_many_pixels",
    ),
    "lossy webp of 16,383 squared": (
        webp_that_claims(b"VP8 ", bytes(3) + b"\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(9)),
        "too_many_pixels",
    ),
    "jpeg of 65,500 squared": (jpeg_that_claims(65_500, 65_500), "too_many_pixels"),
    "progressive jpeg of 100 megapixels": (progressive_jpeg_that_claims(10_000, 10_000), "too_many_pixels"),
    "jpeg whose header lies": (jpeg_that_claims(15_000, 15_000), "truncated"),
    "jpeg of 400 scans": (encoded(picture(), "JPEG") + b"\xff\xda\0\0" * 400, "too_many_scans"),
    "31 pixels": (encoded(picture(31, 200), "PNG"), "too_small"),
    "21 to 1": (encoded(picture(32 * 21, 32), "PNG"), "bad_aspect"),
    "33 MiB": (encoded(picture(), "JPEG") + bytes(33 * 2**20), "too_many_bytes"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(10)
def test_a_hostile_file_ends_in_its_error(tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    file = tmp_path / "file"
    file.write_bytes(content)
    tracemalloc.start()
    with pytest.raises(UnreadableFileError) as refused:
        hash_file(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refused.value.code == code
    assert code in CODES
    assert peak < 100 * 2**20


@pytest.mark.parametrize("kind", ["absent", "folder", "pipe", "a name that is too long " * 20])
def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(UnreadableFileError) as refused:
        hash_file(path)

    assert refused.value.code == "unreadable"


PICTURES = [encoded(picture(80, 60), name) for name in ("JPEG", "PNG", "GIF", "WEBP")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(PICTURES), st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8), st.data()
)
def test_a_damaged_file_is_hashed_or_refused_and_nothing_else(
    tmp_path: Path, content: bytes, damage: list[tuple[int, int]], data: st.DataObject
) -> None:
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for place, value in damage:
        damaged[place % len(damaged)] = value
    file = tmp_path / "file"
    file.write_bytes(damaged)
    try:
        outcome = {signal.signal_type for signal in hash_file(file)}
    except UnreadableFileError as refused:
        outcome = {refused.code}

    assert outcome <= CODES.keys() | {"pdq", "phash", "dhash", "sha256", "md5"}
