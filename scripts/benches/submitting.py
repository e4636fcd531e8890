"""What the benchmarks submit: random PDQ values, as batches for /v1/signals."""

import secrets
from typing import Any

import orjson

# As many bits are set in the hash of a picture with content.
_BITS = (96, 160)


def value() -> str:
    """Return a random value that is not refused as saying nothing."""
    while True:
        found = secrets.token_bytes(32)
        if _BITS[0] <= int.from_bytes(found).bit_count() <= _BITS[1]:
            return found.hex()


def batch(first: int, count: int) -> bytes:
    """Return a body of *count* new signals, with references from *first* on."""
    return orjson.dumps({"signals": [_signal(number) for number in range(first, first + count)]})


def _signal(number: int) -> dict[str, Any]:
    return {
        "signal_type": "pdq",
        "signal_value": value(),
        "content_type": "image",
        "quality": 80,
        "tier": 1,
        "behaviour_labels": ["gta"],
        "material_types": ["art2_7_a"],
        "ground": {"behaviour": "gta"},
        "source_reference": f"case-{number}",
        "statement_good_faith": True,
        "user_data_absent": True,
    }
