"""Whether the service sent a webhook, and just now: Standard Webhooks 1.0.0, symmetric signatures (`v1`).

What is signed is `{id}.{timestamp}.{body}`: the exact bytes received, with the time of this attempt.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

from hashdb.errors import FieldProblem, InvalidInputError

# How far the sender's clock and ours may be apart, and how long a captured request stays good.
TOLERANCE_SECONDS = 300.0

_PREFIX = "whsec_"
_SHORTEST_SECRET = 16
_is_id = re.compile("[A-Za-z0-9_-]{1,128}").fullmatch
_is_timestamp = re.compile("[0-9]{1,12}").fullmatch


def key_of(secret: str) -> bytes:
    """Return the key of a `whsec_` secret, or raise InvalidInputError without repeating it."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(_PREFIX) or len(key) < _SHORTEST_SECRET:
        raise InvalidInputError(FieldProblem("secrets", "must be as the service showed them: whsec_ and base64"))
    return key


def is_signed(
    keys: Sequence[bytes],
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: float,
    tolerance: float = TOLERANCE_SECONDS,
) -> bool:
    """Tell whether one of *keys* signed these very bytes, at most *tolerance* seconds from *now*.

    Names of *headers* are in lower case. Several keys are for the time in which a secret is exchanged for another.
    """
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (_is_id(message_id) and _is_timestamp(sent_at) and abs(now - int(sent_at)) <= tolerance):
        return False
    signed = f"{message_id}.{sent_at}.".encode() + body
    given = [each.encode() for each in headers.get("webhook-signature", "").split()]
    return any(hmac.compare_digest(each, _signature(key, signed)) for key in keys for each in given)


def _signature(key: bytes, signed: bytes) -> bytes:
    return b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
