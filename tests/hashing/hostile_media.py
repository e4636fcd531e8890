"""Videos, documents and texts that are broken, or made to hurt; see `hostile_pictures`."""

import io
import struct
from fractions import Fraction
from typing import Any

import av
import numpy as np

from tests.hashing.hostile_pictures import HASHED, Maker, inflating


def video(
    *,
    codec: str = "mpeg4",
    container: str = "mp4",
    size: tuple[int, int] = (128, 96),
    pixels: str = "yuv420p",
    frames: int = 30,
    rate: int = 10,
    apart: int = 1,
) -> bytes:
    """A video of noise that moves; frames lie *apart* ticks from each other."""
    file = io.BytesIO()
    noise = np.random.default_rng(4).integers(0, 255, (size[1], size[0], 3), np.uint8)
    with av.open(file, "w", format=container) as written:
        stream: Any = written.add_stream(codec, rate=rate)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        for place in range(frames):
            frame = av.VideoFrame.from_ndarray(np.roll(noise, place * 4, axis=1), format="rgb24")
            frame.pts, frame.time_base = place * apart, Fraction(1, rate)
            written.mux(stream.encode(frame))
        written.mux(stream.encode())
    return file.getvalue()


def video_that_claims(count: int) -> bytes:
    """An MP4 whose table of sizes says that it has *count* samples."""
    content = video()
    place = content.index(b"stsz") + 12
    return content[:place] + struct.pack(">I", count) + content[place + 4 :]


def damaged(content: bytes) -> bytes:
    """The same file with every frame replaced by noise."""
    start = content.index(b"mdat") + 4
    end = content.index(b"moov") - 4
    return content[:start] + bytes(range(1, 256)) * ((end - start) // 255 + 1) + content[end:]


def pdf(*objects: bytes, root: bytes = b"", encrypt: bytes = b"") -> bytes:
    """A document of numbered objects, the first of which is its catalogue; the table of places is left to be found."""
    numbered = b"".join(b"%d 0 obj %s endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + numbered + b"trailer << /Root 1 0 R " + root + encrypt + b" >>\n%%EOF"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >> stream\n" % (len(body), entries) + body + b"\nendstream"


def page(resources: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << %s >> >>" % resources


def pdf_of(content: bytes, entries: bytes = b"", *, resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    return pdf(CATALOGUE, PAGES, page(resources), stream(content, entries), *more)


def pdf_with_picture(width: int, height: int, body: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB" % (width, height)
    inside = stream(body, entries + b" /BitsPerComponent 8 /Filter /FlateDecode")
    return pdf_of(b"99 0 0 99 0 0 cm /A Do", resources=b"/XObject << /A 5 0 R >>", more=(inside,))


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O (%s) /U (%s) >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)
ITSELF = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R >> >>"

MEDIA: dict[str, tuple[Maker, str]] = {
    "mp4 of its first bytes": (lambda: b"\0\0\0\x20ftypisom\0\0", "corrupt"),
    "mp4 cut off": (lambda: video()[:-400], "corrupt"),
    "mp4 of damaged frames": (lambda: damaged(video()), "corrupt"),
    "mp4 of four thousand million samples": (lambda: video_that_claims(2**32 - 1), "corrupt"),
    "mp4 of ten hours": (lambda: video(apart=12_000), "too_long"),
    "mp4 of 16 pixels": (lambda: video(size=(16, 16)), "too_small"),
    "mp4 of 8,192 x 4,320": (
        lambda: video(codec="mjpeg", pixels="yuvj420p", size=(8192, 4320), frames=1),
        "too_many_pixels",
    ),
    "matroska of its first bytes": (lambda: b"\x1aE\xdf\xa3\x01\x00", "corrupt"),
    "matroska of a codec that is not accepted": (
        lambda: video(codec="ffv1", container="matroska"),
        "unsupported_format",
    ),
    "avi of its first bytes": (lambda: b"RIFF\xff\xff\xff\x7fAVI LIST", "corrupt"),
    "playlist that names a file": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", HASHED),
    "pdf of its first bytes": (lambda: b"%PDF-1.7\n", "corrupt"),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, "corrupt"),
    "pdf with a password": (lambda: pdf(CATALOGUE, PAGES, page(), stream(b""), encrypt=LOCKED), "encrypted"),
    "pdf whose pages are their own children": (
        lambda: pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>"),
        "corrupt",
    ),
    "pdf of a million brackets": (lambda: pdf(b"[" * 1_000_000), "corrupt"),
    "pdf with a page of 1 GB": (lambda: pdf_of(inflating(1024), b"/Filter /FlateDecode"), "out_of_memory"),
    "pdf with a picture of 1 GB": (lambda: pdf_with_picture(18_000, 18_000, inflating(1024)), HASHED),
    "pdf with a picture that lies": (lambda: pdf_with_picture(5_000, 5_000, inflating(1)), HASHED),
    "pdf with a form that holds itself": (
        lambda: pdf_of(b"/A Do", resources=b"/XObject << /A 5 0 R >>", more=(stream(b"/A Do " * 99, ITSELF),)),
        "out_of_memory",
    ),
    "text of 3 MB": (lambda: b"word " * 600_000, "too_many_bytes"),
    "text with a zero": (lambda: b"word\0word", "unsupported_format"),
    "text of one word": (lambda: b"a" * 999_999, HASHED),
    "text of a million accents": (lambda: b"\xcc\x81\xcc\x96" * 249_000, HASHED),
    "text of characters that become eighteen": (lambda: "\ufdfa".encode() * 200_000, HASHED),
}
