"""Records as bytes: the version in decimal, a line feed, and the JSON of what differs from the defaults.

The version stands in front so that the commit script can compare it without knowing JSON. Signals are many, so theirs
is deflated with a dictionary of the words that every one of them contains.
"""

import zlib
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

RecordT = TypeVar("RecordT")

# The most telling last: deflate refers to near places with fewer bits. Changing it makes stored signals unreadable.
_WORDS = (
    b'"incident_id":"inc_01"register_entry_id":"reg_01"context_flags":["journalistic"educational"artistic"research'
    b'"counter_terrorism"public_debate"evidence_of_abuse"],"note":"reason":"saw_this_too"not_tvec"stance":"negative'
    b'"positive"opinions":[{"id":"opn_01"given_at":"activated_at":"expires_at":"awaiting_corroboration"withdrawn'
    b'"expired"disputed"quarantined"active"pending_second"decisions":[{"user_id":"usr_01"step":"approve_first"approve'
    b'"decided_at":"2026-video"audio"text"url"pdf"art2_7_a"art2_7_b"art2_7_d"art2_7_e"ict"gvadp'
    b'"recruitment_instruction"attack_produced"manifesto"branded_publication"whash"dhash"phash"md5"sha256"'
    b'{"id":"sig_01","signal_type":"pdq","signal_value":"","row":,"quality":100,"claim":{"content_type":"image",'
    b'"tier":3,"behaviour_labels":["gta"],"material_types":["art2_7_c"],"ground":{"behaviour":"gta"}},'
    b'"submissions":[{"id":"sub_01","member_id":"org_01","group_id":"org_01","submitted_at":"2026-T00:00:00Z",'
    b'"source_reference":""}],"created_at":"2026-T00:00:00Z","due_at":"2026-T00:00:00Z","state":"pending_review"}'
)
_LEVEL = 6


class Codec(Generic[RecordT]):
    """Turns records of one class into bytes and back."""

    def __init__(self, record_class: type[RecordT], *, deflated: bool = False) -> None:
        self._adapter: TypeAdapter[RecordT] = TypeAdapter(record_class)
        self._deflated = deflated

    def dump(self, record: RecordT) -> bytes:
        """Return the bytes of *record*."""
        body = self._adapter.dump_json(record, exclude_defaults=True)
        return header(version_of(record)) + (_deflate(body) if self._deflated else body)

    def load(self, raw: bytes) -> RecordT:
        """Return the record that the bytes hold."""
        version, _, body = raw.partition(b"\n")
        record: Any = self._adapter.validate_json(_inflate(body) if self._deflated else body)
        return record if record.version == int(version) else replace(record, version=int(version))


def version_of(record: Any) -> int:
    """Return the version of any record."""
    return int(record.version)


def header(version: int) -> bytes:
    """Return how the bytes of a record of this version begin."""
    return b"%d\n" % version


def _deflate(body: bytes) -> bytes:
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, _WORDS)
    return squeezer.compress(body) + squeezer.flush()


def _inflate(body: bytes) -> bytes:
    return zlib.decompressobj(-12, _WORDS).decompress(body)
