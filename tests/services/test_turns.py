"""Turns: whoever waits is next."""

import threading

import pytest

from hashdb.errors import RateLimitedError
from hashdb.services.turns import Turns


def test_nobody_has_two_turns_in_a_row_while_another_waits() -> None:
    turns, order = Turns(), []
    waiting = threading.Event()

    def other() -> None:
        waiting.set()
        with turns.take(5.0):
            order.append("other")

    thread = threading.Thread(target=other)
    with turns.take(5.0):
        thread.start()
        waiting.wait()
        while not turns._next.locked():  # noqa: SLF001 - until the other stands in the queue
            pass
    with turns.take(5.0):
        order.append("first")
    thread.join()

    assert order == ["other", "first"]


def test_who_waited_in_vain_leaves_the_turn_to_others() -> None:
    turns = Turns()
    with turns.take(1.0), pytest.raises(RateLimitedError), turns.take(0.01):
        pass

    with turns.take(0.01):
        pass
