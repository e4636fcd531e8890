"""Why something was found, in words."""

import pytest

from hashdb.client import Hit, because
from hashdb.client.reasons import part_in_words


def hit(query_view: str, view: str, signal_type: str = "pdq", distance: int = 12) -> Hit:
    return {
        "signal_id": "sig_1",
        "signal_type": signal_type,
        "distance": distance,
        "view": view,
        "query_view": query_view,
        "state": "active",
        "tier": 2,
        "behaviour_labels": [],
        "context_flags": [],
        "use_mode": "review_only",
    }


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (
            hit("trim", "centre_90"),
            "the upload without its border met the middle 90 % of the signal's picture, 12 of 256 bits apart",
        ),
        (
            hit("block_orientation_3", "picture", "phash", 5),
            (
                "the upload without the background around it, turned by 270 degrees, "
                "met the whole of the signal's picture, 5 of 64 bits apart"
            ),
        ),
        (
            hit("block_without_ends", "centre_95", distance=18),
            (
                "the upload without the background around it and a little at its top and bottom "
                "met the middle 95 % of the signal's picture, 18 of 256 bits apart"
            ),
        ),
        (
            hit("tilt_left_2_90", "top_15_off"),
            (
                "the middle 90 % of the upload turned back to the left by 2 degrees "
                "met the signal's picture without 15 % at the top, 12 of 256 bits apart"
            ),
        ),
        (
            {**hit("second_3", "second_41", "vpdq"), "shares": {"query": 0.914, "signal": 0.25}},
            (
                "second 3 of the upload met second 41 of the signal's video, 12 of 256 bits apart; "
                "91 % of the upload's seconds and 25 % of the signal's have a near one in the other"
            ),
        ),
        (
            hit("picture", "picture", "text_minhash", 40),
            "the whole of the upload met the whole of the signal's text, 40 of 128 bytes apart",
        ),
        (hit("picture", "picture", "sha256", 0), "the same sha256"),
        (
            hit("picture", "somebody_elses", "type_of_tomorrow"),
            'the whole of the upload met the part "somebody_elses" of the signal\'s picture, 12 apart',
        ),
    ],
)
def test_a_hit_says_which_part_met_which(found: Hit, why: str) -> None:
    assert because(found) == why


def test_every_part_that_is_hashed_has_words_of_its_own() -> None:
    from hashdb.hashing import hash_file  # noqa: PLC0415
    from tests.client.test_commands import PHOTOGRAPH  # noqa: PLC0415

    signals = [hash_file(PHOTOGRAPH, ["pdq"], strategy=strategy)[0] for strategy in ("fast", "thorough", "views")]
    names = {view.name for signal in signals for view in signal.views}

    assert len(names) > 30
    assert [
        name for name in names if "the part" in part_in_words(name, "it") and '"' in part_in_words(name, "it")
    ] == []
