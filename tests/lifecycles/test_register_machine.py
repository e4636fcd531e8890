"""Entries of the register at random: no ground without a second person, no suspension without two offices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize

from hashdb.access import Actor
from hashdb.errors import GuardError
from hashdb.lifecycles import register_entry
from hashdb.roles import Role
from hashdb.services import mergers, register
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.worlds.register import proposed_entry, usable_entry

Decide = Callable[..., object]


class EntryMachine(LifecycleMachine):
    """One entry, designated by an accepted authority."""

    table, noun = register_entry.LIFECYCLE, "register"
    stories = (
        ("senior_reviewer: refuse",),
        ("senior_reviewer: merge",),
        (
            "senior_reviewer: approve",
            "appeals_officer: challenge",
            "senior_reviewer: suspend",
            "appeals_officer: suspend",
            "appeals_officer: reinstate",
            "senior_reviewer: reinstate",
            "register_editor: delist",
            "register_editor: relist",
        ),
    )

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return the usual people, and each of three offices held by the editor who proposes."""
        roles = (Role.REGISTER_EDITOR, Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER)
        same = [replace(cls.world.editor, role=role) for role in roles]
        return [*super().cast(), *same]

    def fresh(self) -> str:
        """Propose an entry."""
        self.other = usable_entry(self.world, name="Brigade").id
        self.start = self.world.store.log.size()
        return proposed_entry(self.world, name=f"Front {self.start}").id

    @initialize(stage=st.sampled_from(["proposed", "approved", "suspended", "delisted"]))
    def it_has_come_some_way_already(self, stage: str) -> None:
        """Begin where most of the table is: two decisions by chance are rare."""
        world = self.world
        ways: dict[str, list[tuple[Decide, Actor]]] = {
            "proposed": [],
            "approved": [(register.approve, world.senior)],
            "suspended": [
                (register.approve, world.senior),
                (register.suspend, world.senior),
                (register.suspend, world.appeals_officer),
            ],
            "delisted": [(register.approve, world.senior), (register.delist, world.editor)],
        }
        for decide, actor in ways[stage]:
            self._said(decide)(self.id, actor)

    def record(self, identifier: str) -> Any:
        """Return the entry."""
        return self.world.store.register.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people decide, and that an appeal is admitted, or upheld."""
        decisions = {
            "approve": register.approve,
            "refuse": register.refuse,
            "suspend": register.suspend,
            "suspend, once more": register.suspend,
            "reinstate": register.reinstate,
            "delist": register.delist,
            "relist": register.relist,
        }
        tried = {name: self._said(decide) for name, decide in decisions.items()}
        return {**tried, "challenge": self._challenged, "merge": self._merged}

    def _said(self, decide: Decide) -> Try:
        return lambda each, who: decide(self.world.store, each, "why", actor=who, now=self.world.now)

    def _merged(self, identifier: str, actor: Actor) -> None:
        mergers.merge(self.world.store, identifier, self.other, "the same", actor=actor, now=self.world.now)

    def _challenged(self, identifier: str, actor: Actor) -> None:
        self.world.store.commit(register.challenge(self.world.store, identifier, actor=actor, now=self.world.now))

    def check(self, record: Any) -> None:
        """Prove that whoever decides is not who proposed, and that a suspension is two people's."""
        proposer, agreed, suspended = self.world.editor.user_id, None, False
        for decision in record.decisions:
            if decision.step == "relist":
                proposer = decision.user_id
            if decision.step in {"approve", "refuse", "merge"}:
                assert decision.user_id != proposer
            if decision.step == "suspend" or (decision.step == "reinstate" and suspended):
                assert agreed not in {None, decision.user_id}
            suspended = decision.step == "suspend" or (decision.step == "agree" and suspended)
            agreed = decision.user_id if decision.step == "agree" else None
        self._check_ground(record)

    def _check_ground(self, record: Any) -> None:
        try:
            register.require_usable(self.world.store, record.id, self.world.now)
        except GuardError:
            assert record.state not in register_entry.USABLE
        else:
            assert record.state in register_entry.USABLE


def test_whoever_tries_what_an_entry_is_a_ground_only_by_two_people(redis_client: redis.Redis, redis_url: str) -> None:
    taken = run(EntryMachine, redis_client, redis_url, examples=30)

    assert taken == {str(step) for step in register_entry.Step}
