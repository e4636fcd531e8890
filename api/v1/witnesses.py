"""/audit/witnesses, /audit/cosignatures: members who sign that the log has only grown."""

from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field, StringConstraints

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body
from api.permissions import permits, public
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import witnesses

group = begin("audit, witnesses", "Members who sign that the log has only grown.")


class WitnessBody(Body):
    """The key that a member verifies its cosignatures with."""

    key: Annotated[str, StringConstraints(max_length=400)] = Field(description="NAME+ID+KEY, of type 0x04 (C2SP)")


class CosignatureBody(Body):
    """A witness's signature under a checkpoint."""

    size: int = Field(ge=1, le=2**53, description="the size of the checkpoint")
    cosignature: Annotated[str, StringConstraints(max_length=400)] = Field(description="the line, without its end")


class Witness(BaseModel):
    """A witness by its verifier key."""

    key: str


class Witnesses(BaseModel):
    """All witnesses."""

    items: list[Witness]


@group.get("/audit/witnesses", responses={200: Witnesses}, security=[])
@public
def list_witnesses() -> Answer:
    """List the keys of the witnesses, to verify cosignatures with."""
    return {"items": [{"key": str(each)} for each in witnesses.keys(store())]}


@group.put("/v1/me/witness-key", responses={200: Witness})
@permits(Action.WITNESS)
def register_witness(body: WitnessBody) -> Answer:
    """Make one's member a witness, or give it another key."""
    return {"key": witnesses.register(store(), body.key, actor=actor(), now=now()).witness_key}


@group.post(
    "/audit/cosignatures",
    responses={200: {"description": "The checkpoint with the cosignature", "content": {"text/plain": {}}}},
)
@permits(Action.WITNESS)
def cosign_checkpoint(body: CosignatureBody) -> Answer:
    """Add one's member's signature to a checkpoint."""
    note = witnesses.cosign(store(), body.size, body.cosignature, actor=actor(), now=now())
    return Response(str(note), mimetype="text/plain")
