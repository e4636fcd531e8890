"""An appeal: anybody's word that the service, or a platform at its request, was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.lifecycles import appeal as lifecycle
from hashdb.records.signal import Decision
from hashdb.records.webhook import Priority


class AppealChannel(StrEnum):
    """How the appeal came."""

    PUBLIC_FORM = "public_form"
    PLATFORM_FORWARDED = "platform_forwarded"
    REGISTER_CHALLENGE = "register_challenge"
    MEMBER = "member"


class AppellantKind(StrEnum):
    """Who appeals."""

    CONTENT_PROVIDER = "content_provider"
    PLATFORM = "platform"
    THIRD_PARTY = "third_party"
    LISTED_ENTITY = "listed_entity"
    CIVIL_SOCIETY = "civil_society"


class AppealSubject(StrEnum):
    """What the appeal is about."""

    SIGNAL = "signal"
    TAKEDOWN_REQUEST = "takedown_request"
    REGISTER_ENTRY = "register_entry"
    INCIDENT_LABEL = "incident_label"
    MEMBER_SUSPENSION = "member_suspension"


class AppealGround(StrEnum):
    """What the appellant says went wrong."""

    NOT_TVEC = "not_tvec"
    EXEMPT_CONTEXT = "exempt_context"
    WRONG_ENTITY = "wrong_entity"
    NOT_DESIGNATED = "not_designated"
    FALSE_MATCH = "false_match"
    PROCEDURE = "procedure"
    OTHER = "other"


class RemedyKind(StrEnum):
    """What is done about an appeal that was upheld."""

    WITHDRAW_SIGNAL = "withdraw_signal"
    NEGATIVE_LIST = "negative_list"
    REINSTATE = "reinstate"
    SUSPEND_ENTRY = "suspend_entry"
    REINSTATE_ENTRY = "reinstate_entry"
    RESUME_SIGNAL = "resume_signal"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One thing to be done, ticked off by the act that does it."""

    kind: RemedyKind
    subject_id: str
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One appeal; of the appellant's code only the digest is kept, and contact, statement and answer are kept sealed.

    `subject_ref` is what the appellant wrote, `subject_id` what the officer who admitted it found that to be. While the
    appellant is asked, the clock stands still: `stopped_for` are the seconds it stood. `paused` says that its admission
    paused a signal, which a dismissal ends.
    """

    id: str
    code_digest: str
    channel: AppealChannel
    appellant_kind: AppellantKind
    contact: str | None = None
    subject_type: AppealSubject
    subject_ref: str | None = None
    subject_id: str | None = None
    file_digest: str | None = None
    grounds: tuple[AppealGround, ...]
    statement: str | None = None
    language: str
    priority: Priority = Priority.STANDARD
    member_id: str | None = None
    received_at: datetime
    decide_by: datetime | None = None
    due_at: datetime | None = None
    asked_at: datetime | None = None
    stopped_for: int = 0
    question: str | None = None
    answer: str | None = None
    decisions: tuple[Decision, ...] = ()
    proposed: str | None = None
    decision: str | None = None
    reasons: str | None = None
    remedies: tuple[Remedy, ...] = ()
    manifestly_unfounded: bool = False
    paused: bool = False
    decided_at: datetime | None = None
    referred_at: datetime | None = None
    closed_at: datetime | None = None
    contact_erased_at: datetime | None = None
    state: lifecycle.State = lifecycle.State.LODGED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Appeal":
        """Return the appeal after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    def forgotten(self, now: datetime) -> "Appeal":
        """Return the appeal without anything about or by the appellant; the decision and its reasons stay."""
        return replace(
            self,
            contact=None,
            subject_ref=None,
            file_digest=None,
            statement=None,
            question=None,
            answer=None,
            contact_erased_at=now,
            version=self.version + 1,
        )
