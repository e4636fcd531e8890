"""What is counted of signals and matches: a cell says of what kind something was, and no more of what it was."""

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


def event_of(field: str) -> str:
    """Return the event that a field's cell counts, without reading the rest of it."""
    return field.partition(_BETWEEN)[0]
