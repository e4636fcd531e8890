"""What must be known of a picture before a decoder is built, read from its first bytes.

Most of Pillow's readers only parse the header when they are made, so their size can be asked. WebP's allocates the
whole canvas, and no reader counts the scans of a JPEG: those two are looked at here.
"""

import struct

_START_OF_SCAN = b"\xff\xda"
_SIDE_OF_VP8 = 0x3FFF


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
