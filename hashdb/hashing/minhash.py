"""MinHash of a text's words: two values are as near as their texts share runs of three words.

Broder's resemblance, with the lowest 8 bits of each of 128 minima (b-bit minwise hashing, Li and Koenig, WWW 2010).
The share of equal bytes is, but for the 1 of 256 that are equal by chance, the Jaccard index of the two sets of runs.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RUN = 3
PERMUTATIONS = 128

_CHUNK = 4096
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


def minhash(words: Sequence[str]) -> bytes:
    """Return the 128 bytes for *words*, in their order; there must be RUN of them at least."""
    runs = np.unique(_runs(words))
    lowest = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), _CHUNK):
        shuffled = _mixed(runs[start : start + _CHUNK] ^ _SEEDS[:, None])
        np.minimum(lowest, shuffled.min(axis=1), out=lowest)
    return lowest.astype(np.uint8).tobytes()


def _runs(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return a number for each run of three words."""
    known = {word: _number(word) for word in set(words)}
    numbers = np.array([known[word] for word in words], np.uint64)
    count = len(numbers) - RUN + 1
    runs = np.zeros(count, np.uint64)
    for place in range(RUN):
        runs = _mixed(runs ^ (numbers[place : place + count] * _PLACES[place]))
    return runs


def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a permutation of the numbers of 64 bits: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


# One permutation for each seed; they never change.
_SEEDS = _mixed(np.arange(1, PERMUTATIONS + 1, dtype=np.uint64) * _PLACES[0])
