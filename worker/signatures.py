"""The signature of a webhook, after Standard Webhooks 1.0.0 (symmetric, `v1`).

What is signed is `{id}.{timestamp}.{body}`: the exact bytes sent, with the time of this attempt.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of every secret


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the symmetric signature (`v1`) of one message under a `whsec_` secret."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(secrets: Sequence[str], message_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of one attempt at *now*; during a rotation both secrets sign."""
    timestamp = int(now.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, message_id, timestamp, body) for secret in secrets),
    }
