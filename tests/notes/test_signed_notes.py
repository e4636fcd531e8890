"""Signed notes: those of others are read, ours are what the specification says, and nothing else is believed."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hashdb import notes
from hashdb.errors import CorruptLogError, InvalidInputError
from hashdb.notes import Checkpoint, Note, Verifier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ORIGIN = "hashshare.example/audit"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = Verifier(name=ORIGIN, public_key=KEY.public_key().public_bytes_raw())
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
CHECKPOINT = Checkpoint(origin=ORIGIN, size=4711, root=sha256(b"root").digest())
NOTE = Note(text=CHECKPOINT.text(), signatures=(notes.sign(CHECKPOINT.text(), ORIGIN, KEY),))

# The example of Go's package golang.org/x/mod/sumdb/note, from which C2SP took the format.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIR_SECRET = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
THEIR_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
THEIR_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_example_of_the_specification_is_read_and_made_to_the_byte() -> None:
    verifier = Verifier.parse(PETER)
    key = Ed25519PrivateKey.from_private_bytes(THEIR_SECRET)

    assert str(verifier) == PETER
    assert notes.sign(THEIR_TEXT, "PeterNeumann", key).line() == THEIR_LINE
    assert str(Note.parse(f"{THEIR_TEXT}\n{THEIR_LINE}")) == f"{THEIR_TEXT}\n{THEIR_LINE}"


def test_a_checkpoint_is_origin_size_and_root() -> None:
    assert CHECKPOINT.text() == f"{ORIGIN}\n4711\n{b64encode(CHECKPOINT.root).decode()}\n"
    assert Note.parse(str(NOTE)).verified(LOG) == CHECKPOINT


@given(st.integers(0, 10**15), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_is_read_as_it_was_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=root)

    assert Checkpoint.parse(checkpoint.text()) == checkpoint


@given(st.data())
def test_a_note_with_one_character_changed_is_refused(data: st.DataObject) -> None:
    note = str(NOTE)
    place = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(max_codepoint=0x2100).filter(lambda each: each != note[place]))

    with pytest.raises((InvalidInputError, CorruptLogError)):
        Note.parse(note[:place] + other + note[place + 1 :]).verified(LOG)


def test_a_signature_of_another_key_or_under_another_name_counts_for_nothing() -> None:
    forged = notes.sign(NOTE.text, ORIGIN, WITNESS)
    renamed = notes.Signature(name=ORIGIN, blob=LOG.key_id + forged.blob[4:])

    for signatures in ((forged,), (renamed,), (*NOTE.signatures, renamed)):
        with pytest.raises(CorruptLogError, match="not signed"):
            Note(text=NOTE.text, signatures=signatures).verified(LOG)
    assert Note(text=NOTE.text, signatures=(forged, *NOTE.signatures)).verified(LOG) == CHECKPOINT


def test_a_checkpoint_of_another_log_is_refused_though_its_key_is_known() -> None:
    elsewhere = Checkpoint(origin="elsewhere.example", size=1, root=bytes(32)).text()
    note = Note(text=elsewhere, signatures=(notes.sign(elsewhere, ORIGIN, KEY),))

    with pytest.raises(CorruptLogError, match=r"one of elsewhere\.example"):
        note.verified(LOG)


def test_a_cosignature_is_time_and_signature_over_the_words_of_the_specification() -> None:
    line = notes.cosign(NOTE.text, "beta.example", WITNESS, NOW)
    witness = notes.witness_of("beta.example", WITNESS)
    message = f"cosignature/v1\ntime {int(NOW.timestamp())}\n{NOTE.text}".encode()

    WITNESS.public_key().verify(line.blob[12:], message)
    assert line.blob[:4] == sha256(b"beta.example\n\x04" + witness.public_key).digest()[:4]
    assert int.from_bytes(line.blob[4:12]) == NOW.timestamp()
    assert len(line.blob) == 4 + 8 + 64
    assert Note.parse(str(NOTE.cosigned([line]))).cosigned_at(witness) == NOW


def test_a_cosignature_holds_for_its_witness_and_its_checkpoint_only() -> None:
    line = notes.cosign(NOTE.text, "beta.example", WITNESS, NOW)
    other = notes.witness_of("beta.example", KEY)
    as_a_log = Verifier(name="beta.example", public_key=WITNESS.public_key().public_bytes_raw())
    later = Checkpoint(origin=ORIGIN, size=4712, root=bytes(32)).text()

    assert NOTE.cosigned([line]).cosigned_at(other) is None
    assert NOTE.cosigned([line]).cosigned_at(as_a_log) is None
    assert NOTE.cosigned_at(other) is None
    assert notes.cosigned_at(later, line, notes.witness_of("beta.example", WITNESS)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("PeterNeumann", "PaulNeumann"),
        PETER[:-4],
        PETER.replace("+AR", "+CR"),
    ],
)
def test_a_verifier_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="a verifier key"):
        Verifier.parse(text)


@pytest.mark.parametrize(
    "text",
    ["a\n1\nAA==\n", "a\n01\n{0}\n", "a\n-1\n{0}\n", "a\n1\n{0}\nmore\n", "a b\n1\n{0}\n", "a\n1\n{0}", "\n1\n{0}\n"],
)
def test_a_checkpoint_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="a checkpoint"):
        Checkpoint.parse(text.format(b64encode(bytes(32)).decode()))


@given(st.text(max_size=200))
def test_whatever_is_no_note_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Note.parse(text)


def test_a_proof_file_is_what_the_specification_says() -> None:
    proof = [bytes(32), bytes([1] * 32)]

    assert notes.proof_file(7, proof, NOTE) == (
        f"c2sp.org/tlog-proof@v1\nindex 7\n{b64encode(proof[0]).decode()}\n{b64encode(proof[1]).decode()}\n\n{NOTE}"
    )
