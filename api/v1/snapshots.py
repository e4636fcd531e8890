"""/v1/snapshot: the published list as signed files, for members who match on their own machines.

A file is named by its content, so it never changes under its address, and a download that broke off is gone on with by
`Range`. The files are written by the publisher (`hashdb.processes.publisher`); nothing here can sign.
"""

from typing import Annotated

from flask import send_file
from pydantic import Field

from api import schemas
from api.answers import Answer
from api.context import actor, now, store, surroundings
from api.models import Path
from api.permissions import permits, public
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import reading, snapshots

OCTETS = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
group = begin("snapshots", "The list as signed files, for matching on one's own machines.")
keys = begin("snapshot keys", "What members verify snapshots with.", keyless=True)


class FilePath(Path):
    """A file of a snapshot, by the SHA-256 of its content."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@group.get("/v1/snapshot", responses={200: schemas.SignedSnapshot})
@permits(Action.FEED_READ)
def read_snapshot() -> Answer:
    """Return the manifest of the newest snapshot, as it was signed, with the signature."""
    return snapshots.newest(surroundings().settings.snapshots).fields()


@group.get(
    "/v1/snapshot/files/<digest>",
    responses={200: {"description": "The file, compressed (zstd)", "content": OCTETS}, 206: {"description": "A part"}},
)
@permits(Action.FEED_READ)
def read_snapshot_file(path: FilePath) -> Answer:
    """Return a file that a manifest names, or the part that the header `Range` asks for; who took it is logged."""
    file = snapshots.file_of(surroundings().settings.snapshots, path.digest)
    reading.page_logged(store(), actor(), "snapshot", path.digest, 1, now())
    return send_file(file, "application/octet-stream", conditional=True, etag=path.digest, max_age=0)


@keys.get("/v1/snapshot/key", responses={200: schemas.SnapshotKey})
@public
def read_snapshot_key() -> Answer:
    """Return the public key that snapshots are signed with; compare it with what the operator tells elsewhere."""
    return {"algorithm": "ed25519", "public_key": snapshots.public_key(surroundings().settings.snapshots)}
