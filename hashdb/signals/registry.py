"""Every signal type there is, with its length, distance and radii.

A new type is one more entry here; nothing else lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hashdb.errors import FieldProblem, InvalidInputError


class Distance(StrEnum):
    """How two values of a type are compared."""

    HAMMING = "hamming"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalType:
    """One algorithm that turns content into a value of `bits` bits; radii are in bits."""

    name: str
    bits: int
    content_types: tuple[str, ...]
    distance: Distance
    default_radius: int = 0
    max_radius: int = 0
    example: str
    description: str

    @property
    def hex_digits(self) -> int:
        """The length of a value as it is written."""
        return self.bits // 4


_PICTURE = ("image",)
_FILE = ("image", "video", "audio", "pdf", "text")


def _perceptual64(name: str, example: str, description: str) -> SignalType:
    return SignalType(
        name=name,
        bits=64,
        content_types=_PICTURE,
        distance=Distance.HAMMING,
        default_radius=6,
        max_radius=10,
        example=example,
        description=description,
    )


_ALL = (
    SignalType(
        name="pdq",
        bits=256,
        content_types=_PICTURE,
        distance=Distance.HAMMING,
        default_radius=31,
        max_radius=31,
        example="2d0b64bea1d3bf76b6d02cbf28cf8ed1d634b643489f5c9ed24a0b0ed2591c8b",
        description="PDQ of ThreatExchange: the picture's low frequencies; the type on which decisions rest.",
    ),
    _perceptual64("phash", "b19cd28e6d3c8a73", "DCT hash of the ImageHash library, for exchange with others."),
    _perceptual64("dhash", "71d4c8cc9c3a3969", "Gradient hash of the ImageHash library, for exchange with others."),
    _perceptual64("whash", "8f3e1e9ec7c3e1c0", "Wavelet hash of the ImageHash library; finds false pairs easily."),
    SignalType(
        name="sha256",
        bits=256,
        content_types=_FILE,
        distance=Distance.EXACT,
        example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        description="SHA-256 of the file, byte for byte.",
    ),
    SignalType(
        name="md5",
        bits=128,
        content_types=_FILE,
        distance=Distance.EXACT,
        example="098f6bcd4621d373cade4e832627b4f6",
        description="MD5 of the file, byte for byte; for lists that know nothing better.",
    ),
)

SIGNAL_TYPES: Mapping[str, SignalType] = MappingProxyType({kind.name: kind for kind in _ALL})

# The types whose rows stand in packed columns and are searched within a radius.
HAMMING_TYPES = tuple(kind for kind in _ALL if kind.distance is Distance.HAMMING)


def signal_type_named(name: str, field: str = "signal_type") -> SignalType:
    """Return the type, or raise InvalidInputError that names *field*."""
    try:
        return SIGNAL_TYPES[name]
    except KeyError:
        raise InvalidInputError(FieldProblem(field, f"must be one of {', '.join(SIGNAL_TYPES)}")) from None
