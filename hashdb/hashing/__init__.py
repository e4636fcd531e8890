"""From a file, a text or a URL to its signals, on the member's side: no file ever leaves it.

`hash_file` is the way in. A file is recognised by its first bytes (`content`) and handed to a process with limits
(`child`, `decoder`, `limits`). There, `media` picks the reader: `animation` and `pictures`, `video`, `pdf` or `text`;
what is seen becomes fingerprints by one of STRATEGIES. What cannot be hashed raises UnreadableFileError with one of
CODES.
The server's web process never imports this package.
"""

from hashdb.hashing.files import DEFAULT_TYPES, hash_file, hash_text
from hashdb.hashing.signal import MINIMUM_QUALITY, HashedSignal
from hashdb.hashing.strategies import STRATEGIES
from hashdb.hashing.urls import hash_url

__all__ = [
    "CODES",
    "DEFAULT_TYPES",
    "MINIMUM_QUALITY",
    "STRATEGIES",
    "HashedSignal",
    "hash_file",
    "hash_text",
    "hash_url",
]

# Every code of UnreadableFileError, with what it means.
CODES = {
    "unreadable": "the file does not exist, is no regular file, or may not be read",
    "empty": "the file has no bytes",
    "unsupported_format": "its first bytes, or a video's codec, are of no format that is accepted",
    "too_many_bytes": "the file is larger than its kind may be: pictures 32 MiB, documents 128 MiB, texts 1 MB",
    "too_many_pixels": "the picture has more than 64 million pixels (a JPEG that can be decoded scaled: 256; WebP and "
    "AVIF: 14), or the video more than 4096 x 2304",
    "too_many_scans": "the JPEG has more than 64 scans",
    "too_small": "a side of the picture or video is shorter than 32 pixels",
    "too_long": "the video is longer than four hours",
    "bad_aspect": "one side of the picture is more than 20 times the other",
    "truncated": "the file ends before the picture does",
    "corrupt": "the file breaks the rules of its own format",
    "encrypted": "the document opens with a password only",
    "low_quality": "the picture shows too little for a perceptual hash",
    "timeout": "decoding takes too long: 1.5 seconds of processor time, for a video as much for each second of it",
    "out_of_memory": "decoding takes more memory than 216 MiB",
}
