"""Opening a picture that may be hostile, as 512 x 512 pixels.

Its one rule: nothing is decoded before its header has passed the caps. Decoders are taken by name from the allow-list,
never by trying what fits. It runs inside the process of `decoder`, whose limits end what the caps let through.
"""

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import AvifImagePlugin, GifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from hashdb.errors import UnreadableFileError
from hashdb.hashing.exif import orientation
from hashdb.hashing.headers import is_cut_off_webp, png_without_extras, scans_of_jpeg, size_of_webp
from hashdb.hashing.pixels import normalised, upright

MAX_BYTES = 32 * 2**20
MAX_PIXELS = 64_000_000
# A sequential JPEG is decoded at an eighth of its sides, so it may be larger.
MAX_PIXELS_SCALED = 256_000_000
# Their decoders hold a picture four times over.
MAX_PIXELS_HELD_OFTEN = 14_000_000
MAX_SCANS = 64
# A Huffman code has at least one bit, and a JPEG at least one code for 8 x 8 pixels.
_MAX_JPEG_PIXELS_PER_BYTE = 512
MIN_SIDE = 32
MAX_ASPECT = 20

_DECODERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # whoever wants several processors decodes several pictures
# What Pillow's readers raise on files that break their format.
BROKEN = (SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, OSError, struct.error)


def open_picture(path: Path, format_name: str) -> Image.Image:
    """Return the picture upright, on white, as 512 x 512 of mode RGB or L, or raise UnreadableFileError."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    return decoded(content, format_name)


def decoded(content: bytes, format_name: str) -> Image.Image:
    """Return the picture that a file's *content* shows first, as `open_picture` does."""
    with checked(content, format_name) as picture:
        return upright(normalised(picture), orientation(picture.info.get("exif")))


@contextmanager
def checked(content: bytes, format_name: str) -> Iterator[ImageFile.ImageFile]:
    """Give the opened picture, whose header is within the caps; what its decoder raises becomes the file's refusal."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"PIL\.")  # what matters ends in a refusal
            with _opened(content, format_name) as picture:
                _check_size(*picture.size, most=_most_pixels(picture))
                _check_that_jpeg_is_whole(picture, len(content))
                yield picture
    except (MemoryError, Image.DecompressionBombError):
        raise UnreadableFileError("out_of_memory", "decoding the file needs more memory than it may have") from None
    except BROKEN as error:
        raise _refusal(error) from None


def _opened(content: bytes, format_name: str) -> ImageFile.ImageFile:
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_many_bytes", f"the picture's file is larger than {MAX_BYTES // 2**20} MiB")
    _check_before_a_decoder_is_built(content, format_name)
    return _DECODERS[format_name](BytesIO(png_without_extras(content) if format_name == "PNG" else content))


def _check_before_a_decoder_is_built(content: bytes, format_name: str) -> None:
    if format_name == "JPEG" and (scans := scans_of_jpeg(content)) > MAX_SCANS:
        raise UnreadableFileError("too_many_scans", f"the JPEG has {scans} scans, more than {MAX_SCANS}")
    if format_name == "WEBP":
        if is_cut_off_webp(content):
            raise UnreadableFileError("truncated", "the file is shorter than its header says")
        _check_size(*size_of_webp(content), most=MAX_PIXELS_HELD_OFTEN)


def _most_pixels(picture: Image.Image) -> int:
    if picture.format == "JPEG" and "progressive" not in picture.info:
        return MAX_PIXELS_SCALED
    return MAX_PIXELS_HELD_OFTEN if picture.format in ("WEBP", "AVIF") else MAX_PIXELS


def _check_that_jpeg_is_whole(picture: Image.Image, length: int) -> None:
    """Refuse a header that lies: libjpeg would fill up what is missing with grey."""
    if picture.format == "JPEG" and picture.width * picture.height > length * _MAX_JPEG_PIXELS_PER_BYTE:
        raise UnreadableFileError("truncated", "the file is too short for the pixels that its header promises")


def _check_size(width: int, height: int, *, most: int) -> None:
    shown = f"the picture has {width} x {height} pixels"
    if width * height > most:
        raise UnreadableFileError("too_many_pixels", f"{shown}, more than {most // 10**6} million")
    if min(width, height) < MIN_SIDE:
        raise UnreadableFileError("too_small", f"{shown}; a side needs {MIN_SIDE}")
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise UnreadableFileError("bad_aspect", f"{shown}; one side may be at most {MAX_ASPECT} times the other")


def _refusal(error: Exception) -> UnreadableFileError:
    """Return the refusal for what a reader raised; its own words may quote the file and are not passed on."""
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        return UnreadableFileError("truncated", "the file ends before the picture does")
    return UnreadableFileError("corrupt", "the file breaks the rules of its format")
