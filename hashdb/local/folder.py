"""Where things stand in a copy's folder, and how old what it tells is."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hashdb.errors import SnapshotError
from hashdb.local.files import Journal, write
from hashdb.local.trust import spoken

_CURRENT, _CHANGES, _SYNCED, _SEGMENTS = "current", "changes", "synced", "segments"
_PREFIX = "snapshot-"


class SnapshotFolder:
    """The folder of one snapshot and of what was told since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.segments = path / _SEGMENTS

    @property
    def sequence(self) -> int:
        """The sequence number that its name has."""
        return int(self.path.name.removeprefix(_PREFIX))

    def journal(self) -> Journal:
        """Return the changes since the snapshot, to be read from their beginning."""
        return Journal(self.path / _CHANGES)

    def note_synced(self, now: datetime) -> None:
        """Write down that at *now* the service had nothing more to tell."""
        write(self.path / _SYNCED, now.isoformat().encode())

    def synced_at(self) -> datetime:
        """Return when the service last had nothing more to tell; raises SnapshotError if that never was."""
        try:
            return datetime.fromisoformat((self.path / _SYNCED).read_text()).astimezone(UTC)
        except (FileNotFoundError, ValueError):
            raise SnapshotError("the copy was never synced to the end; run `hashdb sync` again") from None


def require_fresh(synced_at: datetime, now: datetime, oldest: timedelta) -> None:
    """Raise SnapshotError when the copy is too old to be matched with: it may find what was withdrawn since."""
    if now - synced_at > oldest:
        age = f"the copy was last synced {spoken(now - synced_at)} ago; at most {spoken(oldest)} are accepted"
        raise SnapshotError(f"{age}: run `hashdb sync`")


def name_in_use(folder: Path) -> str | None:
    """Return the name of the snapshot in use, None before the first sync."""
    try:
        return (folder / _CURRENT).read_text().strip()
    except FileNotFoundError:
        return None


def current(folder: Path) -> SnapshotFolder | None:
    """Return the snapshot in use, None before the first sync; raises SnapshotError when it is gone."""
    name = name_in_use(folder)
    if name is None:
        return None
    found = SnapshotFolder(folder / name)
    if not name.removeprefix(_PREFIX).isdigit() or not found.path.is_dir():
        raise SnapshotError(f"the copy in {folder} is damaged; `hashdb sync --anew` fetches all of it again")
    return found


def incoming(folder: Path, sequence: int) -> SnapshotFolder:
    """Return the folder of a snapshot that is being fetched; it is made if it is not there."""
    found = SnapshotFolder(folder / f"{_PREFIX}{sequence}")
    found.path.mkdir(mode=0o700, exist_ok=True)
    return found


def use(folder: Path, chosen: SnapshotFolder) -> None:
    """Make a snapshot the one in use."""
    write(folder / _CURRENT, chosen.path.name.encode())


def begun(folder: Path) -> list[SnapshotFolder]:
    """Return every snapshot there is, fetched or half fetched, the newest first."""
    paths = (path for path in folder.glob(f"{_PREFIX}*") if path.name.removeprefix(_PREFIX).isdigit())
    return sorted(map(SnapshotFolder, paths), key=lambda each: -each.sequence)


def remove_others(folder: Path, kept: SnapshotFolder) -> None:
    """Remove all snapshots but one; whoever has another one mapped keeps it."""
    for each in begun(folder):
        if each.path != kept.path:
            shutil.rmtree(each.path, ignore_errors=True)
