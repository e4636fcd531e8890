"""Searches that compare all rows: beyond the radius of a segment, and byte by byte."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.errors import RadiusError
from hashdb.index import Index, build, open_segment
from hashdb.index.plan import MAX_LANES, REVIEW_RADIUS
from hashdb.signals import SIGNAL_TYPES, RowFlag
from tests.index.oracle import Pairs, expected, told
from tests.index.samples import Codes, flipped, uniform

PDQ = 256
TEXT = 1024
SEEDS = st.integers(0, 2**32 - 1)


def packed(codes: Codes) -> bytes:
    return codes.astype(">u8").tobytes()


def around(rng: np.random.Generator, query: Codes, radius: int) -> Codes:
    """Return codes at every distance up to a few bits beyond *radius*."""
    places = rng.permutation(PDQ)
    return np.stack([flipped(query[0], places[:bits]) for bits in range(radius + 4)])


def lanes_apart(queries: Codes, codes: Codes, radius: int) -> Pairs:
    """Return query, distance and row of every pair that differs in at most *radius* bytes."""
    mine, others = (each.view(np.uint8).reshape(len(each), -1) for each in (queries, codes))
    apart = (mine[:, None] != others[None]).sum(axis=2)
    return sorted((int(query), int(apart[query, row]), int(row)) for query, row in np.argwhere(apart <= radius))


def with_lanes_of(rng: np.random.Generator, query: Codes, lanes: int) -> Codes:
    """Return a code that has *lanes* bytes of the query's and none other."""
    same = np.isin(np.arange(TEXT // 8), rng.permutation(TEXT // 8)[:lanes])
    old = query.view(np.uint8)
    return np.where(same, old, old ^ np.uint8(1 + rng.integers(255))).astype(np.uint8).view(np.uint64)


@given(SEEDS, st.integers(0, 64))
def test_a_sweep_finds_what_comparing_every_pair_finds(seed: int, radius: int) -> None:
    rng = np.random.default_rng(seed)
    query = uniform(rng, 1, PDQ)
    codes = np.concatenate([around(rng, query, 64), uniform(rng, 700, PDQ)])
    flags = rng.integers(0, 4, len(codes), np.uint8)
    index = Index(PDQ)
    index.write(0, packed(codes), flags.tobytes())

    assert told(index.sweep_batch(query, radius)) == expected(query, codes, flags, radius)


def test_a_sweep_sees_the_segment_the_tail_and_what_was_amended(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    query = uniform(rng, 1, PDQ)
    codes = around(rng, query, 60)
    built, late = codes.copy(), 7
    built[late] = 0
    build(tmp_path / "some", [built[:40]], PDQ)
    index = Index(PDQ, open_segment(tmp_path / "some"))
    index.write(0, packed(codes), bytes([RowFlag.LIVE]) * len(codes))

    assert told(index.sweep_batch(query, 64)) == expected(query, codes, np.ones(len(codes), np.uint8), 64)


def test_many_queries_are_shared_out_and_told_apart() -> None:
    rng = np.random.default_rng(6)
    codes, queries = uniform(rng, 3_000, PDQ), uniform(rng, 200, PDQ)
    codes[::30] = [flipped(query, range(50)) for query in queries[:100]]
    index = Index(PDQ)
    index.write(0, packed(codes), bytes([RowFlag.LIVE]) * len(codes))

    assert told(index.sweep_batch(queries, 64)) == expected(queries, codes, np.ones(len(codes), np.uint8), 64)


@pytest.mark.parametrize("bits", [64, PDQ])
def test_what_lies_beyond_the_review_is_refused(bits: int) -> None:
    with pytest.raises(RadiusError):
        Index(bits).sweep_batch(np.zeros((1, bits // 64), np.uint64), 65)


@given(SEEDS, st.integers(0, 90))
def test_texts_are_found_by_the_bytes_in_which_they_differ(seed: int, radius: int) -> None:
    rng = np.random.default_rng(seed)
    query = uniform(rng, 1, TEXT)
    kin = np.concatenate([with_lanes_of(rng, query, lanes) for lanes in range(30, 129, 3)])
    codes = np.concatenate([kin, uniform(rng, 300, TEXT)])
    index = Index(TEXT)
    index.write(0, packed(codes), bytes([RowFlag.LIVE]) * len(codes))

    assert told(index.range_search_batch(query, radius)) == lanes_apart(query, codes, radius)


def test_many_texts_are_asked_for_at_once() -> None:
    rng = np.random.default_rng(8)
    codes, queries = uniform(rng, 1_000, TEXT), uniform(rng, 130, TEXT)
    codes[:130] = [with_lanes_of(rng, query[None], 60)[0] for query in queries]
    index = Index(TEXT)
    index.write(0, packed(codes), bytes([RowFlag.LIVE]) * len(codes))

    assert told(index.range_search_batch(queries, 90)) == lanes_apart(queries, codes, 90)


def test_a_text_that_is_not_live_is_not_found() -> None:
    code = uniform(np.random.default_rng(9), 1, TEXT)
    index = Index(TEXT)
    index.write(0, packed(code), bytes([RowFlag.TOMBSTONE]))

    assert told(index.range_search_batch(code, 90)) == []


def test_the_radii_are_those_of_the_registry() -> None:
    registered = {kind.bits: kind for kind in SIGNAL_TYPES.values() if kind.name in ("pdq", "text_minhash")}

    assert {bits: registered[bits].max_radius for bits in MAX_LANES} == MAX_LANES
    assert {bits: registered[bits].review_radius for bits in REVIEW_RADIUS} == REVIEW_RADIUS
