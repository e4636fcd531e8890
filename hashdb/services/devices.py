"""The mark that a device keeps on which somebody has signed in before: sealed, for one account and one password.

What is sealed is unlike for each sign-in. Known by the seal itself a device could write it in any number of ways (base
64 passes over other characters), and have as many counts of failures.
"""

import secrets
from hashlib import sha256

from cryptography.fernet import InvalidToken

from hashdb.records.account import Account
from hashdb.sealing import Sealer


def mark(sealer: Sealer, account: Account) -> str:
    """Return the mark for a device on which this account was just signed in."""
    return sealer.seal(f"{_of(account)}{secrets.token_urlsafe(12)}")


def known(sealer: Sealer, account: Account | None, given: str) -> str | None:
    """Return by what a device is known, if it has this account's mark."""
    try:
        held = sealer.open(given)
    except InvalidToken:
        return None
    if account is None or not held.startswith(_of(account)):
        return None
    return sha256(held.encode()).hexdigest()


def _of(account: Account) -> str:
    return f"device {account.id} {account.password_set_at.isoformat()} "
