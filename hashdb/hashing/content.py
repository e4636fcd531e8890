"""What a file is, told by its first bytes; names and extensions are not evidence.

Only formats listed here are accepted. Recognising costs no decoder.
"""

import re
from dataclasses import dataclass

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format and the content type that signals of such files carry."""

    name: str
    content_type: str


_FORMATS = tuple(
    (re.compile(pattern, re.DOTALL).match, Format(name=name, content_type=content_type))
    for pattern, name, content_type in (
        (rb"\xff\xd8\xff", "JPEG", "image"),
        (rb"\x89PNG\r\n\x1a\n", "PNG", "image"),
        (rb"GIF8[79]a", "GIF", "image"),
        (rb"RIFF.{4}WEBP", "WEBP", "image"),
        (rb".{4}ftypavi[fs]|.{4}ftyp(mif1|msf1).{4}.*?avi[fs]", "AVIF", "image"),
        (rb"%PDF-", "PDF", "pdf"),
        (rb".{4}ftyp(M4A|M4B)", "MP4 audio", "audio"),
        (rb".{4}ftyp(iso|mp4|avc1|M4V|qt  |3g|dash|MSNV)", "MP4", "video"),
        (rb"\x1aE\xdf\xa3", "Matroska", "video"),
        (rb"RIFF.{4}AVI ", "AVI", "video"),
        (rb"RIFF.{4}WAVE", "WAVE", "audio"),
        (rb"ID3|\xff[\xf2\xf3\xfb]", "MP3", "audio"),
        (rb"fLaC", "FLAC", "audio"),
        (rb"OggS", "Ogg", "audio"),
    )
)
_TEXT = Format(name="text", content_type="text")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF8_CUT_OFF = 3


def recognise(head: bytes) -> Format | None:
    """Return the format of a file that starts with *head* (HEAD_BYTES of it), or None if it is not accepted."""
    for matches, known in _FORMATS:
        if matches(head):
            return known
    return _TEXT if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    """Tell whether *head* is UTF-8 without control characters; its last character may be cut off."""
    if _CONTROL.search(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) == HEAD_BYTES and error.start >= HEAD_BYTES - _UTF8_CUT_OFF
    return True
