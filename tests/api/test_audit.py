"""The log as anybody may check it over HTTP."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

from api.context import Surroundings
from hashdb import merkle, notes
from hashdb.access import OPERATOR
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.records.member import Kind
from hashdb.roles import Role
from hashdb.services import checkpoints, members
from hashdb.store import Store
from tests.api.sample import Clock, Headers, KeyFor

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
SIGNAL = {
    "signal_type": "pdq",
    "signal_value": "88629e679e663698b9a338668026727c21a779e61eb6e1f8c79b27e67c8299e0",
    "quality": 100,
    "content_type": "image",
    "tier": 3,
    "behaviour_labels": ["gta"],
    "material_types": ["art2_7_c"],
    "ground": {"behaviour": "gta"},
    "statement_good_faith": True,
    "user_data_absent": True,
}
WITNESS_KEY = str(notes.witness_of("beta.example", WITNESS))


def publish(surroundings: Surroundings, folder: Path) -> None:
    settings = replace(
        surroundings.settings, data=folder, audit_key=urlsafe_b64encode(KEY.private_bytes_raw()).decode()
    )
    checkpoints.publish(surroundings.store, settings, now=surroundings.clock())


def grow(store: Store, clock: Clock, count: int = 3) -> None:
    for number in range(count):
        members.create_member(store, f"member {number}", Kind.PLATFORM, actor=OPERATOR, now=clock())


@pytest.fixture
def signed(surroundings: Surroundings, clock: Clock, tmp_path: Path) -> Checkpoint:
    """An older checkpoint, and with it a log that was signed again when it had grown."""
    grow(surroundings.store, clock)
    publish(surroundings, tmp_path)
    old = checkpoints.newest(surroundings.store)
    grow(surroundings.store, clock)
    publish(surroundings, tmp_path)
    return Checkpoint.parse(old.text)


def newest(client: FlaskClient) -> Checkpoint:
    verifier = Verifier.parse(client.get("/audit/key").text)
    return Note.parse(client.get("/audit/checkpoint").text).verified(verifier)


def hashes(document: dict[str, list[str]]) -> list[bytes]:
    return [bytes.fromhex(each) for each in document["hashes"]]


def test_anybody_can_check_that_an_entry_is_in_the_signed_log(client: FlaskClient, signed: Checkpoint) -> None:
    entry = client.get("/audit/entries?after=1&limit=1").get_json()["items"][0]
    proof = client.get("/audit/proof/inclusion?seq=2").get_json()
    new = newest(client)

    assert signed.size < new.size == proof["size"]
    assert merkle.verify_inclusion(bytes.fromhex(entry["leaf_hash"]), 1, new.size, hashes(proof), new.root)


def test_anybody_can_check_that_the_log_has_only_grown(client: FlaskClient, signed: Checkpoint) -> None:
    proof = client.get(f"/audit/proof/consistency?from={signed.size}").get_json()
    new = newest(client)

    assert (proof["from"], proof["to"]) == (signed.size, new.size)
    assert merkle.verify_consistency(signed.size, new.size, signed.root, new.root, hashes(proof))


def test_an_older_checkpoint_can_still_be_had(client: FlaskClient, signed: Checkpoint) -> None:
    answer = client.get(f"/audit/checkpoint/{signed.size}")

    assert answer.mimetype == "text/plain"
    assert Checkpoint.parse(Note.parse(answer.text).text) == signed


def test_a_proof_file_holds_all_that_is_needed(client: FlaskClient, signed: Checkpoint) -> None:
    head, _, note = client.get(f"/audit/proof/{signed.size}").text.partition("\n\n")

    assert head.splitlines()[:2] == ["c2sp.org/tlog-proof@v1", f"index {signed.size - 1}"]
    assert Note.parse(note) == Note.parse(client.get("/audit/checkpoint").text)


def test_the_public_leaves_make_the_root_that_was_signed_and_name_nobody(
    client: FlaskClient, signed: Checkpoint
) -> None:
    answer, new, tree = client.get("/audit/entries?limit=1000"), newest(client), merkle.Growing()
    for each in answer.get_json()["items"]:
        tree.append(bytes.fromhex(each["leaf_hash"]))

    assert (tree.size, tree.root()) == (new.size, new.root)
    assert signed.size
    assert "org_" not in answer.text
    assert "usr_" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/audit/checkpoint/2",
        "/audit/checkpoint/0",
        "/audit/checkpoint/x",
        "/audit/proof/inclusion?seq=100",
        "/audit/proof/inclusion?seq=1&size=9999",
        "/audit/proof/consistency?from=3&to=2",
        "/audit/proof/100",
    ],
)
def test_what_is_not_there_is_not_proven(client: FlaskClient, signed: Checkpoint, path: str) -> None:
    assert signed.size > 2
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/audit/proof/inclusion", "/audit/proof/inclusion?seq=0", "/audit/proof/consistency?from=-1"]
)
def test_a_question_that_is_none_is_refused_by_its_field(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 422


def test_before_the_first_checkpoint_there_is_nothing_to_check_against(client: FlaskClient) -> None:
    assert client.get("/audit/checkpoint").status_code == 404
    assert client.get("/audit/key").status_code == 404


def test_a_member_can_be_a_witness_and_its_signature_stands_under_the_checkpoint(
    client: FlaskClient, signed: Checkpoint, key_for: KeyFor, clock: Clock
) -> None:
    headers = {"Authorization": key_for(Role.PLATFORM_ADMIN)}
    client.put("/v1/me/witness-key", json={"key": WITNESS_KEY}, headers=headers)
    line = notes.cosign(signed.text(), "beta.example", WITNESS, clock()).line().strip()
    cosigned = client.post("/audit/cosignatures", json={"size": signed.size, "cosignature": line}, headers=headers)
    key = Verifier.parse(client.get("/audit/witnesses").get_json()["items"][0]["key"])

    assert cosigned.status_code == 200
    assert cosigned.text == client.get(f"/audit/checkpoint/{signed.size}").text
    assert Note.parse(cosigned.text).cosigned_at(key) == clock()


def refused_cosignatures(signed: Checkpoint, clock: Clock) -> list[str]:
    later = clock().replace(year=2030)
    other = replace(signed, size=signed.size + 1).text()
    return [
        notes.cosign(other, "beta.example", WITNESS, clock()).line().strip(),
        notes.cosign(signed.text(), "beta.example", KEY, clock()).line().strip(),
        notes.cosign(signed.text(), "beta.example", WITNESS, later).line().strip(),
        "— beta.example AAAA",
        "nothing",
    ]


def test_a_cosignature_that_does_not_hold_is_refused(
    client: FlaskClient, signed: Checkpoint, key_for: KeyFor, clock: Clock
) -> None:
    headers = {"Authorization": key_for(Role.PLATFORM_ADMIN)}
    client.put("/v1/me/witness-key", json={"key": WITNESS_KEY}, headers=headers)
    answers = [
        client.post("/audit/cosignatures", json={"size": signed.size, "cosignature": line}, headers=headers)
        for line in refused_cosignatures(signed, clock)
    ]

    assert [each.status_code for each in answers] == [422] * 5


def test_only_those_who_run_a_platform_make_it_a_witness_under_a_name_of_its_own(
    client: FlaskClient, key_for: KeyFor
) -> None:
    as_log = str(Verifier(name="b", public_key=WITNESS.public_key().public_bytes_raw()))

    def register(role: Role, key: str) -> int:
        headers = {"Authorization": key_for(role)}
        return client.put("/v1/me/witness-key", json={"key": key}, headers=headers).status_code

    assert register(Role.PLATFORM_ADMIN, WITNESS_KEY) == 200
    assert register(Role.PLATFORM_ADMIN, WITNESS_KEY) == 409
    assert register(Role.PLATFORM_ADMIN, as_log) == 422
    assert register(Role.AUDITOR, WITNESS_KEY) == 403


def test_a_service_that_takes_no_changes_says_so_everywhere_and_still_answers_lookups(
    client: FlaskClient, surroundings: Surroundings, key_for: KeyFor, submitter: Headers
) -> None:
    auditor = {"Authorization": key_for(Role.AUDITOR)}
    surroundings.matcher.catch_up()
    surroundings.store.read_only.stop("entry 3 was changed after it was sealed")
    refused = client.post("/v1/signals", json={"signals": [SIGNAL]}, headers=submitter)

    assert refused.status_code == 503
    assert refused.get_json()["type"] == "/problems/read-only"
    assert client.get("/readyz").get_json() == {"status": "read-only"}
    assert "hashdb_read_only 1.0" in client.get("/metrics").text
    assert client.get("/v1/audit/entries", headers=auditor).status_code == 200


def test_an_auditor_reads_the_entries_with_their_payloads_and_that_is_logged(
    client: FlaskClient, surroundings: Surroundings, clock: Clock, key_for: KeyFor
) -> None:
    grow(surroundings.store, clock, 1)
    auditor = {"Authorization": key_for(Role.AUDITOR)}
    page = client.get("/v1/audit/entries?limit=1", headers=auditor).get_json()["items"]
    last = list(surroundings.store.log.everything())[-1].fields()

    assert "leaf_hash" in page[0]
    assert page[0]["payload"]
    assert (last["action"], last["actor_role"]) == ("audit.read", "auditor")
