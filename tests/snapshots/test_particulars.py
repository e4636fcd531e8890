"""What many signals have in common, as text: what is near to something harmless is for review only in every copy."""

from dataclasses import replace

from hashdb.records.benign import Nearness
from hashdb.snapshots.particulars import Particulars
from tests.store.samples import signal


def test_what_is_near_to_something_harmless_says_so_and_not_to_what() -> None:
    near = replace(signal("near", 0), benign=Nearness(benign_id="ben_1", distance=45))
    text = Particulars.of(near).text

    assert "ben_1" not in text
    assert Particulars.load(text).benign is not None


def test_of_all_others_nothing_is_said_and_their_text_stays_what_it_was() -> None:
    text = Particulars.of(signal("far", 0)).text

    assert "review_only" not in text
    assert Particulars.load(text).benign is None
