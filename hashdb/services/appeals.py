"""Appeals as the appellant meets them: lodged without an account, looked up, answered and referred with a code.

The code is shown once and only its digest is kept. Nothing is looked up when an appeal is lodged: the answer is the
same whether the service knows what it is about or not. What officers do is in `triage` and `rulings`.
"""

import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from hashdb import audit
from hashdb.access import PUBLIC, SYSTEM, Actor
from hashdb.addresses import is_mailbox
from hashdb.errors import FieldProblem, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.appeal import BY_CLOCK, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import Appeal, AppealChannel, AppealGround, AppealSubject, AppellantKind
from hashdb.records.policy import Policy
from hashdb.records.webhook import Priority
from hashdb.services import alerts, mails, steps
from hashdb.store import Debt, Kind, Page, Store, Write, keyspace, lists

REMEDIED_WITHIN = timedelta(hours=24)
_CODE_BYTES = 13
_CODE_LENGTH = 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NO_DIGEST, _NOBODY = "0" * 64, "nobody@nowhere"
_UPHELD = frozenset({State.UPHELD, State.PARTLY_UPHELD})
# Who may speak of a context that exempts the content, and is heard within days: journalists, witnesses, those for them.
_IN_PUBLIC_INTEREST = frozenset(
    {AppellantKind.CONTENT_PROVIDER, AppellantKind.THIRD_PARTY, AppellantKind.CIVIL_SOCIETY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What an appellant writes; `file_digest` is the SHA-256 of a file that never leaves their machine."""

    appellant_kind: AppellantKind
    subject_type: AppealSubject
    subject_ref: str | None = None
    file_digest: str | None = None
    grounds: tuple[AppealGround, ...]
    statement: str
    language: str
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodged:
    """A new appeal with its code, which is shown once."""

    appeal: Appeal
    code: str


def lodge(store: Store, complaint: Complaint, *, actor: Actor = PUBLIC, now: datetime) -> Lodged:
    """Take an appeal in; anybody may lodge one, about anything, at any time."""
    require_sound(complaint)
    policy = store.policy()
    code = b32encode(secrets.token_bytes(_CODE_BYTES)).decode()[:_CODE_LENGTH]
    seal = store.sealer.seal
    appeal = Appeal(
        id=new_id("apl", now),
        code_digest=_digest(code),
        channel=_channel(complaint),
        appellant_kind=complaint.appellant_kind,
        contact=seal(complaint.contact) if complaint.contact else None,
        subject_type=complaint.subject_type,
        subject_ref=seal(complaint.subject_ref) if complaint.subject_ref else None,
        file_digest=seal(complaint.file_digest.lower()) if complaint.file_digest else None,
        grounds=complaint.grounds,
        statement=seal(complaint.statement),
        language=complaint.language,
        priority=Priority.URGENT if _is_urgent(complaint) else Priority.STANDARD,
        received_at=now,
        decide_by=now + _time_to_decide(complaint, policy),
        due_at=now + timedelta(seconds=policy.triage_within),
    )
    begun = steps.begun(store, store.appeals, appeal, "lodge", actor=actor, now=now)
    known = store.record_as(appeal.id, keyspace.APPEAL_CODES, appeal.code_digest)
    store.commit(begun, known, mailed(store, appeal, "appeal.received", now))
    return Lodged(appeal=appeal, code=code)


def require_sound(complaint: Complaint) -> None:
    """Raise InvalidInputError for a complaint that nobody could look into."""
    once = 0 < len(complaint.grounds) == len(set(complaint.grounds))
    digest = (complaint.file_digest or _NO_DIGEST).lower()
    rules = (
        (once, "grounds", "must name at least one ground, and each once"),
        (complaint.statement.strip(), "statement", "must say what went wrong"),
        (complaint.subject_ref or complaint.file_digest, "subject_ref", "or file_digest must say what this is about"),
        (_DIGEST.fullmatch(digest), "file_digest", "must be a SHA-256 of 64 hexadecimal digits"),
        (is_mailbox(complaint.contact or _NOBODY), "contact", "must be one e-mail address"),
    )
    problems = [FieldProblem(field, rule) for holds, field, rule in rules if not holds]
    if problems:
        raise InvalidInputError(*problems)


def status(store: Store, code: str) -> Appeal:
    """Return the appeal that a code belongs to; who has the code need not say who they are."""
    digest = _digest("".join(code.split()).replace("-", "").upper())
    identifier = store.recorded(keyspace.APPEAL_CODES, digest)
    appeal = None if identifier is None else store.appeals.find(identifier)
    if appeal is None or not hmac.compare_digest(appeal.code_digest, digest):
        raise NotFoundError("no complaint has this code")
    return appeal


def answer(store: Store, code: str, text: str, *, actor: Actor = PUBLIC, now: datetime) -> Appeal:
    """Answer the officer's question; the clock, which stood still, goes on."""
    before = status(store, code)
    said = text if before.answer is None else f"{store.sealer.open(before.answer)}\n\n{text}"
    # What is said after an erasure is there to be forgotten again.
    after = replace(resumed(before, Step.ANSWER, now), answer=store.sealer.seal(said), contact_erased_at=None)
    return steps.take(store, store.appeals, before, after, Step.ANSWER, actor=actor, now=now)


def refer(store: Store, code: str, *, actor: Actor = PUBLIC, now: datetime) -> Appeal:
    """Take a decision to a body outside the service, as long as that is open."""
    before = status(store, code)
    due = now + timedelta(seconds=store.policy().external_review_within)
    after = replace(before.advance(Step.REFER), referred_at=now, due_at=due)
    if now > refer_by(before, store.policy()):
        raise GuardError("the time to take this to an outside body is over")
    return steps.take(store, store.appeals, before, after, Step.REFER, actor=actor, now=now)


def refer_by(appeal: Appeal, policy: Policy) -> datetime:
    """Return until when a decision can be taken to an outside body."""
    return (appeal.decided_at or appeal.received_at) + timedelta(seconds=policy.external_review_within)


def page(store: Store, *, after: str | None, limit: int) -> Page[Appeal]:
    """Return appeals in the order in which they came."""
    return store.appeals.page(lists.APPEALS, after=after, limit=limit)


def resumed(appeal: Appeal, step: Step, now: datetime) -> Appeal:
    """Return an appeal for which nobody is waited for any more: by as much as it waited, its decision is due later."""
    waited = now - (appeal.asked_at or now)
    decide_by = (appeal.decide_by or now) + waited
    stopped = appeal.stopped_for + int(waited.total_seconds())
    return replace(appeal.advance(step), asked_at=None, stopped_for=stopped, decide_by=decide_by, due_at=decide_by)


def act(store: Store, appeal: Appeal, now: datetime) -> None:
    """Do what the clock does to an appeal; it decides none, it only makes people look."""
    if appeal.due_at is None or now < appeal.due_at:
        return
    step = BY_CLOCK.get(appeal.state)
    if step is None:
        _overdue(store, appeal, now)
        return
    if step is Step.LAPSE:
        after = resumed(appeal, step, now)
    else:
        after = replace(appeal.advance(step), due_at=None, closed_at=now)
    steps.take(store, store.appeals, appeal, after, step, actor=SYSTEM, now=now)


def mailed(store: Store, appeal: Appeal, template: str, now: datetime, due_at: datetime | None = None) -> Write:
    """Owe the appellant a mail, if they left an address."""
    if appeal.contact is None:
        return Write()
    facts: Mapping[str, object] = {"id": appeal.id, "due_at": f"{due_at or appeal.decide_by or now:%Y-%m-%d %H:%M} UTC"}
    return mails.mail(store, store.sealer.open(appeal.contact), template, facts, subject_id=appeal.id, now=now)


def _overdue(store: Store, appeal: Appeal, now: datetime) -> None:
    """Have people look at what was not looked at, decided or remedied in time."""
    upheld = appeal.state in _UPHELD
    later = now + REMEDIED_WITHIN if upheld else appeal.decide_by
    after = replace(appeal, due_at=later if later and later > now else None, version=appeal.version + 1)
    noted = audit.entry(SYSTEM, "appeal.overdue", now, before=appeal, after=after)
    kind = AlertKind.REMEDY_FAILED if upheld else AlertKind.APPEAL_OVERDUE
    raised = alerts.raised(store, kind, "appeal", appeal.id, due_at=appeal.decide_by, now=now)
    again = store.ledger.owe(Debt(kind=Kind.REMEDY, subject_id=appeal.id), now) if upheld else Write()
    store.commit(noted, store.appeals.put(after, appeal), raised, again)


def _channel(complaint: Complaint) -> AppealChannel:
    if complaint.subject_type is AppealSubject.REGISTER_ENTRY:
        return AppealChannel.REGISTER_CHALLENGE
    if complaint.subject_type is AppealSubject.MEMBER_SUSPENSION:
        return AppealChannel.MEMBER
    is_platform = complaint.appellant_kind is AppellantKind.PLATFORM
    return AppealChannel.PLATFORM_FORWARDED if is_platform else AppealChannel.PUBLIC_FORM


def _is_urgent(complaint: Complaint) -> bool:
    exempt = AppealGround.EXEMPT_CONTEXT in complaint.grounds and complaint.appellant_kind in _IN_PUBLIC_INTEREST
    return exempt or complaint.subject_type is AppealSubject.INCIDENT_LABEL


def _time_to_decide(complaint: Complaint, policy: Policy) -> timedelta:
    if complaint.subject_type is AppealSubject.REGISTER_ENTRY:
        return timedelta(seconds=policy.challenge_within)
    return timedelta(seconds=policy.crisis_appeal_within if _is_urgent(complaint) else policy.appeal_within)


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
