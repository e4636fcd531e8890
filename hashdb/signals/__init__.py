"""The kinds of signal that members share, and what makes a value of each well formed.

The one registry of the project: API, command line, index and documents read it. Hashing itself is
`hashdb.hashing`; this package imports neither NumPy nor Pillow, so every process can afford it.
"""

from hashdb.signals.degenerate import degenerate
from hashdb.signals.registry import (
    HAMMING_TYPES,
    LARGEST_RADIUS,
    MOST_FRAMES,
    MOST_VIEWS,
    MOST_VIEWS_ASKED,
    PACKED_TYPES,
    SIGNAL_TYPES,
    Distance,
    SignalType,
    signal_type_named,
)
from hashdb.signals.rows import RowFlag
from hashdb.signals.values import parse_value
from hashdb.signals.views import ORIENTATIONS, PICTURE, View, parse_views, video_value

__all__ = [
    "HAMMING_TYPES",
    "LARGEST_RADIUS",
    "MOST_FRAMES",
    "MOST_VIEWS",
    "MOST_VIEWS_ASKED",
    "ORIENTATIONS",
    "PACKED_TYPES",
    "PICTURE",
    "SIGNAL_TYPES",
    "Distance",
    "RowFlag",
    "SignalType",
    "View",
    "degenerate",
    "parse_value",
    "parse_views",
    "signal_type_named",
    "video_value",
]
