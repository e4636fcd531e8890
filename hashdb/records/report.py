"""Transparency reports: computed once from a closed period, bound to a checkpoint of the log, never changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hashdb.lifecycles import report as lifecycle
from hashdb.records.approval import Approval


class ReportKind(StrEnum):
    """For whom and for how long."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    TCO_YEAR = "tco_year"
    DSA = "dsa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report about the days from `start` to before `end`; `data` is JSON, `checkpoint` the log's signed note."""

    id: str
    kind: ReportKind
    start: date
    end: date
    drafted_by: str
    created_at: datetime
    data: str = ""
    checkpoint: str = ""
    frozen_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()
    published_at: datetime | None = None
    corrects: str | None = None
    corrected_by: str | None = None
    correction_reason: str | None = None
    state: lifecycle.State = lifecycle.State.DRAFT
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Report":
        """Return the report after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)
