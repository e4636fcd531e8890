"""The second factor: codes of an authenticator app (TOTP, RFC 6238), each counting once, and recovery codes."""

import hmac
import secrets
from base64 import b32encode
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from hashdb.records.account import Account
from hashdb.sealing import Sealer

if TYPE_CHECKING:
    from pyotp import TOTP

ISSUER = "hashdb"
RECOVERY_CODES = 10
# For so long the app shows one code.
PERIOD = timedelta(seconds=30)
# How many half minutes a clock may be wrong.
_DRIFT = 1
_LETTERS = 16


def new_secret() -> str:
    """Return a new secret for an authenticator app: 20 random bytes in base 32."""
    return b32encode(secrets.token_bytes(20)).decode()


def address(secret: str, email: str) -> str:
    """Return what the QR code says to the app."""
    return _totp(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def code_at(secret: str, now: datetime) -> str:
    """Return the code that the app shows at this moment."""
    return _totp(secret).generate_otp(_step(now))


def step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Return the half minute that a code belongs to, if that is about now and later than *after*."""
    present = _step(now)
    for step in range(max(present - _DRIFT, after + 1), present + _DRIFT + 1):
        if hmac.compare_digest(_totp(secret).generate_otp(step).encode(), _digits(code).encode()):
            return step
    return None


def passed(account: Account, code: str, *, sealer: Sealer, now: datetime) -> Account | None:
    """Return the account with this code, of the app or for recovery, used up; None when the code is no good."""
    step = step_of(sealer.open(account.totp), code, after=account.totp_step, now=now)
    if step is not None:
        return replace(account, totp_step=step, version=account.version + 1)
    digest = recovery_digest(code)
    if digest in account.recovery:
        left = tuple(each for each in account.recovery if each != digest)
        return replace(account, recovery=left, version=account.version + 1)
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes of 80 random bits, in groups that can be written down."""
    return tuple(_grouped(b32encode(secrets.token_bytes(10)).decode().lower()) for _ in range(RECOVERY_CODES))


def recovery_digest(code: str) -> str:
    """Return what is kept of a recovery code; how it is grouped, or written in capitals, makes no difference."""
    return sha256("".join(filter(str.isalnum, code.casefold())).encode()).hexdigest()


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, _LETTERS, 4))


def _digits(code: str) -> str:
    return "".join(code.split())


def _step(now: datetime) -> int:
    return int(now.timestamp() // PERIOD.total_seconds())


def _totp(secret: str) -> "TOTP":
    """Return the app's arithmetic; imported when somebody signs in, since neither a lookup nor a worker needs it."""
    from pyotp import TOTP  # noqa: PLC0415

    return TOTP(secret)
