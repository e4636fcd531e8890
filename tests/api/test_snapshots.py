"""The routes of the snapshot: what they offer, in parts too, and to whom."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

from api.app import create_app
from api.context import Surroundings
from hashdb.roles import Role
from hashdb.services.snapshots import Publisher
from hashdb.settings import Settings
from hashdb.snapshots import Manifest, SignedManifest, public_key_of
from tests.api.sample import KeyFor
from tests.services.world import World

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def client(surroundings: Surroundings, tmp_path: Path) -> FlaskClient:
    settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path)})
    return create_app(replace(surroundings, settings=settings)).test_client()


@pytest.fixture
def manifest(world: World, tmp_path: Path) -> Manifest:
    world.active(1)
    published = Publisher(world.store, tmp_path / "snapshots", KEY).publish(world.now)
    assert published is not None
    return published


@pytest.fixture
def matcher_key(key_for: KeyFor) -> dict[str, str]:
    return {"Authorization": key_for(Role.PLATFORM_MATCHER)}


def test_the_manifest_is_what_was_signed(client: FlaskClient, manifest: Manifest, matcher_key: dict[str, str]) -> None:
    answer = client.get("/v1/snapshot", headers=matcher_key)

    assert SignedManifest.load(answer.data).verified(public_key_of(KEY)) == manifest


def test_the_public_key_is_shown_to_everybody(client: FlaskClient, manifest: Manifest) -> None:
    assert manifest.parts
    assert client.get("/v1/snapshot/key").get_json() == {"algorithm": "ed25519", "public_key": public_key_of(KEY)}


def test_a_file_is_sent_from_where_a_download_broke_off(
    client: FlaskClient, manifest: Manifest, matcher_key: dict[str, str]
) -> None:
    part = manifest.part("pdq", "code")
    path = f"/v1/snapshot/files/{part.sha256}"
    whole = client.get(path, headers=matcher_key, buffered=True)
    rest = client.get(path, headers={**matcher_key, "Range": "bytes=7-"}, buffered=True)

    assert (whole.status_code, len(whole.data)) == (200, part.packed_bytes)
    assert (rest.status_code, rest.data) == (206, whole.data[7:])
    assert rest.headers["Content-Range"] == f"bytes 7-{part.packed_bytes - 1}/{part.packed_bytes}"


def test_a_range_behind_the_end_is_refused_as_a_problem(
    client: FlaskClient, manifest: Manifest, matcher_key: dict[str, str]
) -> None:
    path = f"/v1/snapshot/files/{manifest.parts[0].sha256}"
    answer = client.get(path, headers={**matcher_key, "Range": "bytes=1000000-"})

    assert answer.status_code == 416
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("digest", ["0" * 64, "0" * 63, "..%2Fsnapshot.key", "A" * 64])
def test_what_no_manifest_names_is_not_found(
    client: FlaskClient, manifest: Manifest, matcher_key: dict[str, str], digest: str
) -> None:
    assert manifest.parts
    assert client.get(f"/v1/snapshot/files/{digest}", headers=matcher_key).status_code == 404


def test_before_the_first_snapshot_nothing_is_found(client: FlaskClient, matcher_key: dict[str, str]) -> None:
    assert client.get("/v1/snapshot", headers=matcher_key).status_code == 404
    assert client.get("/v1/snapshot/key").status_code == 404
