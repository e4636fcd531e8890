"""The codes that the benchmarks store and ask for: random, or partly in clusters; the same ones at every run."""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]

BITS = 256
WORDS = BITS // 64
RADIUS = 31

CENTRES = 50
CLUSTER_RADIUS = 8
_CLUSTERED_SHARE = 10  # one in ten
_STEP = 10_000
_QUARTER = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


def uniform(count: int, seed: int = 1) -> Codes:
    """Return *count* random codes, of shape (count, 4)."""
    return np.random.default_rng(seed).integers(0, 2**64 - 1, (count, WORDS), np.uint64, endpoint=True)


def centres() -> Codes:
    """Return the centres of the clusters."""
    return uniform(CENTRES, seed=2)


def structured(count: int) -> Codes:
    """Return codes of which every tenth is within 8 bits of one of 50 centres; the others are those of `uniform`."""
    codes = uniform(count)
    places = np.arange(0, count, _CLUSTERED_SHARE)
    middle = centres()[np.arange(len(places)) % CENTRES]
    codes[places] = flipped(middle, CLUSTER_RADIUS, seed=3)
    return codes


def flipped(codes: Codes, most: int, seed: int) -> Codes:
    """Return *codes* with 0 to *most* bits of each flipped, at random places."""
    rng = np.random.default_rng(seed)
    steps = [_flipped(codes[at : at + _STEP], most, rng) for at in range(0, len(codes), _STEP)]
    return np.concatenate(steps) if steps else codes


def _flipped(codes: Codes, most: int, rng: np.random.Generator) -> Codes:
    ranks = rng.random((len(codes), BITS), np.float32).argsort(axis=1).argsort(axis=1)
    chosen = ranks < rng.integers(0, most, (len(codes), 1), endpoint=True)
    return codes ^ np.packbits(chosen, axis=1).view(np.uint64)


def queries(stored: Codes, count: int) -> Codes:
    """Return as many queries near stored codes (0 to 31 bits away) as random ones, taking turns."""
    rng = np.random.default_rng(4)
    asked = uniform(count, seed=5)
    near = asked[::2]
    near[:] = flipped(stored[rng.integers(0, len(stored), len(near))], RADIUS, seed=6)
    return asked


def near_centres(count: int) -> Codes:
    """Return queries that find a whole cluster."""
    return flipped(centres()[np.arange(count) % CENTRES], CLUSTER_RADIUS, seed=7)


def beside_centres(count: int) -> Codes:
    """Return queries that agree with a cluster in three quarters of the bits, and find nothing of it."""
    beside = near_centres(count)
    beside[np.arange(count), np.arange(count) % WORDS] ^= _QUARTER
    return beside


def as_bytes(codes: Codes) -> NDArray[np.uint8]:
    """Return the codes as they are written, of shape (n, 32): what faiss takes."""
    return codes.astype(">u8").view(np.uint8).reshape(len(codes), BITS // 8)
