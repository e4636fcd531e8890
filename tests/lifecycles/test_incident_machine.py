"""Incidents at random: never active without two people of two offices and organisations, never longer than a week."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize

from hashdb.lifecycles import incident
from hashdb.records.incident import Incident
from hashdb.roles import Role
from hashdb.services import incidents
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.world import World
from tests.services.worlds.incidents import MET, active_incident, proposed, reported

_WEEK = timedelta(days=7)


class IncidentMachine(LifecycleMachine):
    """One incident: of which somebody has just learnt, that is proposed, or active already."""

    table, noun = incident.LIFECYCLE, "incident"
    stories = (
        ("reviewer: propose", "incident_commander: dismiss"),
        (
            "reviewer: propose",
            "incident_commander: agree",
            "senior_reviewer: agree",
            "incident_commander: extend",
            "senior_reviewer: extend",
            "incident_commander: conclude",
            "senior_reviewer: debrief",
            "later: 1600",
        ),
    )

    def fresh(self) -> str:
        """Report an incident."""
        return reported(self.world).id

    @initialize(begin=st.sampled_from((reported, proposed, active_incident, active_incident)))
    def an_incident_at_some_stage(self, begin: Callable[[World], Incident]) -> None:
        self.start = self.world.store.log.size()
        self.id = begin(self.world).id

    def record(self, identifier: str) -> Any:
        """Return the incident."""
        return self.world.store.incidents.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it."""
        store, now = self.world.store, self.world.now
        return {
            "propose": lambda each, who: incidents.propose(store, each, MET, actor=who, now=now),
            "agree": lambda each, who: incidents.agree(store, each, actor=who, now=now),
            "extend": lambda each, who: incidents.extend(store, each, actor=who, now=now),
            "conclude": lambda each, who: incidents.conclude(store, each, actor=who, now=now),
            "dismiss": lambda each, who: incidents.dismiss(store, each, "no cause", actor=who, now=now),
            "debrief": lambda each, who: incidents.debrief(store, each, "what we learnt", actor=who, now=now),
        }

    def check(self, record: Incident) -> None:
        """Prove that two people stand behind whatever is active, neither of them the proposer."""
        pairs = [record.activated_by] if record.activated_by else []
        for pair in [*pairs, *(each.approvals for each in record.extensions)]:
            assert {each.role for each in pair} == {Role.INCIDENT_COMMANDER, Role.SENIOR_REVIEWER}
            assert len({each.user_id for each in pair} | {getattr(record.proposed_by, "user_id", "")}) == len(pair) + 1
            assert len({each.group_id for each in pair}) == len(pair)
        assert (record.activated_at is not None) == bool(record.activated_by)
        if record.activated_at is not None:
            assert not record.is_active(record.activated_at + _WEEK)


def test_whoever_tries_what_a_crisis_takes_two_offices_and_ends_by_itself(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(IncidentMachine, redis_client, redis_url, examples=25)

    assert taken == {str(step) for step in incident.Step}
