"""The days and times of lists, as their publishers write them."""

from datetime import UTC, date, datetime

from hashdb.errors import ImportRefusedError

_ISO_DAY = 10


def moment(written: str | None) -> datetime:
    """Return when a list was made; without that nobody can tell an update from an old copy."""
    try:
        read = datetime.fromisoformat(written or "")
    except ValueError:
        raise ImportRefusedError("the list does not say when it was made") from None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def american_moment(written: str | None) -> datetime:
    """Return when a list was made that writes MM/DD/YYYY."""
    month, _, rest = (written or "").partition("/")
    day_of_month, _, year = rest.partition("/")
    return moment(f"{year}-{month:0>2}-{day_of_month:0>2}")


def day(written: str | None) -> date | None:
    """Return the day that begins what is written, or None: some lists have only a year or nothing."""
    try:
        return date.fromisoformat((written or "")[:_ISO_DAY])
    except ValueError:
        return None
