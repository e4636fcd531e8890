"""Alerts at random: raised once while they are open, handled by people whom the table names."""

from collections.abc import Mapping
from typing import Any

import redis

from hashdb.access import SYSTEM
from hashdb.lifecycles import alert
from hashdb.records.alert import AlertKind
from hashdb.services import alerts
from hashdb.store import lists
from tests.lifecycles.machine import LifecycleMachine, Try, run


class AlertMachine(LifecycleMachine):
    """One alert, which may be raised again and again."""

    table, noun = alert.LIFECYCLE, "alert"

    def fresh(self) -> str:
        """Raise an alert about a subject of its own."""
        self.subject = f"case {self.start}"
        self._raise()
        return self.world.store.alerts.page(lists.ALERTS, after=None, limit=1_000).items[-1].id

    def record(self, identifier: str) -> Any:
        """Return the alert."""
        return self.world.store.alerts.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it, and that its cause comes and goes."""
        store = self.world.store
        return {
            "handle": lambda each, who: alerts.handle(store, each, "looked after", actor=who, now=self.world.now),
            "raise again": lambda _each, _who: self._raise(),
        }

    def check(self, record: Any) -> None:
        """Prove that at most one alert about the subject is open."""
        everything = self.world.store.alerts.all_of(lists.ALERTS_OPEN)
        assert sum(each.subject_id == self.subject for each in everything) <= 1
        assert (record.handled_by is None) == (record.state is alert.State.OPEN)

    def _raise(self) -> None:
        alerts.raise_now(self.world.store, AlertKind.CRISIS, "incident", self.subject, now=self.world.now)


def test_whoever_tries_what_an_alert_is_handled_once_by_somebody_who_may(
    redis_client: redis.Redis, redis_url: str
) -> None:
    taken = run(AlertMachine, redis_client, redis_url)

    assert taken == {"handle"}
    assert SYSTEM.role in alert.LIFECYCLE.roles(alert.State.OPEN, alert.Step.SETTLE)
