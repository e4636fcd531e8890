"""Deliveries at random: whatever receivers answer and people replay, table, log and record agree."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import redis

from hashdb import audit
from hashdb.access import OPERATOR, SYSTEM, Actor
from hashdb.lifecycles import delivery
from hashdb.lifecycles.endpoint import State as EndpointState
from hashdb.records.webhook import LADDER, SCHEDULE, Attempt, Channel, Endpoint, EventType, Priority
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints, notices
from hashdb.services.sending import OPEN, Told
from hashdb.store import Debt, Kind, lists
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.contacts import proved
from tests.services.endpoints import receiving


class DeliveryMachine(LifecycleMachine):
    """One webhook to platform gamma, whatever it answers."""

    table, noun, channel = delivery.LIFECYCLE, "delivery", Channel.WEBHOOK
    endpoint: ClassVar[Endpoint]

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return two webmasters of gamma, a stranger, and whoever has the command line."""
        own = cls.world.actor(Role.PLATFORM_ADMIN, cls.world.gamma)
        cls.endpoint = receiving(cls.world)
        proved(cls.world)
        return [cls.world.webmaster, own, cls.world.actor(Role.PLATFORM_ADMIN, cls.world.beta), OPERATOR]

    def fresh(self) -> str:
        """Announce something of its own."""
        self._in_use()
        store, now, subject = self.world.store, self.world.now, f"tdr_{self.start}"
        told = Told(subject_id=subject, priority=Priority.URGENT)
        announced = notices.announce(store, self.world.gamma.id, EventType.TAKEDOWN_REQUESTED, told, now=now)
        store.commit(audit.entry(SYSTEM, "test", now, object_type="test", object_id=subject), announced)
        everything = store.deliveries.all_of(lists.deliveries_about(subject))
        return next(each.id for each in everything if each.channel is self.channel)

    def record(self, identifier: str) -> Any:
        """Return the delivery."""
        return self.world.store.deliveries.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what receivers answer, and what people do."""
        answers = {f"answered {status}": self._answered(status) for status in (204, 410, 500, None)}
        return {**answers, "never answered": self._never_answered, "replayed": self._replayed}

    def check(self, record: Any) -> None:
        """Prove that what is open is owed, and nothing else."""
        owed = self.world.store.ledger.is_owed(Debt(kind=Kind.DELIVER, subject_id=record.id))
        assert owed == (record.state in OPEN)
        assert (record.delivered_at is not None) == (record.state is delivery.State.DELIVERED)

    def _answered(self, status: int | None) -> Try:
        attempt = Attempt(started_at=self.world.now, status_code=status, duration_ms=1)
        return lambda each, _who: deliveries.conclude(self.world.store, each, attempt, now=self.world.now)

    def _never_answered(self, identifier: str, who: Actor) -> None:
        for _ in SCHEDULE[Priority.URGENT]:
            self._answered(503)(identifier, who)

    def _replayed(self, identifier: str, who: Actor) -> None:
        deliveries.replay(self.world.store, identifier, actor=who, now=self.world.now)

    def _in_use(self) -> None:
        """Take the endpoint back into use, if earlier answers have disabled it."""
        store, webmaster, now = self.world.store, self.world.webmaster, self.world.now
        if store.endpoints.get(self.endpoint.id).state is EndpointState.DISABLED:
            enabled = endpoints.enable(store, self.endpoint.id, actor=webmaster, now=now)
            endpoints.verify(store, enabled.id, store.sealer.open(enabled.challenge), actor=webmaster, now=now)


class NoticeMachine(DeliveryMachine):
    """One notice to platform gamma, which climbs until somebody takes notice."""

    channel = Channel.PORTAL

    def tries(self) -> Mapping[str, Try]:
        """Return that its time comes, that it is read, and what people cannot do about it."""
        store = self.world.store
        return {
            "climbed": lambda each, _who: notices.climb(store, each, now=self.world.now),
            "read": lambda each, _who: self._read(each),
            "replayed": self._replayed,
        }

    def check(self, record: Any) -> None:
        """Prove that a notice is owed its next rung, as long as there is one."""
        owed = self.world.store.ledger.is_owed(Debt(kind=Kind.CLIMB, subject_id=record.id))
        assert owed == (record.state in OPEN and record.next_attempt_at is not None)
        assert record.rung <= len(LADDER[record.priority])
        tasks = self.world.store.deliveries.all_of(lists.of_member("notices", record.member_id))
        assert (record.id in {each.id for each in tasks}) == (record.state in OPEN)

    def _read(self, identifier: str) -> None:
        settled = notices.settle(
            self.world.store, self.record(identifier).subject_id, EventType.TAKEDOWN_REQUESTED, self.world.now
        )
        if settled.entries:
            self.world.store.commit(settled)


def test_whatever_receivers_answer_and_people_replay_a_delivery_is_owed_exactly_while_it_is_open(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(DeliveryMachine, redis_client, redis_url)

    assert taken == {"succeed", "retry", "find_gone", "exhaust", "replay"}


def test_a_notice_climbs_to_its_end_or_is_read(redis_client: redis.Redis, redis_url: str) -> None:
    taken = run(NoticeMachine, redis_client, redis_url, examples=10)

    assert taken == {"escalate", "succeed"}
