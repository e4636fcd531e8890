"""Changes of roles at random: never one person's, never the concerned person's, and carried out once."""

from collections.abc import Mapping
from typing import Any

import redis

from hashdb.access import OPERATOR
from hashdb.lifecycles import role_change
from hashdb.records.account import Direction
from hashdb.records.member import Kind
from hashdb.roles import Role
from hashdb.services import members, role_changes
from tests.lifecycles.machine import LifecycleMachine, Try, run


class RoleChangeMachine(LifecycleMachine):
    """One change after the other, each about somebody new."""

    table, noun = role_change.LIFECYCLE, "role_change"

    def fresh(self) -> str:
        """Propose a role for a person of a new organisation."""
        store, now = self.world.store, self.world.now
        member = self.world.member(Kind.CIVIL_SOCIETY)
        address = f"person{self.start}@{member.id}.example"
        self.person = members.create_user(store, member.id, "Noor", address, actor=OPERATOR, now=now)
        proposer = next(each for each in self.people if each.role == Role.ADMIN)
        change = role_changes.propose(
            store, self.person.id, Role.REVIEWER, Direction.GIVE, "needed", actor=proposer, now=now
        )
        return change.id

    def record(self, identifier: str) -> Any:
        """Return the change."""
        return self.world.store.role_changes.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it."""
        store = self.world.store
        return {
            "grant": lambda each, who: role_changes.grant(store, each, actor=who, now=self.world.now),
            "refuse": lambda each, who: role_changes.refuse(store, each, actor=who, now=self.world.now),
        }

    def check(self, record: Any) -> None:
        """Prove that the role is held if and only if two others than the person have agreed."""
        roles = self.world.store.users.get(self.person.id).roles
        assert roles == ((Role.REVIEWER,) if record.state is role_change.State.GRANTED else ())
        if record.state is role_change.State.GRANTED:
            assert len({record.proposed_by, record.decided_by, record.user_id}) == 3


def test_whoever_tries_what_a_role_changes_by_two_or_not_at_all(redis_client: redis.Redis, redis_url: str) -> None:
    taken = run(RoleChangeMachine, redis_client, redis_url)

    assert taken == {"grant", "refuse", "lapse"}
