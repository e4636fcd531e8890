"""Eighty ordinary things that happen to a photograph before it is uploaded again.

Each is a function from picture to picture that gives the same result every time. ROWS names them all; GROUPS are the
rows that are told together. Some two fifths of them are what a plain perceptual hash is made for.
"""

from collections.abc import Mapping

from scripts.benches.reuploads import chains, crops, marks, surroundings, tone, turns
from scripts.benches.reuploads.tone import Change

ROWS: Mapping[str, Change] = tone.ROWS | turns.ROWS | crops.ROWS | surroundings.ROWS | marks.ROWS | chains.ROWS

GROUPS: Mapping[str, tuple[str, ...]] = {
    "flips and quarter turns": tuple(turns.QUARTERS),
    "borders": tuple(surroundings.BORDERS),
    "letterbox": tuple(surroundings.LETTERBOXES),
    "captions": tuple(surroundings.CAPTIONS),
    "phone screenshot": tuple(surroundings.PHONES),
    "small rotations": tuple(turns.SMALL),
    "crops": tuple(crops.ROWS),
    "tone, noise, compression and size": tuple(tone.ROWS),
    "marks on the picture": tuple(marks.ROWS),
    "several things at once": tuple(chains.ROWS),
}
