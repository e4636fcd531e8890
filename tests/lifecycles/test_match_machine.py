"""Matches at random: people of other members decide each of them once."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import rule

from hashdb.access import Actor
from hashdb.lifecycles import match
from hashdb.services import matches, withdrawals
from hashdb.services.matches import Verdict
from hashdb.store import lists
from tests.lifecycles.machine import LifecycleMachine, Try, run


class MatchMachine(LifecycleMachine):
    """A match of a signal of its own at platform gamma."""

    table, noun = match.LIFECYCLE, "match"

    def fresh(self) -> str:
        """Have platform gamma find a signal."""
        found = self.world.active(f"case {self.start}")
        self.start = self.world.store.log.size()
        return self.world.match(found, f"v/{self.start}").id

    def record(self, identifier: str) -> Any:
        """Return the match."""
        return self.world.store.matches.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return every decision, and that everything that rests on the signal is undone."""
        decisions: dict[str, Try] = {str(each): partial(self._review, each) for each in Verdict}
        return decisions | {"undo": self._undo}

    @rule(verdict=st.sampled_from(Verdict))
    def a_reviewer_decides(self, verdict: Verdict) -> None:
        self.attempt(partial(self._review, verdict), self.world.reviewer)

    def check(self, record: Any) -> None:
        """Prove that nobody decided twice, nobody of the platform decided, and what waits is in the queue."""
        people = [each.user_id for each in record.decisions]
        assert len(people) == len(set(people))
        assert self.world.gamma.id not in {each.member_id for each in record.decisions}
        waiting = {each.id for each in self.world.store.matches.first(lists.MATCH_QUEUE, skip=0, limit=1_000)}
        assert (record.id in waiting) == (record.state in {match.State.PENDING_REVIEW, match.State.ESCALATED})

    def _review(self, verdict: Verdict, identifier: str, who: Actor) -> object:
        return matches.review(self.world.store, identifier, verdict, actor=who, now=self.world.now)

    def _undo(self, identifier: str, _who: Actor) -> object:
        return withdrawals.reinstate_all(self.world.store, self.record(identifier).signal_id, now=self.world.now)


def test_whoever_tries_what_a_match_is_decided_by_people_of_other_members(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(MatchMachine, redis_client, redis_url)

    assert taken >= {"confirm", "false_positive", "context_exempt", "escalate", "close"}
