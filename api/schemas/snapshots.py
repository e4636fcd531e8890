"""Answers about snapshots."""

from typing import Literal

from pydantic import BaseModel, Field


class SignedSnapshot(BaseModel):
    """A manifest (JSON, in the very text that was signed) with its Ed25519 signature; see `hashdb.snapshots`."""

    manifest: str
    signature: str = Field(pattern="^[0-9a-f]{128}$")
    public_key: str = Field(pattern="^[0-9a-f]{64}$")


class SnapshotKey(BaseModel):
    """The public key of the service."""

    algorithm: Literal["ed25519"]
    public_key: str = Field(pattern="^[0-9a-f]{64}$")
