"""The kinds of signal that members share, and what makes a value of each well formed.

The one registry of the project: API, command line, index and documents read it. Hashing itself is
`hashdb.hashing`; this package imports neither NumPy nor Pillow, so every process can afford it.
"""

from hashdb.signals.degenerate import degenerate
from hashdb.signals.registry import SIGNAL_TYPES, Distance, SignalType, signal_type_named
from hashdb.signals.rows import RowFlag
from hashdb.signals.values import parse_value

__all__ = [
    "SIGNAL_TYPES",
    "Distance",
    "RowFlag",
    "SignalType",
    "degenerate",
    "parse_value",
    "signal_type_named",
]
