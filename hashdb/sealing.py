"""Encryption at rest of what only two parties may know: webhook secrets, the addresses of content, saved answers.

Fernet (AES-128-CBC with HMAC-SHA256) under the key of the installation; a value sealed under another key is unreadable.
"""

from cryptography.fernet import Fernet


class Sealer:
    """Seals and opens what is short enough to be sealed as a whole."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def seal(self, text: str) -> str:
        """Return *text* encrypted and authenticated."""
        return self.seal_bytes(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text; raise cryptography.fernet.InvalidToken if it was sealed under another key."""
        return self.open_bytes(sealed.encode()).decode()

    def seal_bytes(self, plain: bytes) -> bytes:
        """Return *plain* encrypted and authenticated, as ASCII."""
        return self._fernet.encrypt(plain)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Return the bytes; raise cryptography.fernet.InvalidToken if they were sealed under another key."""
        return self._fernet.decrypt(sealed)
