"""Signals at random: whoever tries what, nothing is live that two people of other members did not agree to."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hashdb.access import Actor
from hashdb.lifecycles import signal
from hashdb.lifecycles.signal import APPROVALS, LIVE, State, Step
from hashdb.records.signal import OpinionReason, ReviewReason, Stance
from hashdb.services import retractions, signals, upkeep
from hashdb.services.signals import Verdict
from hashdb.store import keyspace
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.world import submitted, value

# What two people of other members have said yes with.
_YES = {str(each) for each in (*APPROVALS, Step.UPHOLD, Step.UPHOLD_UNCORROBORATED)}
_SAYINGS = {"object": Stance.NEGATIVE, "agree": Stance.POSITIVE}


class SignalMachine(LifecycleMachine):
    """One signal that two platforms vouch for."""

    table, noun = signal.LIFECYCLE, "signal"
    stories = (
        ("reviewer: approve", "senior_reviewer: approve", "later: 17544", "platform_submitter: vouch"),
        ("reviewer: reject",),
        ("reviewer: approve", "senior_reviewer: approve", "platform_submitter: object", "senior_reviewer 2: withdraw"),
    )

    def fresh(self) -> str:
        """Submit a signal, by members of whom nothing is known: no case may change what the next one takes."""
        for actor in (self.world.submitter, self.world.voucher, *self.people):
            self.world.store._database.delete(keyspace.reputation(actor.member_id))  # noqa: SLF001 - nobody may forget it
        self.seed = value(f"case {self.start}")
        return self.world.pending(f"case {self.start}").id

    def record(self, identifier: str) -> Any:
        """Return the signal."""
        return self.world.store.signals.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return every decision, and what members can say."""
        decisions: dict[str, Try] = {str(each): partial(self._review, each) for each in Verdict}
        said: dict[str, Try] = {name: partial(self._say, stance) for name, stance in _SAYINGS.items()}
        return decisions | said | {"take back": self._take_back, "vouch": self._vouch, "withdraw for": self._withdraw}

    @initialize(live=st.booleans())
    def many_cases_begin_live(self, live: bool) -> None:  # noqa: FBT001 - hypothesis says which
        """Most that people do at random ends a case before that."""
        if live:
            self.two_people_agree()

    @rule()
    def two_people_agree(self) -> None:
        """What usually happens; without it few signals would ever become live."""
        for actor in (self.world.reviewer, self.world.senior):
            self.attempt(partial(self._review, Verdict.APPROVE), actor)

    @rule(verdict=st.sampled_from(Verdict), person=st.sampled_from(["reviewer", "senior", "other_senior"]))
    def a_reviewer_decides(self, verdict: Verdict, person: str) -> None:
        self.attempt(partial(self._review, verdict), getattr(self.world, person))

    @rule()
    def two_years_pass(self) -> None:
        self.world.later(days=731)
        upkeep.sweep(self.world.store, now=self.world.now)

    @rule(act=st.sampled_from(["object", "take back", "vouch"]), platform=st.sampled_from(["submitter", "voucher"]))
    def a_platform_that_vouched_acts(self, act: str, platform: str) -> None:
        self.attempt(self.tries()[act], getattr(self.world, platform))

    def check(self, record: Any) -> None:
        """Prove that two people of groups that do not vouch stand behind whatever is live."""
        if record.state not in LIVE:
            return
        people = {each.user_id: each for each in record.decisions if each.step in _YES}
        assert len(people) >= (1 if record.state is State.PROVISIONAL else 2)
        assert record.vouching_groups().isdisjoint(each.group_id for each in people.values())

    def _review(self, verdict: Verdict, identifier: str, who: Actor) -> object:
        reason, now = ReviewReason.VERIFIED, self.world.now
        return signals.review(self.world.store, identifier, verdict, reason=reason, actor=who, now=now)

    def _say(self, stance: Stance, identifier: str, who: Actor) -> object:
        reason, now = OpinionReason.NOT_TVEC, self.world.now
        return signals.give_opinion(self.world.store, identifier, stance, reason, actor=who, now=now)

    def _take_back(self, identifier: str, who: Actor) -> object:
        return retractions.retract(self.world.store, identifier, actor=who, now=self.world.now)

    def _vouch(self, _identifier: str, who: Actor) -> object:
        return self.world.submit(submitted(self.seed), actor=who)

    def _withdraw(self, identifier: str, who: Actor) -> object:
        reason, now = ReviewReason.APPEAL_UPHELD, self.world.now
        return signals.withdraw_for(self.world.store, identifier, reason, actor=who, now=now)


def test_whoever_tries_what_nothing_is_live_without_two_people_of_other_members(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(SignalMachine, redis_client, redis_url, examples=100, steps=20)

    assert taken >= {"approve_first", "approve", "dispute", "reject", "withdraw", "expire", "resubmit"}
