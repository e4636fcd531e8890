"""What every list is made of."""

from datetime import datetime

Scores = dict[str, float]


def of_member(kind: str, member_id: str) -> str:
    """Return the list of what belongs to one member: keys, users, matches, takedowns, endpoints, ..."""
    return f"{kind}:member:{member_id}"


def time_of(moment: datetime | None) -> float:
    """Return a moment as a score; what has none comes first."""
    return moment.timestamp() if moment is not None else 0


def timed(name: str, moment: datetime | None) -> Scores:
    """Return the list of what somebody has to look at, for a record that has such a moment."""
    return {} if moment is None else {name: moment.timestamp()}
