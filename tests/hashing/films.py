"""Films of still pictures, and the tag that tells a player to turn one."""

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

RATE = 10
# Where the matrix stands behind the name of the box `tkhd` (ISO/IEC 14496-12, 8.3.2), and one that turns to the right.
_MATRIX_AT = 44
_TO_THE_RIGHT = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)


def film(
    path: Path, pictures: Sequence[Image.Image], *, codec: str = "libx264", seconds: int = 2, turned: bool = False
) -> Path:
    """Show each picture for some seconds, lying on its left side where it is *turned*."""
    width, height = (360, 640) if turned else (640, 360)
    with av.open(path, "w") as written:
        stream: Any = written.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.gop_size = RATE * seconds
        for place in range(len(pictures) * seconds * RATE):
            shown = pictures[place // (seconds * RATE)].convert("RGB").resize((640, 360))
            pixels = np.rot90(np.asarray(shown)) if turned else np.asarray(shown)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = place, Fraction(1, RATE)
            written.mux(stream.encode(frame))
        written.mux(stream.encode())
    return path


def tagged_turned(film: Path, path: Path) -> Path:
    """Copy an MP4 with the tag that tells a player to turn it to the right by 90 degrees."""
    content = bytearray(film.read_bytes())
    at = content.index(b"tkhd") + _MATRIX_AT
    content[at : at + len(_TO_THE_RIGHT)] = _TO_THE_RIGHT
    path.write_bytes(content)
    return path
