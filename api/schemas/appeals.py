"""Answers about appeals: to the appellant, and to those who decide or check."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from hashdb.lifecycles import appeal as appeal_life
from hashdb.records.appeal import AppealChannel, AppealGround, AppealSubject, AppellantKind, RemedyKind
from hashdb.records.webhook import Priority


class Remedy(BaseModel):
    """One thing that an upheld appeal brings about; `done_at` once it has."""

    kind: RemedyKind
    done_at: datetime | None


class AppealStatus(BaseModel):
    """How an appeal stands, as its appellant sees it."""

    id: str
    state: Inlined[appeal_life.State]
    received_at: datetime
    decide_by: datetime | None
    question: str | None
    decision: str | None
    reasons: str | None
    decided_at: datetime | None
    remedies: list[Remedy]
    refer_by: datetime | None


class LodgedAppeal(AppealStatus):
    """A new appeal; the code opens its status, and is shown this once."""

    code: str
    status_url: str


class AppealDecision(BaseModel):
    """Who took which step of an appeal, and when."""

    user_id: str
    member_id: str
    step: str
    note: str | None
    decided_at: datetime


class Appeal(AppealStatus):
    """An appeal in full; what the appellant wrote, and who they are, is the officers' alone to read."""

    channel: AppealChannel
    appellant_kind: AppellantKind
    subject_type: AppealSubject
    subject_id: str | None
    subject_ref: str | None
    file_digest: str | None
    candidates: list[str]
    grounds: list[AppealGround]
    statement: str | None
    answer: str | None
    language: str
    has_contact: bool
    priority: Priority
    due_at: datetime | None
    stopped_for: int
    proposed: str | None
    manifestly_unfounded: bool
    closed_at: datetime | None
    decisions: list[AppealDecision]
