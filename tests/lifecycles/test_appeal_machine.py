"""Appeals at random: decided by nobody who had a part in the case, and remedied only when they were upheld."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hashdb.access import Actor
from hashdb.lifecycles import appeal
from hashdb.records.appeal import Appeal, AppealSubject, RemedyKind
from hashdb.roles import Role
from hashdb.services import appeals, remedies, rulings, triage
from hashdb.services.rulings import Finding, Ruling, Verdict
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.worlds.appeals import REASONS, another_officer, lodged
from tests.services.worlds.register import usable_entry

WORK, ABOUT_AN_ENTRY = "the worker works", "about an entry"
ADMIT = "appeals_officer: admit"
STAGES = (
    (),
    (ADMIT,),
    (ADMIT, "appeals_officer: ask"),
    (ADMIT, "appeals_officer: uphold"),
    (ADMIT, "appeals_officer: uphold", WORK),
)
_DECIDING = {"uphold", "uphold_partly", "dismiss", "overturn"}
_DECIDED = appeal.DECIDED | {appeal.State.REMEDIED}


class AppealMachine(LifecycleMachine):
    """One appeal about a live signal of its own: just lodged, or admitted already."""

    table, noun = appeal.LIFECYCLE, "appeal"
    stories = (
        (ADMIT, "appeals_officer: ask", "public: answer", "appeals_officer: uphold in part", WORK),
        (ADMIT, "appeals_officer: ask", "later: 400", "appeals_officer: dismiss", "public: refer"),
        ("appeals_officer: inadmissible", "public: refer", "appeals_officer 2: affirm"),
        ("appeals_officer: inadmissible", "later: 2400"),
        (
            ABOUT_AN_ENTRY,
            ADMIT,
            "appeals_officer: dismiss",
            "appeals_officer 2: dismiss",
            "public: refer",
            "appeals_officer 3: overturn",
            "appeals_officer 4: overturn",
            WORK,
        ),
    )

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return everybody, and two people who decided in the case and hold an officer's key as well."""
        world = cls.world
        involved = [replace(each, role=Role.APPEALS_OFFICER) for each in (world.reviewer, world.senior)]
        return [*super().cast(), another_officer(world), *involved]

    def fresh(self) -> str:
        """Lodge an appeal."""
        self.signal = self.world.active(f"appealed {self.start}")
        return self._lodged(self.signal.id)

    @initialize(stage=st.sampled_from(STAGES))
    def an_appeal_at_some_stage(self, stage: Sequence[str]) -> None:
        """Begin where most of the table is."""
        for line in stage:
            self.play(line)

    def record(self, identifier: str) -> Any:
        """Return the appeal."""
        return self.world.store.appeals.get(identifier)

    def _lodged(self, subject: str, **changes: object) -> str:
        new = lodged(self.world, subject, **changes)
        self.code, self.subject = new.code, subject
        return new.appeal.id

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it."""
        store, now, code = self.world.store, self.world.now, self.code
        return {
            "admit": lambda each, who: triage.admit(store, each, actor=who, now=now),
            "inadmissible": lambda each, who: triage.find_inadmissible(store, each, REASONS, actor=who, now=now),
            "ask": lambda each, who: triage.ask(store, each, "when?", actor=who, now=now),
            "answer": lambda _each, who: appeals.answer(store, code, "in May", actor=who, now=now),
            "uphold": lambda each, who: self._rule(each, Verdict.UPHOLD, who),
            "uphold in part": lambda each, who: self._rule(each, Verdict.UPHOLD_PARTLY, who),
            "dismiss": lambda each, who: self._rule(each, Verdict.DISMISS, who),
            "refer": lambda _each, who: appeals.refer(store, code, actor=who, now=now),
            "overturn": lambda each, who: self._find(each, Finding.OVERTURN, who),
            "affirm": lambda each, who: self._find(each, Finding.AFFIRM, who),
        }

    def play(self, line: str) -> None:
        """Have the worker work, or the appeal be about an entry of the register, where a line says so."""
        if line == WORK:
            self.the_worker_works()
        elif line == ABOUT_AN_ENTRY:
            self._about_an_entry()
        else:
            super().play(line)

    @rule()
    def the_worker_works(self) -> None:
        remedies.carry_out(self.world.store, self.id, now=self.world.now)

    def _about_an_entry(self) -> None:
        entry = usable_entry(self.world, name=f"Front {self.start}")
        self.start = self.world.store.log.size()
        self.id = self._lodged(entry.id, subject_type=AppealSubject.REGISTER_ENTRY)

    def check(self, record: Appeal) -> None:
        """Prove that nobody who decided in the case decided the appeal, and nothing was done that was not upheld."""
        deciders = {each.user_id for each in record.decisions}
        assert not deciders & {each.user_id for each in self.signal.decisions}
        assert record.state is not appeal.State.REMEDIED or all(each.done_at for each in record.remedies)
        if any(each.done_at for each in record.remedies):
            assert {each.step for each in record.decisions} & {"uphold", "uphold_partly", "dismiss", "overturn"}
        if record.subject_type is AppealSubject.REGISTER_ENTRY and record.state in _DECIDED:
            agreed = [each.user_id for each in record.decisions if each.step in {"second", *_DECIDING}]
            assert len(set(agreed[-2:])) == 2

    def _rule(self, identifier: str, verdict: Verdict, who: Actor) -> Appeal:
        part = (RemedyKind.WITHDRAW_SIGNAL, RemedyKind.SUSPEND_ENTRY)["reg_" in self.subject]
        ruling = Ruling(verdict=verdict, reasons=REASONS, remedies=[part])
        return rulings.decide(self.world.store, identifier, ruling, actor=who, now=self.world.now)

    def _find(self, identifier: str, finding: Finding, who: Actor) -> Appeal:
        found = (self.world.store, identifier, finding, REASONS, self.subject)
        return rulings.record_finding(*found, actor=who, now=self.world.now)


def test_whoever_tries_what_an_appeal_is_decided_by_somebody_without_a_part_in_the_case(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(AppealMachine, redis_client, redis_url, examples=25)

    assert taken == {str(step) for step in appeal.Step}
