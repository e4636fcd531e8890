"""What a snapshot consists of, and the signature that makes it the service's.

The signature is over the very bytes of the manifest's JSON, behind a prefix that no other use of the key has. The
manifest names each file by the SHA-256 of its content, so who trusts the manifest can check everything else. Its
sequence number only ever grows, and `checkpoint` is the place in the feed up to which the snapshot tells everything:
both let a member see when it is shown an older list than before.
"""

import binascii
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hashdb.errors import SnapshotError

FORMAT = 1
_PREFIX = b"hashdb snapshot\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file: a column of a signal type, or (`signal_type` empty) a table that all types share.

    `bytes` and `sha256` are those of its content, `packed_bytes` is what is sent.
    """

    signal_type: str
    column: str
    bytes: int
    packed_bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Return what its content is called in a member's copy."""
        return f"{self.signal_type}.{self.column}" if self.signal_type else self.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot of the published list of one service (`origin`), under the policy of that time."""

    origin: str
    sequence: int
    made_at: datetime
    checkpoint: str
    policy: dict[str, Any]
    signals: dict[str, int]
    parts: tuple[Part, ...]
    format: int = FORMAT

    @property
    def packed_bytes(self) -> int:
        """Return how much is sent."""
        return sum(part.packed_bytes for part in self.parts)

    def part(self, signal_type: str, column: str) -> Part:
        """Return one file's entry, or raise SnapshotError."""
        for part in self.parts:
            if (part.signal_type, part.column) == (signal_type, column):
                return part
        raise SnapshotError(f"the snapshot lacks its file {signal_type}.{column}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedManifest:
    """A manifest as it travels: the exact text that was signed, the signature, and the key that is said to have signed.

    `public_key` is for people to compare; what counts is the key that the member has kept.
    """

    manifest: str
    signature: str
    public_key: str

    @classmethod
    def load(cls, raw: bytes) -> "SignedManifest":
        """Read what `dump` wrote, or raise SnapshotError."""
        try:
            document = orjson.loads(raw)
            fields = {name: document[name] for name in ("manifest", "signature", "public_key")}
        except (orjson.JSONDecodeError, KeyError, TypeError):
            raise SnapshotError("what should be a snapshot's manifest is something else") from None
        if not all(isinstance(value, str) for value in fields.values()):
            raise SnapshotError("what should be a snapshot's manifest is something else")
        return cls(**fields)

    def fields(self) -> dict[str, str]:
        """Return it as the document that members fetch."""
        return asdict(self)

    def dump(self) -> bytes:
        """Return it as JSON."""
        return orjson.dumps(self.fields())

    def verified(self, public_key: str) -> Manifest:
        """Return the manifest if the holder of *public_key* signed it, else raise SnapshotError."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
            key.verify(binascii.unhexlify(self.signature), _PREFIX + self.manifest.encode())
        except (InvalidSignature, ValueError):
            raise SnapshotError("the snapshot is not signed with the key that this copy trusts") from None
        return _parsed(self.manifest)


def signed(manifest: Manifest, key: Ed25519PrivateKey) -> SignedManifest:
    """Return the manifest with its signature."""
    text = orjson.dumps(manifest, option=orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS)
    return SignedManifest(
        manifest=text.decode(), signature=key.sign(_PREFIX + text).hex(), public_key=public_key_of(key)
    )


def public_key_of(key: Ed25519PrivateKey) -> str:
    """Return the public key in hexadecimal: 64 digits."""
    return key.public_key().public_bytes_raw().hex()


def is_behind(checkpoint: str, other: str) -> bool:
    """Whether a checkpoint of the feed stands before another one."""
    return _place(checkpoint) < _place(other)


def _place(checkpoint: str) -> tuple[int, int]:
    milliseconds, _, number = checkpoint.partition("-")
    return int(milliseconds), int(number)


def _parsed(text: str) -> Manifest:
    """Read a manifest whose signature holds; one of a newer format says so."""
    document: dict[str, Any] = orjson.loads(text)
    if document["format"] != FORMAT:
        raise SnapshotError(f"the snapshot has format {document['format']}; this version of hashdb reads {FORMAT}")
    parts = tuple(Part(**each) for each in document["parts"])
    made_at = datetime.fromisoformat(document["made_at"]).astimezone(UTC)
    return Manifest(**{**document, "parts": parts, "made_at": made_at})
