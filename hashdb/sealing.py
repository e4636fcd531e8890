"""Encryption at rest of what only two parties may know: webhook secrets and the addresses of content.

Fernet (AES-128-CBC with HMAC-SHA256) under the key of the installation; a value sealed under another key is unreadable.
"""

from cryptography.fernet import Fernet


class Sealer:
    """Seals and opens short texts."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def seal(self, text: str) -> str:
        """Return *text* encrypted and authenticated."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text; raise cryptography.fernet.InvalidToken if it was sealed under another key."""
        return self._fernet.decrypt(sealed.encode()).decode()
