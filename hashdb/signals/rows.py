"""The flag byte of a row in a packed column.

Only `LIVE` decides whether a row is found; the rest tells a matcher what a hit is without reading its record.
A row with no flag set is known but not decided on.
"""

from enum import IntFlag


class RowFlag(IntFlag):
    """What a matcher knows of a row; written by the store in the act that changes the signal."""

    NONE = 0
    LIVE = 1
    PROVISIONAL = 2
    DISPUTED = 4
    TOMBSTONE = 8
