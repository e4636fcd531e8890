"""Snapshots through the client: files of any length, gone on with after any break."""

from typing import TYPE_CHECKING

import pytest

from hashdb.client import ApiError, Client
from hashdb.errors import UnavailableError

if TYPE_CHECKING:
    from tests.client.conftest import Peer

CONTENT = bytes(range(100))


def file(client: Client, *, after: int = 0) -> bytes:
    return b"".join(client.snapshots.file("ab", length=len(CONTENT), after=after))


def ranges(peer: "Peer") -> list[str | None]:
    return [asked.headers.get("Range") for asked in peer.asked]


def test_the_key_and_the_newest_manifest_are_told_as_they_are_shown(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"algorithm": "ed25519", "public_key": "0a"})
    peer.answer(200, {"manifest": "{}", "signature": "0b", "public_key": "0a"})

    assert client.snapshots.key() == "0a"
    assert client.snapshots.newest() == {"manifest": "{}", "signature": "0b", "public_key": "0a"}
    assert [asked.path for asked in peer.asked] == ["/v1/snapshot/key", "/v1/snapshot"]


def test_a_file_that_breaks_off_is_gone_on_with(peer: "Peer", client: Client) -> None:
    peer.answer(200, CONTENT[:40])
    peer.answer(503)
    peer.answer(206, CONTENT[40:])

    assert file(client) == CONTENT
    assert ranges(peer) == [None, "bytes=40-", "bytes=40-"]


def test_of_a_whole_file_in_place_of_its_rest_the_rest_is_taken(peer: "Peer", client: Client) -> None:
    peer.answer(200, CONTENT)

    assert file(client, after=40) == CONTENT[40:]


def test_of_a_file_that_is_there_nothing_is_asked(peer: "Peer", client: Client) -> None:
    assert file(client, after=100) == b""
    assert peer.asked == []


def test_a_file_that_never_gets_any_further_is_given_up(peer: "Peer", client: Client) -> None:
    peer.answer(206, b"")
    with pytest.raises(UnavailableError, match="broke off"):
        file(client, after=40)

    assert ranges(peer) == 4 * ["bytes=40-"]


def test_a_file_that_is_gone_is_refused_at_once(peer: "Peer", client: Client) -> None:
    peer.answer(404)
    with pytest.raises(ApiError):
        file(client)

    assert len(peer.asked) == 1
