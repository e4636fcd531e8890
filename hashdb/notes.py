"""Signed notes as C2SP writes them: how a checkpoint of the log is told, signed by the log, and cosigned by witnesses.

    hashshare.example/audit        origin: which log this is         ] the text, whose
    4711                           how many entries it has           ] every byte is
    9gPFp3...=                     the root of their tree, base64    ] signed
                                   an empty line
    — hashshare.example/audit zzz...=    a name and base64(key id, signature); as many as have signed

Key ids tell keys of one name apart; what a signature is worth is decided by the `Verifier` that one brings along.
Specifications: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof. Nothing here reads or writes.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hashdb.errors import CorruptLogError, FieldProblem, InvalidInputError
from hashdb.merkle import HASH_BYTES

ED25519 = 0x01
COSIGNATURE = 0x04
LARGEST = 64 * 1024
PROOF_FORMAT = "c2sp.org/tlog-proof@v1"

_ID_BYTES = 4
_TIME_BYTES = 8
_LATEST_TIME = 1 << 40
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_VERIFIER = re.compile(rf"({_NAME.pattern})\+([0-9a-f]{{8}})\+(.+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key under a name: what somebody must have to believe a note, written `name+id+key`."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that stand before each signature of the key."""
        return sha256(self.name.encode() + b"\n" + self._typed_key()).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(self._typed_key())}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key, or raise InvalidInputError."""
        found = _VERIFIER.fullmatch(text.strip())
        key = _bytes_of(found[3]) if found else b""
        if found is None or len(key) != 1 + HASH_BYTES or key[0] not in {ED25519, COSIGNATURE}:
            raise _refused("a verifier key", "must be NAME+ID+KEY: a name, 8 hexadecimal digits and 33 bytes as base64")
        verifier = cls(name=found[1], public_key=key[1:], algorithm=key[0])
        if verifier.key_id.hex() != found[2]:
            raise _refused("a verifier key", "its id is not the one that belongs to its name and key")
        return verifier

    def _typed_key(self) -> bytes:
        return bytes([self.algorithm]) + self.public_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line below the text: who is said to have signed, and the key id with what that key made of the text."""

    name: str
    blob: bytes

    def line(self) -> str:
        """Return it as it stands in a note."""
        return f"— {self.name} {_base64(self.blob)}\n"

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read one line, without its end, or raise InvalidInputError."""
        words = line.split(" ")
        blob = _bytes_of(words[-1])
        if len(words) != 3 or words[0] != "—" or not _NAME.fullmatch(words[1]) or len(blob) <= _ID_BYTES:  # noqa: PLR2004 - dash, name, signature
            raise _refused("a signature line", "must be a dash, a name and a signature as base64, with spaces between")
        return cls(name=words[1], blob=blob)

    def is_of(self, verifier: Verifier) -> bool:
        """Whether the line claims to be of that key."""
        return self.name == verifier.name and self.blob[:_ID_BYTES] == verifier.key_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What the log is at one moment: its first `size` entries, under their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read such a text, or raise InvalidInputError; lines that nobody here understands are refused."""
        lines = text.split("\n")
        root = _bytes_of(lines[2]) if len(lines) == 4 else b""  # noqa: PLR2004 - three lines, each with its end
        if len(root) != HASH_BYTES or not _SIZE.fullmatch(lines[1]) or not _NAME.fullmatch(lines[0]) or lines[3]:
            raise _refused("a checkpoint", "must be three lines: an origin, a size and a root of 32 bytes as base64")
        return cls(origin=lines[0], size=int(lines[1]), root=root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text with its signatures, in any number and of anybody."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(each.line() for each in self.signatures)

    @classmethod
    def parse(cls, note: str) -> "Note":
        """Read a note, or raise InvalidInputError."""
        text, gap, below = note.rpartition("\n\n")
        if not gap or not below.endswith("\n") or len(note) > LARGEST or _CONTROL.search(note):
            raise _refused("a signed note", "must be a text, an empty line and signature lines, each with its end")
        return cls(text=text + "\n", signatures=tuple(map(Signature.parse, below[:-1].split("\n"))))

    def cosigned(self, signatures: Sequence[Signature]) -> "Note":
        """Return the note with more signatures."""
        return Note(text=self.text, signatures=(*self.signatures, *signatures))

    def verified(self, verifier: Verifier) -> Checkpoint:
        """Return the checkpoint if the log with that key signed it, else raise CorruptLogError."""
        lines = [each for each in self.signatures if each.is_of(verifier)]
        if not lines or not all(_is_signed(verifier, each.blob[_ID_BYTES:], self.text.encode()) for each in lines):
            raise CorruptLogError(f"the checkpoint is not signed with the key {verifier.name}+{verifier.key_id.hex()}")
        checkpoint = Checkpoint.parse(self.text)
        if checkpoint.origin != verifier.name:
            raise CorruptLogError(f"the checkpoint is one of {checkpoint.origin}, not of {verifier.name}")
        return checkpoint

    def cosigned_at(self, witness: Verifier) -> datetime | None:
        """Return when that witness last cosigned the note, or None if it has not."""
        times = [cosigned_at(self.text, each, witness) for each in self.signatures if each.is_of(witness)]
        return max((each for each in times if each is not None), default=None)


def sign(text: str, name: str, key: Ed25519PrivateKey) -> Signature:
    """Return the signature of a log, or of anybody, under *text*."""
    verifier = Verifier(name=name, public_key=key.public_key().public_bytes_raw())
    return Signature(name=name, blob=verifier.key_id + key.sign(text.encode()))


def cosign(text: str, name: str, key: Ed25519PrivateKey, now: datetime) -> Signature:
    """Return a witness's signature: at this time it had seen nothing that contradicts the checkpoint *text*."""
    moment = int(now.timestamp())
    signature = key.sign(_witnessed(text, moment))
    return Signature(name=name, blob=witness_of(name, key).key_id + moment.to_bytes(_TIME_BYTES) + signature)


def witness_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """Return the verifier of a witness's cosignatures."""
    return Verifier(name=name, public_key=key.public_key().public_bytes_raw(), algorithm=COSIGNATURE)


def cosigned_at(text: str, signature: Signature, witness: Verifier) -> datetime | None:
    """Return the time that a cosignature under *text* tells, or None if that witness has not made it."""
    moment = int.from_bytes(signature.blob[_ID_BYTES : _ID_BYTES + _TIME_BYTES])
    rest = signature.blob[_ID_BYTES + _TIME_BYTES :]
    is_there = signature.is_of(witness) and witness.algorithm == COSIGNATURE and moment < _LATEST_TIME
    if not is_there or not _holds(witness, rest, _witnessed(text, moment)):
        return None
    return datetime.fromtimestamp(moment, UTC)


def proof_file(index: int, proof: Sequence[bytes], note: Note) -> str:
    """Return a proof that can be checked without the log: where the leaf is, the hashes beside it, the checkpoint."""
    hashes = "".join(f"{_base64(each)}\n" for each in proof)
    return f"{PROOF_FORMAT}\nindex {index}\n{hashes}\n{note}"


def _witnessed(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _is_signed(verifier: Verifier, signature: bytes, text: bytes) -> bool:
    return verifier.algorithm == ED25519 and _holds(verifier, signature, text)


def _holds(verifier: Verifier, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _bytes_of(text: str) -> bytes:
    """Return what the base64 says, or nothing when it is not the one way to say it."""
    try:
        raw = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if _base64(raw) == text else b""


def _refused(field: str, rule: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(field, rule))
