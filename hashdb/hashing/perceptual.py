"""The 64-bit hashes of the ImageHash library, for exchange with those who use it.

They are computed from the same 512 x 512 picture as the PDQ and may differ by a few bits from hashes of the file in
its full size. Decisions rest on PDQ.
"""

from PIL import Image

ALGORITHMS = ("phash", "dhash", "whash")


def perceptual(picture: Image.Image, algorithm: str) -> bytes:
    """Return the 64 bits of one of ALGORITHMS, row by row from the top left."""
    import imagehash  # noqa: PLC0415 - brings SciPy: half a second that only those who need it should wait

    compute = {"phash": imagehash.phash, "dhash": imagehash.dhash, "whash": imagehash.whash}[algorithm]
    return bytes.fromhex(str(compute(picture)))
