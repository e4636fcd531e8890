"""Alerts: what people of the service must look at, each open once."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import alert as lifecycle


class Severity(StrEnum):
    """How bad it is."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AlertKind(StrEnum):
    """What somebody must look at."""

    BENIGN_HIT = "benign_hit"
    MATCH_CAP = "match_cap"
    FEED_LATE = "feed_late"
    REPUTATION = "reputation"
    DISPUTE_OVERDUE = "dispute_overdue"
    CLARIFICATION_OVERDUE = "clarification_overdue"
    SCRUTINY_OVERDUE = "scrutiny_overdue"
    UNDELIVERED = "undelivered"
    PHONE = "phone"
    MAIL_FAILED = "mail_failed"
    CONTACT_UNVERIFIED = "contact_unverified"
    APPEAL_OVERDUE = "appeal_overdue"
    REMEDY_FAILED = "remedy_failed"
    REMEDY_DUE = "remedy_due"
    CRISIS = "crisis"
    DEBRIEF_OVERDUE = "debrief_overdue"
    IMPORT_REFUSED = "import_refused"
    VANISHED = "vanished"
    DELISTING = "delisting"
    SELF_CHECK = "self_check"
    WITNESS = "witness"
    OVERDUE = "overdue"
    POSTPONED = "postponed"
    SURGE = "surge"
    THREAT_TO_LIFE = "threat_to_life"
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One matter for people; who handled it stands in `handled_by`, None if its cause went away.

    `disclosed` says that law enforcement was told, which reports count.
    """

    id: str
    kind: AlertKind
    subject_type: str
    subject_id: str
    severity: Severity = Severity.WARNING
    raised_at: datetime
    due_at: datetime | None = None
    handled_by: str | None = None
    handled_at: datetime | None = None
    note: str | None = None
    disclosed: bool = False
    state: lifecycle.State = lifecycle.State.OPEN
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Alert":
        """Return the alert after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)
