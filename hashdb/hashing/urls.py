"""The signal of a URL: the digest of its canonical form."""

import hashlib

from hashdb.addresses import canonical
from hashdb.hashing.signal import HashedSignal


def hash_url(url: str) -> list[HashedSignal]:
    """Return the signal of a URL, or raise InvalidInputError that names `url`."""
    digest = hashlib.sha256(canonical(url).encode()).hexdigest()
    return [HashedSignal(signal_type="url_sha256", signal_value=digest, content_type="url")]
