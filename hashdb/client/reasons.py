"""Why a signal was found, in words: which part of the upload met which part of the signal's picture, and how closely.

The names of parts are those that `hashdb.hashing` gives; one that somebody else made up is told as it is.
"""

import re

from hashdb.client.answers import Hit, Shares
from hashdb.signals import SIGNAL_TYPES, Distance

# What the eight orientations are, itself first (see `hashdb.hashing.pdq`).
_TURNS = (
    "",
    ", turned by 90 degrees,",
    ", turned by 180 degrees,",
    ", turned by 270 degrees,",
    ", mirrored top to bottom,",
    ", mirrored left to right,",
    ", mirrored along a diagonal,",
    ", mirrored along the other diagonal,",
)
# Whose part was met; of all other types with a distance it is a picture.
_SIGNALS = {"vpdq": "the signal's video", "text_minhash": "the signal's text"}
_is_turned = re.compile(r"(?:(?P<part>.+)_)?orientation_(?P<turn>[0-7])").fullmatch
_PARTS = tuple(
    (re.compile(pattern).fullmatch, words)
    for pattern, words in (
        ("picture", "the whole of {of}"),
        ("trim", "{of} without its border"),
        ("block", "{of} without the background around it"),
        ("block_without_ends", "{of} without the background around it and a little at its top and bottom"),
        (r"edges_\d+", "a part of {of} between straight edges"),
        (r"tilt_(left|right)_(\d+)_100", "{of} turned back to the {0} by {1} degrees"),
        (r"tilt_(left|right)_(\d+)_(\d+)", "the middle {2} % of {of} turned back to the {0} by {1} degrees"),
        (r"centre_(\d+)", "the middle {0} % of {of}"),
        (r"(top|bottom|left|right)_(\d+)_off", "{of} without {1} % at the {0}"),
        ("square", "the square in the middle of {of}"),
        (r"second_(\d+)", "second {0} of {of}"),
    )
)


def because(hit: Hit) -> str:
    """Return why *hit* was found.

    For instance "the upload without its border met the middle 90 % of the signal's picture, 12 of 256 bits apart".
    """
    kind = SIGNAL_TYPES.get(hit["signal_type"])
    if kind is not None and kind.distance is Distance.EXACT:
        return f"the same {kind.name}"
    asked = part_in_words(hit["query_view"], "the upload")
    stored = part_in_words(hit["view"], _SIGNALS.get(hit["signal_type"], "the signal's picture"))
    return f"{asked} met {stored}, {_apart(hit)}{_shared(hit.get('shares'))}"


def part_in_words(name: str, of: str) -> str:
    """Return what the part called *name* shows of something."""
    turned = _is_turned(name)
    if turned is None:
        return _part(name, of)
    return _part(turned["part"] or "picture", of) + _TURNS[int(turned["turn"])]


def _part(name: str, of: str) -> str:
    for matches, words in _PARTS:
        if found := matches(name):
            return words.format(*found.groups(), of=of)
    return f'the part "{name}" of {of}'


def _shared(shares: Shares | None) -> str:
    if shares is None:
        return ""
    query, signal = (round(share * 100) for share in (shares["query"], shares["signal"]))
    return f"; {query} % of the upload's seconds and {signal} % of the signal's have a near one in the other"


def _apart(hit: Hit) -> str:
    kind = SIGNAL_TYPES.get(hit["signal_type"])
    if kind is None:
        return f"{hit['distance']} apart"
    if kind.distance is Distance.LANES:
        return f"{hit['distance']} of {kind.bits // 8} bytes apart"
    return f"{hit['distance']} of {kind.bits} bits apart"
