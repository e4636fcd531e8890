"""Every signal type there is, with its length, distance and radii.

A new type is one more entry here; nothing else lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hashdb.errors import FieldProblem, InvalidInputError


class Distance(StrEnum):
    """How two values of a type are compared.

    `hamming` counts the bits in which they differ, `lanes` the bytes. Of `frames`, each is compared by its bits, and
    what counts is how many of one side have a near one on the other. `exact` values are the same or not.
    """

    HAMMING = "hamming"
    LANES = "lanes"
    FRAMES = "frames"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalType:
    """One algorithm that turns content into a value of `bits` bits; radii are in what its distance counts.

    Up to `max_radius` a hit is a match; from there to `review_radius`, if there is one, it is worth showing to a person
    and no more. Views are values of the type `view_type`: a signal may carry `most_views`, a lookup `most_views_asked`.
    `is_of_file` says that equal values mean the same file, byte for byte.
    """

    name: str
    bits: int
    content_types: tuple[str, ...]
    distance: Distance
    default_radius: int = 0
    max_radius: int = 0
    review_radius: int = 0
    view_type: str | None = None
    most_views: int = 0
    most_views_asked: int = 0
    is_of_file: bool = False
    example: str
    description: str

    @property
    def hex_digits(self) -> int:
        """The length of a value as it is written."""
        return self.bits // 4

    @property
    def largest_radius(self) -> int:
        """The largest radius that may be asked for, be it for review only."""
        return max(self.max_radius, self.review_radius)

    @property
    def has_rows(self) -> bool:
        """Whether its values stand in packed columns and are searched there; exact ones are looked up."""
        return self.distance is not Distance.EXACT

    @property
    def has_bits(self) -> bool:
        """Whether its rows are compared by their bits, so that segments make the search quick."""
        return self.distance in (Distance.HAMMING, Distance.FRAMES)


# What a picture's signal may carry in views, and an upload that is looked up.
MOST_VIEWS = 32
MOST_VIEWS_ASKED = 128

# An hour of video, at one frame a second.
MOST_FRAMES = 3_600

_PICTURE = ("image",)
_VIDEO = ("video",)
_TEXT = ("text", "pdf")
_FILE = ("image", "video", "audio", "pdf", "text")


def _picture(name: str, bits: int, radii: tuple[int, int, int], example: str, description: str) -> SignalType:
    default, largest, review = radii
    return SignalType(
        name=name,
        bits=bits,
        content_types=_PICTURE,
        distance=Distance.HAMMING,
        default_radius=default,
        max_radius=largest,
        review_radius=review,
        view_type=name,
        most_views=MOST_VIEWS,
        most_views_asked=MOST_VIEWS_ASKED,
        example=example,
        description=description,
    )


def _digest(
    name: str, bits: int, content_types: tuple[str, ...], example: str, description: str, *, is_of_file: bool = True
) -> SignalType:
    return SignalType(
        name=name,
        bits=bits,
        content_types=content_types,
        distance=Distance.EXACT,
        is_of_file=is_of_file,
        example=example,
        description=description,
    )


_OF_64_BITS = (6, 10, 0)

_MINHASH = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
    "dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986"
    "084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5"
)

_ALL = (
    _picture(
        "pdq",
        256,
        (31, 31, 64),
        "2d0b64bea1d3bf76b6d02cbf28cf8ed1d634b643489f5c9ed24a0b0ed2591c8b",
        "PDQ of ThreatExchange: the picture's low frequencies; the type on which decisions rest.",
    ),
    _picture(
        "phash", 64, _OF_64_BITS, "b19cd28e6d3c8a73", "DCT hash of the ImageHash library, for exchange with others."
    ),
    _picture(
        "dhash",
        64,
        _OF_64_BITS,
        "71d4c8cc9c3a3969",
        "Gradient hash of the ImageHash library, for exchange with others.",
    ),
    _picture(
        "whash", 64, _OF_64_BITS, "8f3e1e9ec7c3e1c0", "Wavelet hash of the ImageHash library; finds false pairs easily."
    ),
    SignalType(
        name="vpdq",
        bits=256,
        content_types=_VIDEO,
        distance=Distance.FRAMES,
        default_radius=31,
        max_radius=31,
        view_type="pdq",
        most_views=MOST_FRAMES,
        most_views_asked=MOST_FRAMES,
        example="5b1f8b0c5b3a0f0e3cf1d5a29c8f4b7d60a7c1e5f29d3846b0c2e7a91f5d8364",
        description="A video: the SHA-256 of its frames, one PDQ a second, which are its views and what is compared.",
    ),
    SignalType(
        name="text_minhash",
        bits=1024,
        content_types=_TEXT,
        distance=Distance.LANES,
        default_radius=64,
        max_radius=90,
        example=_MINHASH,
        description="MinHash of the words: 128 permutations, 8 bits of each; 64 bytes apart is a Jaccard index of 0.5.",
    ),
    _digest(
        "text_sha256",
        256,
        _TEXT,
        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "SHA-256 of the normalised text.",
        is_of_file=False,
    ),
    _digest(
        "url_sha256",
        256,
        ("url",),
        "100680ad546ce6a577f42f52df33b4cfdca756859e664b8d7de329b150d09ce9",
        "SHA-256 of the canonical URL.",
        is_of_file=False,
    ),
    _digest(
        "sha256",
        256,
        _FILE,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "SHA-256 of the file, byte for byte.",
    ),
    _digest(
        "sha1",
        160,
        _FILE,
        "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "SHA-1 of the file, byte for byte; for lists that know nothing better.",
    ),
    _digest(
        "md5",
        128,
        _FILE,
        "098f6bcd4621d373cade4e832627b4f6",
        "MD5 of the file, byte for byte; for lists that know nothing better.",
    ),
)

SIGNAL_TYPES: Mapping[str, SignalType] = MappingProxyType({kind.name: kind for kind in _ALL})

# The types whose rows stand in packed columns and are searched within a radius; and those of them whose rows are
# compared by their bits.
PACKED_TYPES = tuple(kind for kind in _ALL if kind.has_rows)
HAMMING_TYPES = tuple(kind for kind in _ALL if kind.has_bits)

LARGEST_RADIUS = max(kind.largest_radius for kind in _ALL)


def signal_type_named(name: str, field: str = "signal_type") -> SignalType:
    """Return the type, or raise InvalidInputError that names *field*."""
    try:
        return SIGNAL_TYPES[name]
    except KeyError:
        raise InvalidInputError(FieldProblem(field, f"must be one of {', '.join(SIGNAL_TYPES)}")) from None
