"""From a file to its signals, on the member's side: no file ever leaves it.

`hash_file` is the way in. A file is recognised by its first bytes (`content`), opened under caps (`pictures`), and
each signal type is computed by its module (`pdq`, `perceptual`, `digests`). What cannot be hashed raises
UnreadableFileError with one of CODES. The server's web process never imports this package.
"""

from hashdb.hashing.files import DEFAULT_TYPES, MINIMUM_QUALITY, HashedSignal, hash_file

__all__ = ["CODES", "DEFAULT_TYPES", "MINIMUM_QUALITY", "HashedSignal", "hash_file"]

# Every code of UnreadableFileError, with what it means.
CODES = {
    "unreadable": "the file does not exist, is no regular file, or may not be read",
    "empty": "the file has no bytes",
    "unsupported_format": "its first bytes are of no format that is accepted",
    "too_many_bytes": "the picture's file is larger than 32 MiB",
    "too_many_pixels": "the picture has more than 64 million pixels (a JPEG that can be decoded scaled: 256)",
    "too_many_scans": "the JPEG has more than 64 scans",
    "too_small": "a side of the picture is shorter than 32 pixels",
    "bad_aspect": "one side of the picture is more than 20 times the other",
    "truncated": "the file ends before the picture does",
    "corrupt": "the file breaks the rules of its own format",
    "low_quality": "the picture shows too little for a perceptual hash",
}
