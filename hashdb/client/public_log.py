"""Verify the log of a service from outside, with nothing but its public key.

Who keeps the last checkpoint that was seen cannot be shown another history later: the next one must carry the log's
signature, and a proof that it begins with all that the kept one had. Nothing that the service says is believed
otherwise.
"""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson

from hashdb import merkle
from hashdb.client.exchange import silence
from hashdb.client.patience import Patience, asked_pause, is_temporary
from hashdb.client.problems import ApiError, problem_of
from hashdb.errors import CorruptLogError, InvalidInputError, UnavailableError
from hashdb.merkle import Growing
from hashdb.notes import Checkpoint, Note, Verifier

_HASH = re.compile("[0-9a-f]{64}")
_PAGE = 1_000
_SECONDS = 30.0
_PATIENCE = Patience(tries=4, pause=0.5)


class PublicLog:
    """The public side of one service's log."""

    def __init__(self, base_url: str, key: str | None = None) -> None:
        headers = {"User-Agent": "hashdb-audit", **({"Authorization": f"Bearer {key}"} if key else {})}
        self._http = httpx.Client(base_url=base_url.rstrip("/"), timeout=_SECONDS, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def newest(self) -> Note:
        """Return the newest checkpoint, whoever signed it."""
        try:
            return Note.parse(self._asked("GET", "/audit/checkpoint").text)
        except InvalidInputError:
            raise CorruptLogError("what should be a checkpoint of the log is something else") from None

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return what the service offers as proof that the log has only grown."""
        return _hashes(self._json("/audit/proof/consistency", {"from": old, "to": new}))

    def leaves(self, size: int) -> Iterator[bytes]:
        """Yield the first *size* leaves, as far as they are shown."""
        for after in range(0, size, _PAGE):
            asked = min(_PAGE, size - after)
            found = self._json("/audit/entries", {"after": after, "limit": asked}).get("items")
            entries = found if isinstance(found, list) else []
            shown = [each.get("leaf_hash") for each in entries if isinstance(each, dict)]
            yield from _hashes({"hashes": shown})
            if len(shown) < asked:
                return

    def register_witness(self, verifier: Verifier) -> None:
        """Make one's member a witness under this key."""
        self._asked("PUT", "/v1/me/witness-key", json={"key": str(verifier)})

    def cosign(self, size: int, line: str) -> Note:
        """Hand a cosignature in, and return the checkpoint with it."""
        return Note.parse(self._asked("POST", "/audit/cosignatures", json={"size": size, "cosignature": line}).text)

    def _json(self, path: str, params: dict[str, int]) -> dict[str, Any]:
        try:
            found = orjson.loads(self._asked("GET", path, params=params).content)
        except orjson.JSONDecodeError:
            found = None
        return found if isinstance(found, dict) else {}

    def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own options
        for pause in _PATIENCE.pauses():
            try:
                return self._tried(method, path, **options)
            except (ApiError, UnavailableError) as error:
                if not is_temporary(error):
                    raise
                time.sleep(max(pause, asked_pause(error)))
        return self._tried(method, path, **options)

    def _tried(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - the same
        with silence(self._http.base_url):
            response = self._http.request(method, path, **options)
        if not response.is_success:
            raise problem_of(response)
        return response


def followed(log: PublicLog, verifier: Verifier, old: Checkpoint | None) -> Note:
    """Return the newest checkpoint, signed with the log's key and a continuation of *old*, or raise CorruptLogError."""
    note = log.newest()
    new = note.verified(verifier)
    if old is not None and old.size > new.size:
        raise CorruptLogError(f"the log shows {new.size} entries, but {old.size} were signed before")
    if old is None or not old.size:
        return note
    proof = log.consistency(old.size, new.size) if old.size < new.size else []
    if not merkle.verify_consistency(old.size, new.size, old.root, new.root, proof):
        raise CorruptLogError(f"the log does not begin with the {old.size} entries that were signed before")
    return note


def recomputed(
    log: PublicLog, checkpoint: Checkpoint, old: Checkpoint | None, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Compute the tree of the published leaves, or raise CorruptLogError when it is not the one that was signed."""
    tree, known = Growing(), {each.size: each.root for each in (old, checkpoint) if each is not None}
    for leaf in log.leaves(checkpoint.size):
        tree.append(leaf)
        if tree.size in known and known[tree.size] != tree.root():
            raise CorruptLogError(f"the first {tree.size} entries that are shown are not those that were signed")
        progress(tree.size)
    if tree.size != checkpoint.size:
        raise CorruptLogError(f"the log shows {tree.size} entries, but {checkpoint.size} were signed")


def _hashes(document: dict[str, Any]) -> list[bytes]:
    found = document.get("hashes")
    if not isinstance(found, list) or not all(isinstance(each, str) and _HASH.fullmatch(each) for each in found):
        raise CorruptLogError("what should be hashes of the log is something else")
    return [bytes.fromhex(each) for each in found]
