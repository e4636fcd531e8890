"""What is counted: a cell says of what kind something was, and no more of what it was."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

UNSTATED = "unstated"
_BETWEEN = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a day's counts.

    `label` is the first of the labels, `ground` the entry of the register or incident that was stated, `member_id` who
    submitted the signal first, or where the match was found. Region, size and ideology follow from these when counts
    are read.
    """

    event: str
    signal_type: str
    content_type: str
    tier: str
    label: str = UNSTATED
    ground: str = UNSTATED
    member_id: str
    reason: str = ""

    def field(self) -> str:
        """Return the cell as the name of a field; none of its parts contains what stands between them."""
        return _BETWEEN.join(astuple(self))

    @classmethod
    def of_field(cls, text: str) -> "Cell":
        """Return the cell that *text* names."""
        names = ("event", "signal_type", "content_type", "tier", "label", "ground", "member_id", "reason")
        return cls(**dict(zip(names, text.split(_BETWEEN), strict=True)))


# The counts of a day by event, dimension and word, such as signal.active, label, gta.
Digest = Mapping[str, Mapping[str, Mapping[str, int]]]
DIMENSIONS = ("label", "ground", "member_id", "reason")


def digest_of(counts: Mapping[Cell, int]) -> Digest:
    """Return a day's counts summed along each dimension: what charts are drawn of."""
    digest: dict[str, dict[str, dict[str, int]]] = {}
    for cell, count in counts.items():
        sums = digest.setdefault(cell.event, {each: {} for each in DIMENSIONS})
        for dimension in DIMENSIONS:
            word = getattr(cell, dimension)
            sums[dimension][word] = sums[dimension].get(word, 0) + count
    return digest


def totals_of(counts: Mapping[Cell, int]) -> dict[str, int]:
    """Return how often each event happened."""
    totals: dict[str, int] = {}
    for cell, count in counts.items():
        totals[cell.event] = totals.get(cell.event, 0) + count
    return totals
