"""The one EXIF tag that matters: how a picture is to be turned before it is seen.

Read by hand, because Pillow reads every tag and warns of each that is broken. The layout is that of TIFF 6.0: a byte
order, the place of the first directory, and in it 12 bytes for each tag.
"""

import struct

UPRIGHT = 1

_PREFIX = b"Exif\0\0"
_ORIENTATION = 0x0112
_BYTE_ORDERS = {b"II": "<", b"MM": ">"}
_TAG_BYTES = 12
_MOST_TAGS = 512


def orientation(block: object) -> int:
    """Return the orientation (1 to 8, if the file is sane); a block that is missing or broken means UPRIGHT."""
    if not isinstance(block, bytes):
        return UPRIGHT
    tiff = block.removeprefix(_PREFIX)
    try:
        return _orientation(tiff, _BYTE_ORDERS[tiff[:2]])
    except (KeyError, struct.error):
        return UPRIGHT


def _orientation(tiff: bytes, order: str) -> int:
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for place in range(min(count, _MOST_TAGS)):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + place * _TAG_BYTES)
        if tag == _ORIENTATION:
            return int(value)
    return UPRIGHT
