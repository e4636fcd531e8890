"""Transparency reports at random: whoever tries what, two people of two roles stand behind what is published."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import redis

from hashdb.access import OPERATOR, Actor
from hashdb.lifecycles import report
from hashdb.records.report import ReportKind
from hashdb.roles import Role
from hashdb.services import reports
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.worlds.counts import sign

_OVER = datetime.fromisoformat("2027-01-10T09:00:00Z")
_ATTESTED = {report.State.APPROVED, report.State.PUBLISHED, report.State.CORRECTED}


class ReportMachine(LifecycleMachine):
    """One report after the other about the same half-year."""

    table, noun = report.LIFECYCLE, "report"
    folder: ClassVar[Path]

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return who tries: of each role that has a part two people of different members."""
        roles = (Role.REVIEWER, Role.SENIOR_REVIEWER, Role.AUDITOR)
        return [cls.world.actor(role) for role in roles for _ in range(2)] + [OPERATOR]

    def fresh(self) -> str:
        """Draft a report over a log that is signed; every other one two people have attested to."""
        self.world.now = max(self.world.now, _OVER)
        sign(self.world, self.folder)
        store, now, who = self.world.store, self.world.now, self.world.reviewer
        drafted = reports.draft(store, ReportKind.HALF_YEAR, date(2026, 7, 1), actor=who, now=now)
        if self.start % 2:
            reports.freeze(store, drafted.id, actor=who, now=now)
            reports.agree(store, drafted.id, actor=self.world.senior, now=now)
            reports.agree(store, drafted.id, actor=self.world.auditor, now=now)
        return drafted.id

    def record(self, identifier: str) -> Any:
        """Return the report."""
        return self.world.store.reports.get(identifier)

    def tries(self) -> Mapping[str, Try]:
        """Return what people can do about it."""
        store = self.world.store
        return {
            "freeze": lambda each, who: reports.freeze(store, each, actor=who, now=self.world.now),
            "thaw": lambda each, who: reports.thaw(store, each, actor=who, now=self.world.now),
            "agree": lambda each, who: reports.agree(store, each, actor=who, now=self.world.now),
            "agree as well": lambda each, who: reports.agree(store, each, actor=who, now=self.world.now),
            "agree too": lambda each, who: reports.agree(store, each, actor=who, now=self.world.now),
            "publish": lambda each, who: reports.publish(store, each, actor=who, now=self.world.now),
            "correct": lambda each, who: reports.correct(store, each, "a day was lost", actor=who, now=self.world.now),
        }

    def check(self, record: Any) -> None:
        """Prove that nobody attests twice, and that a report has figures exactly when it was frozen."""
        assert len({each.user_id for each in record.approvals}) == len(record.approvals)
        assert len({each.role for each in record.approvals}) == len(record.approvals)
        assert (len(record.approvals) == 2) == (record.state in _ATTESTED)
        assert bool(record.data) == bool(record.checkpoint) == (record.state is not report.State.DRAFT)


def test_two_people_of_two_roles_stand_behind_every_published_report(
    redis_client: redis.Redis, redis_url: str, tmp_path: Path
) -> None:
    ReportMachine.folder = tmp_path

    taken = run(ReportMachine, redis_client, redis_url, examples=24)

    assert taken == {"freeze", "thaw", "agree", "approve", "publish", "correct"}
