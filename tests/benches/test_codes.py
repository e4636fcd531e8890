import numpy as np
from numpy.typing import NDArray

from scripts.benches import codes
from scripts.benches.codes import Codes


def apart(one: Codes, other: Codes) -> NDArray[np.int64]:
    distances: NDArray[np.int64] = np.bitwise_count(one ^ other).sum(axis=1).astype(np.int64)
    return distances


def test_the_same_codes_come_at_every_run() -> None:
    assert (codes.uniform(10) == codes.uniform(10)).all()
    assert (codes.queries(codes.uniform(10), 6) == codes.queries(codes.uniform(10), 6)).all()


def test_flipped_codes_are_as_far_away_as_was_asked_and_no_further() -> None:
    stored = codes.uniform(2_000)
    distances = apart(stored, codes.flipped(stored, 31, seed=1))

    assert set(distances.tolist()) == set(range(32))


def test_every_other_query_is_near_a_stored_code() -> None:
    stored = codes.uniform(50)
    nearest = [int(apart(stored, query).min()) for query in codes.queries(stored, 20)]

    assert [distance <= 31 for distance in nearest] == [True, False] * 10


def test_a_tenth_of_structured_codes_lies_in_clusters() -> None:
    stored = codes.structured(1_000)
    near = [int(apart(codes.centres(), code).min()) <= codes.CLUSTER_RADIUS for code in stored]

    assert sum(near) == 100
    assert all(near[::10])


def test_a_query_beside_a_cluster_agrees_in_three_words_and_is_not_within_the_radius() -> None:
    beside, centres = codes.beside_centres(codes.CENTRES), codes.centres()

    assert apart(beside, centres).min() > codes.RADIUS
    assert (np.sort(np.bitwise_count(beside ^ centres), axis=1)[:, :3].sum(axis=1) <= codes.CLUSTER_RADIUS).all()


def test_codes_are_written_with_the_most_significant_byte_first() -> None:
    code = np.array([[1, 2, 3, 4]], np.uint64)

    assert codes.as_bytes(code).tobytes().hex() == "".join(f"{word:016x}" for word in (1, 2, 3, 4))
