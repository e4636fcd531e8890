"""Takedown requests at random: whoever tries whatever, two people of no member concerned stand behind what is sent."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hashdb.access import OPERATOR, PUBLIC, Actor
from hashdb.lifecycles import takedown
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.member import Kind
from hashdb.records.takedown import ItemState, ResponseType
from hashdb.roles import Role
from hashdb.services import inbox, responses, takedowns, withdrawals
from hashdb.services.takedowns import Verdict
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.answers import answer

_numbers = count(1)
# One answer of each meaning.
_ANSWERS = (
    ResponseType.REMOVED,
    ResponseType.DECLINED,
    ResponseType.UNABLE_TECHNICAL,
    ResponseType.MANIFEST_ERROR,
    ResponseType.GROUNDS_CEASED,
    ResponseType.REINSTATED,
    ResponseType.REINSTATEMENT_REFUSED,
    ResponseType.ACKNOWLEDGED,
)
_ACTED = {State.ACTIONED, State.PARTIALLY_ACTIONED, State.REINSTATEMENT_REQUESTED, State.REINSTATED}


class RequestMachine(LifecycleMachine):
    """One request about two pieces of content, at one platform."""

    table, noun = takedown.LIFECYCLE, "takedown"

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return those who act in the case, and those who look like them but may not."""
        world = cls.world
        sister = world.member(Kind.PLATFORM, group_id=world.gamma.group_id)
        return [
            world.reviewer,
            world.senior,
            world.other_senior,
            world.responder,
            world.officer,
            world.appeals_officer,
            world.actor(Role.SENIOR_REVIEWER, sister),
            world.actor(Role.SENIOR_REVIEWER, world.alpha),
            world.actor(Role.REVIEWER, world.gamma),
            world.actor(Role.PLATFORM_RESPONDER, world.beta),
            OPERATOR,
            PUBLIC,
        ]

    def fresh(self) -> str:
        """Make a draft."""
        signal = self.world.active(f"request {self.start}")
        found = [self.world.confirmed(signal, f"v/{self.start}/{each}") for each in range(2)]
        return self.world.draft(*found).id

    @initialize(stages=st.integers(0, 4))
    def it_has_got_so_far(self, stages: int) -> None:
        """Let most cases begin where the platform has the request."""
        store, now, world = self.world.store, self.world.now, self.world
        way: tuple[Callable[[], object], ...] = (
            lambda: takedowns.submit(store, self.id, actor=world.reviewer, now=now),
            lambda: takedowns.review(store, self.id, Verdict.APPROVE, actor=world.senior, now=now),
            lambda: inbox.dispatch(store, self.id, now=now),
            lambda: inbox.fetch(store, self.id, actor=world.responder, now=now),
        )
        for step in way[:stages]:
            step()

    @rule(kinds=st.lists(st.sampled_from(_ANSWERS), min_size=1, max_size=3), items=st.integers(0, 1))
    def the_platform_answers(self, kinds: list[ResponseType], items: int) -> None:
        """Let those answer who are asked, and us answer them: few others could."""
        for kind in kinds:
            self.attempt(partial(self._answer, kind=kind, items=items), self.world.responder)
            self.attempt(self.tries()["clarify"], self.world.reviewer)

    @rule(verdict=st.sampled_from(Verdict))
    def the_reviewers_go_on(self, verdict: Verdict) -> None:
        """Let those act who have drafted and who decide."""
        self.attempt(self.tries()["submit"], self.world.reviewer)
        self.attempt(self._review(verdict), self.world.senior)
        self.attempt(self.tries()["dispatch"], self.world.senior)

    @rule()
    def it_is_taken_back(self) -> None:
        """Let a senior reviewer withdraw it, and the platform reinstate what it has removed."""
        self.attempt(self.tries()["withdraw"], self.world.senior)
        self.attempt(partial(self._answer, kind=ResponseType.REINSTATED), self.world.responder)

    def record(self, identifier: str) -> Any:
        """Return the request."""
        return self.world.store.takedowns.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people and the workers can do about it."""
        store, now = self.world.store, self.world.now
        tries: dict[str, Try] = {
            "submit": lambda each, who: takedowns.submit(store, each, actor=who, now=now),
            "dispatch": lambda each, _who: inbox.dispatch(store, each, now=now),
            "fetch": lambda each, who: inbox.fetch(store, each, actor=who, now=now),
            "clarify": lambda each, who: responses.clarify(store, each, "at 00:12", actor=who, now=now),
            "withdraw": lambda each, who: withdrawals.withdraw(store, each, "an error", actor=who, now=now),
            "answer": lambda each, who: self._answer(each, who, ResponseType.REMOVED),
        }
        return tries | {f"review {verdict}": self._review(verdict) for verdict in Verdict}

    def check(self, record: Any) -> None:
        """Prove that two people stand behind what was sent, and that what is closed holds no match."""
        approvals = [each for each in record.decisions if each.step == "approve"]
        sent = record.acknowledge_by is not None
        assert not sent or [each for each in approvals if each.user_id != record.drafted_by]
        concerned = {self.world.gamma.group_id, self.world.alpha.group_id, self.world.beta.group_id}
        assert not {each.group_id for each in approvals} & concerned
        assert record.state not in _ACTED or record.acted_at or self._absent(record)
        matches = self.world.store.matches.many([each.match_id for each in record.items])
        over = {State.CLOSED, State.CLOSED_NO_RESPONSE, State.REFUSED, State.DISCARDED}
        assert record.state not in over or all(each.state != "requested" for each in matches)

    def _absent(self, record: Any) -> bool:
        return any(each.state is ItemState.ABSENT for each in record.items)

    def _review(self, verdict: Verdict) -> Try:
        store, now = self.world.store, self.world.now
        return lambda each, who: takedowns.review(store, each, verdict, note="seen", actor=who, now=now)

    def _answer(self, each: str, who: Actor, kind: ResponseType, items: int = 0) -> object:
        named = [item.id for item in self.record(each).items[:items]]
        given = answer(kind, f"T-{next(_numbers)}", *named)
        return responses.respond(self.world.store, each, given, actor=who, now=self.world.now)


def test_whoever_tries_what_table_record_and_log_of_a_request_agree(redis_client: redis.Redis, redis_url: str) -> None:
    taken = run(RequestMachine, redis_client, redis_url, examples=80, steps=20)

    assert taken >= {Step.APPROVE, Step.DISPATCH, Step.RECEIVE, Step.ACT, Step.ASK_REINSTATEMENT, Step.CLOSE}
