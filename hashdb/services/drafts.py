"""Drafts of takedown requests, written by one person about confirmed matches at one platform.

What a draft takes its facts from holds in the act that writes it, and its content is asked about by no other request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import DuplicateError, FieldProblem, GuardError, InvalidInputError, StaleRecordError
from hashdb.ids import new_id
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles.takedown import State
from hashdb.records.match import Match
from hashdb.records.signal import ContextFlag, Signal
from hashdb.records.takedown import (
    Automation,
    ExemptionAssessment,
    LegalBasis,
    Redress,
    RequestedAction,
    RequestItem,
    TakedownRequest,
)
from hashdb.records.webhook import Priority
from hashdb.services import checklists, clocks, crisis, repeats, requests, steps
from hashdb.services.checklists import Seen
from hashdb.services.requests import SHORTEST_REASONS
from hashdb.store import Store, Write

_HARMLESS_TO_EVIDENCE = frozenset({RequestedAction.PRESERVE, RequestedAction.REVIEW})
_NOTICES = frozenset({LegalBasis.DSA_NOTICE, LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE})


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
    requested_by_government: bool = False
    jurisdiction: str | None = None
    languages: tuple[str, ...] = ()
    contact_for_follow_up: str | None = None
    good_faith_statement: bool = False
    automation: Automation | None = None
    redress: Redress | None = None
    previous_request_id: str | None = None
    new_facts: str | None = None


def create(store: Store, draft: Draft, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Draft a request to one platform about confirmed matches there; nothing is asked for twice.

    On the ground of an active incident it is urgent, whatever the draft says.
    """
    found = [store.matches.get(each) for each in dict.fromkeys(draft.match_ids)]
    platform = _one_platform(found)
    signals = [store.signals.get(match.signal_id) for match in found]
    _require_sound(draft, signals)
    if crisis.active(store, signals[0].claim.ground, now):
        draft = replace(draft, priority=Priority.URGENT)
    request = clocks.drafted(_request(draft, found, signals, platform, actor, now), store.policy(), now)
    access.require_outsider(actor, requests.concerned_groups(store, request))
    live = requests.require_live(store, request, now)
    requested = [_requested(store, match, request.id, actor, now) for match in found]
    once = repeats.held(store, request)
    entry = audit.entry(actor, "takedown.draft", now, after=request, member_id=platform)
    try:
        store.commit(entry, store.takedowns.put(request), live, *requested, once)
    except StaleRecordError as error:
        raise DuplicateError("a request about this content is open already, or what it rests on has changed") from error
    return request


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What the author of a draft may change, such as when it was returned; for all else it is drafted anew."""

    requested_action: RequestedAction
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment


def revise(
    store: Store, request_id: str, revision: Revision, *, seen: Seen | None = None, actor: Actor, now: datetime
) -> TakedownRequest:
    """Change one's draft before it is handed over, for the first time or again."""
    before = store.takedowns.get(request_id)
    requests.require_drafter(before, actor)
    checklists.require(seen, before, ())
    if before.state is not State.DRAFT:
        raise GuardError(f"the request is {before.state}; only a draft can be changed")
    after = replace(
        before,
        requested_action=revision.requested_action,
        statement_of_reasons=revision.statement_of_reasons,
        exemption_assessment=revision.exemption_assessment,
        version=before.version + 1,
    )
    _require_sound(after, store.signals.many(requests.signals_of(after)))
    store.commit(
        audit.entry(actor, "takedown.revise", now, before=before, after=after), store.takedowns.put(after, before)
    )
    return after


def _require_sound(draft: Draft | TakedownRequest, signals: Sequence[Signal]) -> None:
    problems = []
    if len(draft.statement_of_reasons.strip()) < SHORTEST_REASONS:
        rule = f"must have at least {SHORTEST_REASONS} characters"
        problems.append(FieldProblem("statement_of_reasons", rule))
    if draft.legal_basis.is_order:
        problems.append(FieldProblem("legal_basis", "must not be an order: those are a competent authority's"))
    if draft.legal_basis in _NOTICES and not draft.good_faith_statement:
        problems.append(FieldProblem("good_faith_statement", "must be true for a notice (DSA, Article 16(2)(d))"))
    evidence = any(ContextFlag.EVIDENCE_OF_ABUSE in each.claim.context_flags for each in signals)
    if evidence and draft.requested_action not in _HARMLESS_TO_EVIDENCE:
        problems.append(FieldProblem("requested_action", "must be preserve or review: this is evidence of abuse"))
    if problems:
        raise InvalidInputError(*problems)


def _request(
    draft: Draft, found: Sequence[Match], signals: Sequence[Signal], platform: str, actor: Actor, now: datetime
) -> TakedownRequest:
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
        requested_by_government=draft.requested_by_government,
        jurisdiction=draft.jurisdiction,
        languages=draft.languages,
        contact_for_follow_up=draft.contact_for_follow_up,
        good_faith_statement=draft.good_faith_statement,
        automation=draft.automation,
        redress=draft.redress,
        previous_request_id=draft.previous_request_id,
        new_facts=draft.new_facts,
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
    step = match_life.Step.REQUEST
    after = replace(match.advance(step), request_id=request_id)
    return steps.written(store, store.matches, match, after, step, actor=actor, now=now)
