"""/audit/checkpoint and /audit/proof: what anybody needs to check the log without trusting whoever runs it.

A checkpoint is a signed note (C2SP): name, size and root of the log. A proof is a list of hashes (RFC 9162); together
with a checkpoint that one has kept it shows that an entry is in the log, or that the log has only grown since.
"""

from flask import Response
from pydantic import BaseModel, Field

from api.answers import Answer
from api.context import store
from api.models import Path, Query
from api.permissions import public
from api.routes import group as begin
from hashdb import notes
from hashdb.notes import Checkpoint, Note
from hashdb.services import checkpoints

group = begin("audit, proofs", "Signed checkpoints of the log, and proofs of what is in it.", keyless=True)
_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}
_LARGEST = 2**53


class SizePath(Path):
    """A checkpoint by the number of entries that it is about."""

    size: int = Field(ge=1, le=_LARGEST)


class SeqPath(Path):
    """An entry by its number."""

    seq: int = Field(ge=1, le=_LARGEST)


class InclusionQuery(Query):
    """Which entry, and among how many."""

    seq: int = Field(ge=1, le=_LARGEST, description="the number of the entry")
    size: int | None = Field(default=None, ge=1, le=_LARGEST, description="that of the newest checkpoint if not given")


class ConsistencyQuery(Query):
    """From which size to which."""

    start: int = Field(alias="from", ge=0, le=_LARGEST, description="the size that you know")
    end: int | None = Field(
        default=None, alias="to", ge=0, le=_LARGEST, description="that of the newest checkpoint if not given"
    )


class Inclusion(BaseModel):
    """The proof that an entry is among the first `size`: `hashes` beside the way from its leaf to the root, in hex."""

    seq: int
    size: int
    hashes: list[str]


class Consistency(BaseModel):
    """The proof that the first `to` entries begin with the first `from`, in hex."""

    start: int = Field(alias="from")
    end: int = Field(alias="to")
    hashes: list[str]


@group.get("/audit/checkpoint", responses={200: {"description": "The newest checkpoint, a signed note", **_TEXT}})
@public
def read_newest_checkpoint() -> Answer:
    """Return the newest checkpoint; within a minute it follows every change."""
    return _text(checkpoints.newest(store()))


@group.get("/audit/checkpoint/<size>", responses={200: {"description": "A checkpoint, a signed note", **_TEXT}})
@public
def read_checkpoint(path: SizePath) -> Answer:
    """Return the checkpoint that was signed at that size, with what witnesses have signed since."""
    return _text(checkpoints.at(store(), path.size))


@group.get("/audit/key", responses={200: {"description": "The verifier key, NAME+ID+KEY", **_TEXT}})
@public
def read_audit_key() -> Answer:
    """Return the key that checkpoints are verified with; compare it with what you were told elsewhere."""
    return _text(f"{checkpoints.verifier_of(store())}\n")


@group.get("/audit/proof/inclusion", responses={200: Inclusion})
@public
def prove_inclusion(query: InclusionQuery) -> Answer:
    """Prove that an entry is in the log."""
    size = _newest_size() if query.size is None else query.size
    return {"seq": query.seq, "size": size, "hashes": _hex(checkpoints.inclusion(store(), query.seq, size))}


@group.get("/audit/proof/consistency", responses={200: Consistency})
@public
def prove_consistency(query: ConsistencyQuery) -> Answer:
    """Prove that the log has only grown."""
    end = _newest_size() if query.end is None else query.end
    return {"from": query.start, "to": end, "hashes": _hex(checkpoints.consistency(store(), query.start, end))}


@group.get(
    "/audit/proof/<seq>",
    responses={200: {"description": "A proof with its checkpoint (c2sp.org/tlog-proof@v1)", **_TEXT}},
)
@public
def read_proof_file(path: SeqPath) -> Answer:
    """Return the proof that an entry is in the newest checkpoint as one file, to be checked without us."""
    note = checkpoints.newest(store())
    proof = checkpoints.inclusion(store(), path.seq, Checkpoint.parse(note.text).size)
    return _text(notes.proof_file(path.seq - 1, proof, note))


def _newest_size() -> int:
    return Checkpoint.parse(checkpoints.newest(store()).text).size


def _hex(hashes: list[bytes]) -> list[str]:
    return [each.hex() for each in hashes]


def _text(content: Note | str) -> Response:
    return Response(str(content), mimetype="text/plain")
