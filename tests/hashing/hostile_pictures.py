"""Pictures that are broken, or made to hurt: for each a name, how it is made, and the error that it ends in.

What ends in HASHED looks dangerous but is not: what would hurt is never read.
"""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

HASHED = "hashed"
Maker = Callable[[], bytes]

_MEGABYTE = 2**20


def encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_name, **options)
    return file.getvalue()


def picture(width: int = 64, height: int = 64) -> Image.Image:
    across = Image.linear_gradient("L").resize((width, height))
    down = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((width, height))))


def moving(count: int = 4) -> list[Image.Image]:
    return [picture(80 + place, 60).resize((80, 60)).rotate(place * 40) for place in range(count)]


@cache
def inflating(megabytes: int) -> bytes:
    """Zeros by the megabyte, packed to a thousandth."""
    packer = zlib.compressobj(9)
    zeros = bytes(_MEGABYTE)
    return b"".join([packer.compress(zeros) for _ in range(megabytes)] + [packer.flush()])


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, body: bytes, *, colour: int = 2, depth: int = 8, more: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_with(*chunks: bytes) -> bytes:
    whole = encoded(picture(), "PNG")
    start = whole.index(b"IDAT") - 4
    return whole[:start] + b"".join(chunks) + whole[start:]


def animated_png_that_claims(frames: int) -> bytes:
    whole = encoded(moving()[0], "PNG", save_all=True, append_images=moving()[1:])
    place = whole.index(b"acTL")
    body = struct.pack(">II", frames, 0)
    return whole[: place - 4] + chunk(b"acTL", body) + whole[place + 16 :]


def webp(first_chunk: bytes, body: bytes) -> bytes:
    first = first_chunk + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(first) + 4) + b"WEBP" + first


def jpeg_of(width: int, height: int, *, progressive: bool = False, padding: int = 0) -> bytes:
    honest = encoded(picture(), "JPEG", progressive=progressive)
    place = honest.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    return honest[:place] + struct.pack(">HH", height, width) + honest[place + 4 :] + bytes(padding)


def jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: each is a pass over the picture."""
    whole = encoded(picture(400, 400), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * count + b"\xff\xd9"


def jpeg_with(marker: int, body: bytes, count: int = 1) -> bytes:
    whole = encoded(picture(), "JPEG")
    return whole[:2] + (bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body) * count + whole[2:]


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def cut(picture_format: str, missing: int) -> bytes:
    return encoded(picture(400, 400), picture_format)[:-missing]


def gif_of_frames(count: int) -> bytes:
    one = b"\x2c" + struct.pack("<4H", 0, 0, 1, 1) + b"\0\x02\x02\x44\x01\0"
    screen = struct.pack("<2H", 64, 64) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    return b"GIF89a" + screen + one * count + b";"


def gif_that_claims(width: int, height: int) -> bytes:
    honest = encoded(picture(), "GIF")
    return honest[:6] + struct.pack("<HH", width, height) + honest[10:]


def avif_that_claims(width: int, height: int) -> bytes:
    honest = encoded(picture(), "AVIF")
    place = honest.index(b"ispe") + 8
    return honest[:place] + struct.pack(">II", width, height) + honest[place + 8 :]


def avif_of_noise() -> bytes:
    honest = encoded(picture(400, 400), "AVIF")
    start = honest.index(b"mdat") + 4
    return honest[:start] + bytes(range(256)) * (len(honest[start:]) // 256 + 1)


def exif_that_leads_to_itself() -> bytes:
    return b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + struct.pack("<HHIH", 0x8769, 4, 1, 8) * 500


PICTURES: dict[str, tuple[Maker, str]] = {
    "no bytes": (lambda: b"", "empty"),
    "random bytes": (lambda: bytes(range(256)) * 4, "unsupported_format"),
    "tiff": (lambda: encoded(picture(), "TIFF"), "unsupported_format"),
    "bitmap": (lambda: encoded(picture(), "BMP"), "unsupported_format"),
    "heic": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(99), "unsupported_format"),
    "postscript after a zero": (lambda: b"\0%!PS-Adobe", "unsupported_format"),
    "33 MiB": (lambda: encoded(picture(), "JPEG") + bytes(33 * _MEGABYTE), "too_many_bytes"),
    "31 pixels": (lambda: encoded(picture(31, 200), "PNG"), "too_small"),
    "21 to 1": (lambda: encoded(picture(32 * 21, 32), "PNG"), "bad_aspect"),
    # PNG
    "png cut off": (lambda: cut("PNG", 300), "truncated"),
    "png of its first bytes": (lambda: b"\x89PNG\r\n\x1a\n", "corrupt"),
    "png of another chunk": (lambda: changed(encoded(picture(), "PNG"), b"IDAT", b"IDAX"), "corrupt"),
    "png of no pixels": (lambda: png(0, 0, b""), "corrupt"),
    "png of noise": (lambda: png(64, 64, bytes(range(256))), "corrupt"),
    "png of few rows": (lambda: png(64, 64, zlib.compress(bytes(999))), "truncated"),
    "png of a palette that is missing": (lambda: png(64, 64, zlib.compress(bytes(65 * 64)), colour=3), "corrupt"),
    "png of 1 GB in 64 x 64 pixels": (lambda: png(64, 64, inflating(1024)), HASHED),
    "png of 12,000 squared, 16 bits deep": (
        lambda: png(12_000, 12_000, inflating(1100), colour=6, depth=16),
        "too_many_pixels",
    ),
    "png of 7,900 squared": (lambda: png(7900, 7900, inflating(179)), "out_of_memory"),
    "png of two thousand million squared": (lambda: png(2**31 - 1, 2**31 - 1, b""), "too_many_pixels"),
    "png with a text of 1 GB": (lambda: png_with(chunk(b"zTXt", b"a\0\0" + inflating(1024))), HASHED),
    "png with an international text of 1 GB": (
        lambda: png_with(chunk(b"iTXt", b"a\0\1\0\0\0" + inflating(1024))),
        HASHED,
    ),
    "png with a colour profile of 1 GB": (lambda: png_with(chunk(b"iCCP", b"a\0\0" + inflating(1024))), HASHED),
    "png with 100,000 texts": (lambda: png_with(chunk(b"tEXt", b"a\0b") * 100_000), HASHED),
    "png with a chunk longer than the file": (lambda: png_with(b"\x7f\xff\xff\xfftEXt"), "corrupt"),
    "animated png that claims four thousand million frames": (lambda: animated_png_that_claims(2**32 - 1), HASHED),
    # JPEG
    "jpeg cut off": (lambda: cut("JPEG", 400), "truncated"),
    "jpeg of three bytes": (lambda: b"\xff\xd8\xff", "corrupt"),
    "jpeg of no pixels": (lambda: jpeg_of(0, 0), "corrupt"),
    "jpeg of 65,500 squared": (lambda: jpeg_of(65_500, 65_500), "too_many_pixels"),
    "progressive jpeg of 100 megapixels": (lambda: jpeg_of(10_000, 10_000, progressive=True), "too_many_pixels"),
    "jpeg whose header lies": (lambda: jpeg_of(15_000, 15_000), "truncated"),
    "jpeg whose header lies, padded": (lambda: jpeg_of(15_000, 15_000, padding=500_000), HASHED),
    "progressive jpeg whose header lies, padded": (
        lambda: jpeg_of(7_900, 7_900, progressive=True, padding=200_000),
        HASHED,
    ),
    "jpeg of 400 scans": (lambda: jpeg_of_scans(400), "too_many_scans"),
    "jpeg without tables": (lambda: changed(encoded(picture(), "JPEG"), b"\xff\xc4", b"\xff\xe9"), HASHED),
    "jpeg of twelve bits": (lambda: changed(jpeg_of(64, 64), b"\xff\xc0\0\x11\x08", b"\xff\xc1\0\x11\x0c"), "corrupt"),
    "jpeg with 16 MB of colour profile": (
        lambda: jpeg_with(0xE2, b"ICC_PROFILE\0\1\xff" + bytes(65_000), count=255),
        HASHED,
    ),
    "jpeg with an exif block that leads to itself": (lambda: jpeg_with(0xE1, exif_that_leads_to_itself()), HASHED),
    # GIF
    "gif cut off": (lambda: cut("GIF", 300), "truncated"),
    "gif of its first bytes": (lambda: b"GIF89a", "corrupt"),
    "gif of 65,535 squared": (lambda: gif_that_claims(65_535, 65_535), "too_many_pixels"),
    "gif of a million frames": (lambda: gif_of_frames(1_000_000), "timeout"),
    # WebP
    "webp cut off": (lambda: cut("WEBP", 50), "truncated"),
    "webp of its first bytes": (lambda: b"RIFF\x04\0\0\0WEBP", "corrupt"),
    "webp of an unknown chunk": (lambda: webp(b"JUNK", bytes(40)), "corrupt"),
    "webp of a short chunk": (lambda: webp(b"VP8X", bytes(2)), "corrupt"),
    "webp of noise": (lambda: webp(b"VP8L", b"\x2f\x3f\xc0\x0f\0" + bytes(range(256))), "corrupt"),
    "webp of 16,383 squared": (lambda: webp(b"VP8X", bytes(4) + b"\xfe\x3f\0" * 2 + bytes(9)), "too_many_pixels"),
    "lossless webp of 16,384 squared": (lambda: webp(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(9)), "too_many_pixels"),
    "lossy webp of 16,383 squared": (
        lambda: webp(b"VP8 ", bytes(3) + b"\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(9)),
        "too_many_pixels",
    ),
    # AVIF
    "avif cut off": (lambda: cut("AVIF", 50), "truncated"),
    "avif of its first bytes": (lambda: encoded(picture(), "AVIF")[:32], "truncated"),
    "avif of 12,000 squared": (lambda: avif_that_claims(12_000, 12_000), "too_many_pixels"),
    "avif of 60,000 squared": (lambda: avif_that_claims(60_000, 60_000), "corrupt"),
    "avif of noise": (avif_of_noise, "corrupt"),
}
