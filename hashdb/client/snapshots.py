"""The published list as signed files, for whoever keeps a copy of it (`hashdb.local`); nothing here verifies them."""

from urllib.parse import quote

from hashdb.client.answers import Record
from hashdb.client.downloads import octets
from hashdb.client.patience import Patience
from hashdb.client.speaking import Awaiting, Blocking, action, walk
from hashdb.client.steps import Talk, Walk, get

_PATH = "/v1/snapshot"


class SnapshotActions:
    """The newest snapshot, and the files that manifests name."""

    _patience: Patience

    @action
    def key(self) -> Talk[str]:
        """Return the public key that the service shows; compare it with what its operator tells."""
        answer = yield get(f"{_PATH}/key")
        key: str = answer["public_key"]
        return key

    @action
    def newest(self) -> Talk[Record]:
        """Return the manifest of the newest snapshot with its signature."""
        answer: Record = yield get(_PATH)
        return answer

    @walk
    def file(self, digest: str, *, length: int, after: int = 0) -> Walk[bytes]:
        """Walk the bytes of a file of *length* behind the first *after*; a break is gone on from by itself."""
        return octets(f"{_PATH}/files/{quote(digest)}", self._patience, after=after, length=length)


class Snapshots(Blocking, SnapshotActions):
    """Snapshots for the client that waits."""


class AsyncSnapshots(Awaiting, SnapshotActions):
    """Snapshots for the client that awaits."""
