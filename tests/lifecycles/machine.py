"""The life of one kind of record at random: whoever tries whatever, table, record and log agree.

A subclass names its table, makes a fresh case, and says what people can try; `run` does the rest. After everything that
was tried, a refusal has changed nothing, and what was done is one entry, of a step that the table holds for the actor's
role, and leaves the record where the table says. The members, people and the store are made once; cases are fresh.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import redis
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hashdb.access import OPERATOR, PUBLIC, Actor
from hashdb.errors import HashdbError
from hashdb.lifecycles.table import Lifecycle
from hashdb.records.member import ROLES_OF
from hashdb.roles import Role
from hashdb.sealing import Sealer
from hashdb.services import upkeep
from hashdb.store import Database, Store
from tests.services.world import World

Try = Callable[[str, Actor], object]
_HOURS = (1, 5, 25, 24 * 8, 24 * 31)


class LifecycleMachine(RuleBasedStateMachine):
    """One case after the other in a world that stays."""

    table: ClassVar[Lifecycle[Any, Any]]
    # How the log calls the kind: the word before the dot of its actions.
    noun: ClassVar[str]
    world: ClassVar[World]
    people: ClassVar[list[Actor]]
    # What chance rarely comes to, told in lines such as `appeals_officer 2: uphold`: each of them must succeed.
    stories: ClassVar[Sequence[Sequence[str]]] = ()
    # The steps that were taken in all examples together.
    seen: ClassVar[set[str]]

    def fresh(self) -> str:
        """Make a case and return the id of its record."""
        raise NotImplementedError

    def tries(self) -> Mapping[str, Try]:
        """Return what can be tried: each takes the record's id and who tries it."""
        raise NotImplementedError

    def record(self, identifier: str) -> Any:
        """Return the record (or the part of it) that has the state."""
        raise NotImplementedError

    def check(self, record: Any) -> None:
        """Say what else must always hold of the record, such as that its approvals are different people's."""

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return who tries: of every role of the table two people of different members, and one of the first's."""
        roles = {role for given in cls.table.by.values() for role in given} & set(Role) - {Role.PUBLIC}
        held = [role for role in Role if role in roles and any(role in each for each in ROLES_OF.values())]
        return [actor for role in held for actor in cls.three(role)] + [OPERATOR, PUBLIC]

    @classmethod
    def three(cls, role: Role) -> list[Actor]:
        """Return two people of different members with the role, and another of the first one's member."""
        first, second = cls.world.actor(role), cls.world.actor(role)
        return [first, second, cls.world.actor(role, cls.world.store.members.get(first.member_id))]

    def __init__(self) -> None:
        super().__init__()
        self.start = self.world.store.log.size()
        self.id = self.fresh()

    @rule(data=st.data())
    def somebody_tries_something(self, data: st.DataObject) -> None:
        tries = self.tries()
        name = data.draw(st.sampled_from(sorted(tries)))
        actor = data.draw(st.sampled_from(self.people))
        self.attempt(tries[name], actor)

    @rule(data=st.data())
    def somebody_tries_what_their_role_may(self, data: st.DataObject) -> None:
        """Try as one of those whose role can take a next step: most people can do nothing most of the time."""
        state = self.record(self.id).state
        roles = {role for step in self.table.steps_from(state) for role in self.table.roles(state, step)}
        able = [each for each in self.people if each.role in roles] or self.people
        tries = self.tries()
        self.attempt(tries[data.draw(st.sampled_from(sorted(tries)))], data.draw(st.sampled_from(able)))

    @rule(hours=st.sampled_from(_HOURS))
    def time_passes_and_is_noticed(self, hours: int) -> None:
        self.world.later(hours=hours)
        upkeep.sweep(self.world.store, now=self.world.now)

    @rule(hours=st.sampled_from(_HOURS))
    def time_passes(self, hours: int) -> None:
        self.world.later(hours=hours)

    def attempt(self, act: Try, actor: Actor) -> None:
        """Let somebody try something, and prove that it left one entry, or nothing."""
        before, size = self.record(self.id), self.world.store.log.size()
        try:
            act(self.id, actor)
        except HashdbError:
            assert self.record(self.id) == before
            assert self.world.store.log.size() == size
            return
        own = [each for each in self._entries(size) if each["action"].startswith(f"{self.noun}.")]
        steps = [each for each in own if self._is_step(each)]
        for each in steps:
            step = each["action"].partition(".")[2]
            allowed = {str(role) for role in self.table.roles(self._state(each["from_state"]), self._step(step))}
            assert each["actor_role"] in allowed
        if self.record(self.id).state != before.state:
            assert len(steps) >= 1
            assert steps[0]["from_state"] == before.state

    def play(self, line: str) -> None:
        """Have somebody of a role do something, or hours pass, and prove what must always hold."""
        who, _, what = line.partition(": ")
        size = self.world.store.log.size()
        if who == "later":
            self.time_passes_and_is_noticed(int(what))
        else:
            role, _, place = who.partition(" ")
            self.attempt(self.tries()[what], [each for each in self.people if each.role == role][int(place or 1) - 1])
        assert self.world.store.log.size() > size, line
        self.the_log_tells_every_step_and_the_table_holds_it()
        self.whatever_else_must_hold_holds()

    @invariant()
    def the_log_tells_every_step_and_the_table_holds_it(self) -> None:
        state: str | None = None
        for entry in self._entries(self.start):
            if not entry["action"].startswith(f"{self.noun}."):
                continue
            if self._is_step(entry):
                word = entry["action"].partition(".")[2]
                was, step = self._state(entry["from_state"]), self._step(word)
                assert self.table.transitions[was, step] == entry["to_state"]
                self.seen.add(word)
            assert state is None or entry["from_state"] in {None, state}
            state = entry["to_state"] or state
        assert state is None or self.record(self.id).state == state

    @invariant()
    def whatever_else_must_hold_holds(self) -> None:
        self.check(self.record(self.id))

    def _entries(self, after: int) -> list[dict[str, Any]]:
        found = (each.fields() for each in self.world.store.log.everything(after))
        return [each for each in found if each["object_id"] == self.id]

    def _is_step(self, entry: Mapping[str, Any]) -> bool:
        word = entry["action"].partition(".")[2]
        return entry["from_state"] is not None and word in {str(step) for _, step in self.table.transitions}

    def _state(self, text: str) -> Any:
        return next(state for state, _ in self.table.transitions if state == text)

    def _step(self, text: str) -> Any:
        return next(step for _, step in self.table.transitions if step == text)


def run(
    machine: type[LifecycleMachine],
    redis_client: redis.Redis,
    redis_url: str,
    *,
    examples: int = 20,
    steps: int = 25,
) -> set[str]:
    """Run the machine on the test's server, and return the steps that were taken by somebody at some time."""
    redis_client.ping()
    world = World(Store(Database.at(redis_url), Sealer(Fernet.generate_key())))
    ready: type[LifecycleMachine] = type(f"{machine.__name__}Here", (machine,), {"world": world, "seen": set()})
    ready.people = list(ready.cast())
    for story in ready.stories:
        told = ready()
        for line in story:
            told.play(line)
    run_state_machine_as_test(
        ready,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return ready.seen
