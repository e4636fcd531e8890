"""What must be known of a picture before a decoder is built, read from its bytes.

Most of Pillow's readers only parse the header when they are made, so their size can be asked. WebP's allocates the
whole canvas, no reader counts the scans of a JPEG, and PNG's unpacks texts and colour profiles: those are looked at
here.
"""

import struct

_START_OF_SCAN = b"\xff\xda"
_SIDE_OF_VP8 = 0x3FFF
_PNG_SIGNATURE_BYTES = 8
_PNG_CHUNK = struct.Struct(">I4s")
_PNG_AROUND_A_BODY = 12  # length, name, checksum
# Of what a decoder may do without: transparency, frames, and how the picture is turned.
_PNG_KEPT = frozenset(
    (b"tRNS", b"acTL", b"fcTL", b"fdAT", b"eXIf"),
)
# The bit of a chunk's first letter that says: a decoder may do without.
_ANCILLARY = 0x20


def scans_of_jpeg(content: bytes) -> int:
    """Return how many scans the file has, those of embedded thumbnails included; each costs a pass when decoding."""
    return content.count(_START_OF_SCAN)


def is_cut_off_webp(content: bytes) -> bool:
    """Tell whether the file is shorter than its RIFF header says."""
    promised: int = struct.unpack_from("<I", content, 4)[0] + 8
    return len(content) < promised


def size_of_webp(content: bytes) -> tuple[int, int]:
    """Return width and height, or raise struct.error or ValueError for what is no WebP.

    The three kinds of first chunk are those of the "WebP Container Specification" and RFC 9649.
    """
    chunk = content[12:16]
    if chunk == b"VP8X":
        width, width_high, height, height_high = struct.unpack_from("<HBHB", content, 24)
        return (width_high << 16 | width) + 1, (height_high << 16 | height) + 1
    if chunk == b"VP8L":
        (packed,) = struct.unpack_from("<I", content, 21)
        return (packed & _SIDE_OF_VP8) + 1, (packed >> 14 & _SIDE_OF_VP8) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & _SIDE_OF_VP8, height & _SIDE_OF_VP8
    raise ValueError("the first chunk is none of WebP's")


def png_without_extras(content: bytes) -> bytes:
    """Return the file without its texts, colour profiles and other chunks that no picture needs, none of them read."""
    view = memoryview(content)
    kept = [view[:_PNG_SIGNATURE_BYTES]]
    place = _PNG_SIGNATURE_BYTES
    while place + _PNG_CHUNK.size <= len(content):
        length, name = _PNG_CHUNK.unpack_from(content, place)
        end = place + length + _PNG_AROUND_A_BODY
        if name in _PNG_KEPT or not name[0] & _ANCILLARY:
            kept.append(view[place:end])
        place = end
    return content if sum(map(len, kept)) == len(content) else b"".join(kept)
