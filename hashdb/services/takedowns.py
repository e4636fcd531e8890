"""Takedown requests: drafted by one person about confirmed matches, approved by another.

How they reach the platform is in `inbox`, what it answers in `responses`, how they are taken back in `withdrawals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import (
    DuplicateError,
    FieldProblem,
    GuardError,
    InvalidInputError,
    NotFoundError,
    StaleRecordError,
)
from hashdb.ids import new_id
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles.takedown import Step
from hashdb.records.match import Match
from hashdb.records.takedown import (
    ExemptionAssessment,
    LegalBasis,
    RequestedAction,
    RequestItem,
    TakedownRequest,
)
from hashdb.records.webhook import Priority
from hashdb.services import clocks, requests
from hashdb.store import Debt, Kind, Store, Write, keyspace

SHORTEST_REASONS = 80
_PROMOTIONAL_TIER = 4


class Verdict(StrEnum):
    """What the second person can decide about a request."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reviewer writes."""

    match_ids: tuple[str, ...]
    legal_basis: LegalBasis
    requested_action: RequestedAction
    priority: Priority
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment
    territorial_scope: tuple[str, ...] = ()
    extra_location: str | None = None


def create(store: Store, draft: Draft, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Draft a request to one platform about confirmed matches there; nothing is asked for twice."""
    found = [store.matches.get(each) for each in dict.fromkeys(draft.match_ids)]
    platform = _one_platform(found)
    if len(draft.statement_of_reasons.strip()) < SHORTEST_REASONS:
        rule = f"must have at least {SHORTEST_REASONS} characters"
        raise InvalidInputError(FieldProblem("statement_of_reasons", rule))
    request = clocks.drafted(_request(store, draft, found, platform, actor, now), store.policy(), now)
    access.require_outsider(actor, requests.concerned_groups(store, request))
    live = requests.require_live(store, request, now)
    requested = [_requested(store, match, request.id, actor, now) for match in found]
    once = [store.unique(keyspace.REQUEST_OPEN, *requests.subject(request, item)) for item in request.items]
    entry = audit.entry(actor, "takedown.draft", now, after=request, member_id=platform)
    try:
        store.commit(entry, store.takedowns.put(request), live, *requested, *once)
    except StaleRecordError as error:
        raise DuplicateError("a request about this content is open already, or what it rests on has changed") from error
    return request


def submit(store: Store, request_id: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Hand a draft to a second person; refused while any context exempts the content."""
    before = store.takedowns.get(request_id)
    _require_drafter(actor, before)
    exempting = before.exemption_assessment.exempting()
    if exempting:
        raise GuardError(f"the content is exempt ({', '.join(exempting)}); discard the draft")
    return requests.save(store, before, clocks.submitted(before, store.policy(), now), Step.SUBMIT, actor, now)


def review(
    store: Store, request_id: str, verdict: Verdict, *, note: str | None = None, actor: Actor, now: datetime
) -> TakedownRequest:
    """Decide as the second person; an approved request is owed to the platform from that moment on."""
    before = store.takedowns.get(request_id)
    step = Step(verdict.value)
    decided = before.advance(step)
    access.require_outsider(actor, requests.concerned_groups(store, before))
    access.require_another_person(actor, _concerned(store, before))
    if step is not Step.APPROVE and not note:
        raise InvalidInputError(FieldProblem("note", f"is needed to {verdict}"))
    decision = requests.decision(step, note, actor, now)
    after = replace(decided, decisions=(*before.decisions, decision), due_at=None)
    if step is Step.RETURN:
        after = clocks.drafted(after, store.policy(), now)
    follow = _after_review(store, after, step, actor, now)
    return requests.save(store, before, after, step, actor, now, follow, note=note)


def _request(
    store: Store, draft: Draft, found: Sequence[Match], platform: str, actor: Actor, now: datetime
) -> TakedownRequest:
    signals = [store.signals.get(match.signal_id) for match in found]
    claim = signals[0].claim
    return TakedownRequest(
        id=new_id("tdr", now),
        member_id=platform,
        legal_basis=draft.legal_basis,
        requested_action=draft.requested_action,
        priority=draft.priority,
        tier=max(signal.claim.tier for signal in signals),
        material_types=claim.material_types,
        ground=claim.ground,
        statement_of_reasons=draft.statement_of_reasons,
        exemption_assessment=draft.exemption_assessment,
        territorial_scope=draft.territorial_scope,
        items=tuple(_item(match, draft.extra_location, now) for match in found),
        drafted_by=access.require_person(actor),
        drafter_member_id=actor.member_id,
        created_at=now,
    )


def _item(match: Match, extra_location: str | None, now: datetime) -> RequestItem:
    return RequestItem(
        id=new_id("itm", now),
        match_id=match.id,
        signal_id=match.signal_id,
        content_ref=match.content_ref,
        url=match.content_url,
        extra_location=extra_location,
    )


def _one_platform(found: Sequence[Match]) -> str:
    platforms = {match.member_id for match in found}
    if len(platforms) != 1:
        raise InvalidInputError(FieldProblem("match_ids", "must name matches at one platform"))
    for match in found:
        if match.state is not match_life.State.CONFIRMED:
            raise GuardError(f"the match {match.id} is {match.state}; a request needs confirmed matches")
    return platforms.pop()


def _requested(store: Store, match: Match, request_id: str, actor: Actor, now: datetime) -> Write:
    after = replace(match.advance(match_life.Step.REQUEST), request_id=request_id)
    entry = audit.entry(actor, "match.request", now, before=match, after=after)
    return store.matches.put(after, match) + Write(entries=(entry,))


def _require_drafter(actor: Actor, request: TakedownRequest) -> None:
    """Raise NotFoundError for others than the author: until it is submitted, a draft is its author's."""
    if access.require_person(actor) != request.drafted_by:
        raise NotFoundError(f"there is no draft {request.id} of yours")


def _concerned(store: Store, request: TakedownRequest) -> set[str]:
    """Return the people who may not be the second person: the drafter, and who first approved a signal of tier 4."""
    people = {request.drafted_by}
    for item in request.items:
        signal = store.signals.get(item.signal_id)
        if signal.claim.tier == _PROMOTIONAL_TIER:
            people |= {each.user_id for each in signal.decisions[:1]}
    return people


def _after_review(store: Store, request: TakedownRequest, step: Step, actor: Actor, now: datetime) -> Write:
    """Return what a decision entails: an approved request is owed to the platform, a refused one frees its content."""
    if step is Step.APPROVE:
        owed = store.ledger.owe(Debt(kind=Kind.DISPATCH, subject_id=request.id), now)
        return owed + requests.require_live(store, request, now)
    return requests.release_items(store, request, actor, now) if step is Step.REFUSE else Write()
