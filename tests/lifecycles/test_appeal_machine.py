"""Appeals at random: decided by nobody who had a part in the case, and remedied only when they were upheld."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hashdb.access import Actor
from hashdb.lifecycles import appeal
from hashdb.records.appeal import Appeal
from hashdb.roles import Role
from hashdb.services import appeals, remedies, rulings, triage
from hashdb.services.rulings import Finding, Ruling, Verdict
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.worlds.appeals import REASONS, lodged


class AppealMachine(LifecycleMachine):
    """One appeal about a live signal of its own: just lodged, or admitted already."""

    table, noun = appeal.LIFECYCLE, "appeal"

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return everybody, and two people who decided in the case and hold an officer's key as well."""
        world = cls.world
        involved = [replace(each, role=Role.APPEALS_OFFICER) for each in (world.reviewer, world.senior)]
        return [*super().cast(), *involved]

    def fresh(self) -> str:
        """Lodge an appeal."""
        self.signal = self.world.active(f"appealed {self.start}")
        new = lodged(self.world, self.signal.id)
        self.code = new.code
        return new.appeal.id

    @initialize(stage=st.integers(0, 4))
    def an_appeal_at_some_stage(self, stage: int) -> None:
        officer, now = self.world.appeals_officer, self.world.now
        if stage:
            triage.admit(self.world.store, self.id, actor=officer, now=now)
        if stage == 2:
            triage.ask(self.world.store, self.id, "when?", actor=officer, now=now)
        if stage > 2:
            self._rule(self.id, Verdict.UPHOLD, officer)
        if stage == 4:
            self.the_worker_works()

    def record(self, identifier: str) -> Any:
        """Return the appeal."""
        return self.world.store.appeals.get(identifier)

    @rule()
    def the_worker_works(self) -> None:
        remedies.carry_out(self.world.store, self.id, now=self.world.now)

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it."""
        store, now, code = self.world.store, self.world.now, self.code
        return {
            "admit": lambda each, who: triage.admit(store, each, actor=who, now=now),
            "inadmissible": lambda each, who: triage.find_inadmissible(store, each, REASONS, actor=who, now=now),
            "ask": lambda each, who: triage.ask(store, each, "when?", actor=who, now=now),
            "answer": lambda _each, who: appeals.answer(store, code, "in May", actor=who, now=now),
            "uphold": lambda each, who: self._rule(each, Verdict.UPHOLD, who),
            "dismiss": lambda each, who: self._rule(each, Verdict.DISMISS, who),
            "refer": lambda _each, who: appeals.refer(store, code, actor=who, now=now),
            "overturn": lambda each, who: self._find(each, Finding.OVERTURN, who),
            "affirm": lambda each, who: self._find(each, Finding.AFFIRM, who),
        }

    def check(self, record: Appeal) -> None:
        """Prove that nobody who decided in the case decided the appeal, and nothing was done that was not upheld."""
        deciders = {each.user_id for each in record.decisions}
        assert not deciders & {each.user_id for each in self.signal.decisions}
        assert record.state is not appeal.State.REMEDIED or all(each.done_at for each in record.remedies)
        if any(each.done_at for each in record.remedies):
            assert {each.step for each in record.decisions} & {"uphold", "overturn"}

    def _rule(self, identifier: str, verdict: Verdict, who: Actor) -> Appeal:
        ruling = Ruling(verdict=verdict, reasons=REASONS)
        return rulings.decide(self.world.store, identifier, ruling, actor=who, now=self.world.now)

    def _find(self, identifier: str, finding: Finding, who: Actor) -> Appeal:
        found = (self.world.store, identifier, finding, REASONS, self.signal.id)
        return rulings.record_finding(*found, actor=who, now=self.world.now)


def test_whoever_tries_what_an_appeal_is_decided_by_somebody_without_a_part_in_the_case(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(AppealMachine, redis_client, redis_url, examples=25)

    assert taken >= {"admit", "ask", "uphold", "remedy"}
