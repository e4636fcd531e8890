"""The audit log: what an entry is, and how it commits to its payload.

An entry is canonical JSON (sorted keys, no spaces, UTF-8) without hash values, URLs, free text or names. Its payload
stands beside it, bound by `payload_commitment = SHA256(salt || payload)`, and can be erased without breaking the log.
Entry n is leaf n - 1 of a Merkle tree (`hashdb.merkle`), in which any change to it shows.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from hashdb.access import Actor
from hashdb.merkle import leaf_hash

_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
_VERSION = 1
_HOLE = b'"seq":0,'


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log before it has its place; the store gives it the next `seq` in the act that it records."""

    at: datetime
    actor_id: str
    actor_role: str
    org_id: str
    action: str
    object_type: str
    object_id: str
    from_state: str | None = None
    to_state: str | None = None
    reason_code: str | None = None
    request_id: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def payload_bytes(self) -> bytes:
        """Return the payload as canonical JSON."""
        return orjson.dumps(dict(self.payload), option=_CANONICAL)

    def halves(self) -> tuple[bytes, bytes]:
        """Return the entry's bytes before and after the decimal digits of its `seq`."""
        line = {
            "v": _VERSION,
            "seq": 0,
            "at": self.at,
            "actor_id": self.actor_id,
            "actor_role": self.actor_role,
            "org_id": self.org_id,
            "action": self.action,
            "object_type": self.object_type,
            "object_id": self.object_id,
            "from_state": self.from_state,
            "to_state": self.to_state,
            "reason_code": self.reason_code,
            "request_id": self.request_id,
            "payload_commitment": commitment(self.salt, self.payload_bytes()),
        }
        before, after = orjson.dumps(line, option=_CANONICAL).rsplit(_HOLE, 1)
        return before + _HOLE[:-2], _HOLE[-1:] + after


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """One line of the log as it is kept: the exact bytes, and payload and salt while they are not erased."""

    seq: int
    line: bytes
    salt: bytes | None = None
    payload: bytes | None = None

    def leaf(self) -> bytes:
        """Return the hash of its leaf in the tree."""
        return leaf_hash(self.line)

    @property
    def is_erased(self) -> bool:
        """Whether the payload is gone; that it was erased, and did not get lost, a later entry must say."""
        return self.salt is None or self.payload is None

    def fields(self) -> dict[str, Any]:
        """Return the entry's fields; an entry that is not JSON has none."""
        try:
            parsed = orjson.loads(self.line)
        except orjson.JSONDecodeError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    @property
    def at(self) -> datetime | None:
        """When it was written, or None for an entry that does not say so any more."""
        try:
            moment = datetime.fromisoformat(str(self.fields().get("at")))
        except ValueError:
            return None
        return None if moment.tzinfo is None else moment

    def problem(self) -> str | None:
        """Return what is wrong with the entry by itself, or None."""
        fields = self.fields()
        if fields.get("seq") != self.seq:
            return f"entry {self.seq} does not carry its own number"
        if self.salt is None or self.payload is None:
            return None
        if commitment(self.salt, self.payload) != fields.get("payload_commitment"):
            return f"the payload of entry {self.seq} is not the one that the entry commits to"
        return None


def entry(
    actor: Actor,
    action: str,
    now: datetime,
    *,
    before: object | None = None,
    after: object | None = None,
    object_type: str | None = None,
    object_id: str | None = None,
    reason: str | None = None,
    **payload: object,
) -> Entry:
    """Return the entry for a step of a record from *before* to *after*, or for an act on the named object."""
    subject = after if after is not None else before
    return Entry(
        at=now,
        actor_id=actor.id,
        actor_role=actor.role,
        org_id=actor.member_id,
        action=action,
        object_type=object_type or type(subject).__name__.lower(),
        object_id=object_id or str(getattr(subject, "id", "")),
        from_state=getattr(before, "state", None),
        to_state=getattr(after, "state", None),
        reason_code=reason,
        request_id=actor.request_id,
        payload={name: value for name, value in payload.items() if value is not None},
    )


def commitment(salt: bytes, payload: bytes) -> str:
    """Return the salted commitment to a payload, in hex."""
    return hashlib.sha256(salt + payload).hexdigest()
