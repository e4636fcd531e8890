"""Orders of competent authorities, above all removal orders after Regulation (EU) 2021/784, Articles 3 and 4(1).

An order is a request with a legal effect. One officer of the authority drafts it and another approves it; a provider
that never had a removal order of this authority is informed twelve hours before the first; the hour runs from its
receipt. Orders of courts and under national law take the same way, without what only that Regulation knows.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hashdb import access, audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.order import Step
from hashdb.records.alert import AlertKind
from hashdb.records.member import Kind, Member
from hashdb.records.order import Order
from hashdb.records.signal import Ground, MaterialType
from hashdb.records.takedown import (
    AutomatedDetection,
    Automation,
    ExemptionAssessment,
    LegalBasis,
    Redress,
    RequestedAction,
    RequestItem,
    TakedownRequest,
)
from hashdb.records.webhook import EventType, Priority
from hashdb.roles import Role
from hashdb.services import alerts, clocks, effects, notices, repeats, requests
from hashdb.services.sending import Told
from hashdb.store import Debt, Page, Store, Write, lists
from hashdb.store import Kind as Owed

_TIER = 3
_REMOVING = frozenset({RequestedAction.REMOVE, RequestedAction.DISABLE_ACCESS})
_AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One piece of content that an order names: its exact URL, and what else identifies it."""

    url: str
    content_ref: str | None = None
    additional_location_info: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What an officer writes: the fields of Annex I (`order`), and the assessment of Article 1(3)."""

    member_id: str
    legal_basis: LegalBasis = LegalBasis.TCO_REMOVAL_ORDER
    items: tuple[NewItem, ...]
    material_types: tuple[MaterialType, ...]
    statement_of_reasons: str
    exemption_assessment: ExemptionAssessment
    requested_action: RequestedAction = RequestedAction.REMOVE
    languages: tuple[str, ...] = ()
    order: Order
    previous_request_id: str | None = None
    new_facts: str | None = None


def draft(store: Store, new: NewOrder, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Draft an order to one provider; nothing is ordered twice."""
    addressee = store.members.find(new.member_id)
    _require_sound(store, new, addressee, actor)
    request = clocks.drafted(_request(store, new, actor, now), store.policy(), now)
    access.require_outsider(actor, requests.concerned_groups(store, request))
    entry = audit.entry(actor, "takedown.draft", now, after=request, member_id=new.member_id)
    store.commit(entry, store.takedowns.put(request), repeats.held(store, request))
    return request


def approved(store: Store, request: TakedownRequest, now: datetime) -> tuple[TakedownRequest, Write]:
    """Return an approved order, and what follows: it is owed to the provider, for the first time after twelve hours."""
    order, policy = effects.order_of(request), store.policy()
    dispatch = Debt(kind=Owed.DISPATCH, subject_id=request.id)
    if order.non_disclosure:
        request = replace(request, non_disclosure_until=now + timedelta(seconds=policy.non_disclosure))
    earlier = store.takedowns.count(lists.orders_between(request.issuer, request.member_id))
    if earlier or order.emergency_justification is not None or not request.legal_basis.is_removal_order:
        return request, store.ledger.owe(dispatch, now)
    earliest = now + timedelta(seconds=policy.prior_information)
    informed = effects.moved(request, Step.INFORM, prior_information_at=now, earliest_issue_at=earliest)
    facts = {"issuer": request.issuer, "earliest_issue_at": earliest}
    told = Told(subject_id=request.id, facts=facts, priority=request.priority)
    follow = notices.announce(store, request.member_id, EventType.TCO_PRIOR_INFORMATION, told, now=now)
    return informed, (
        follow + effects.entry(request, informed, Step.INFORM, SYSTEM, now) + store.ledger.owe(dispatch, earliest)
    )


def earliest_issue(request: TakedownRequest) -> datetime:
    """Return before when the request may not be sent; only a first order has to wait."""
    earliest = None if request.order is None else request.order.earliest_issue_at
    return earliest or _AT_ONCE


def issued(store: Store, request: TakedownRequest, now: datetime) -> tuple[TakedownRequest, Write]:
    """Return an order as issued, with its copy to the authority of the provider's state; no other request changes."""
    if request.order is None:
        return request, Write()
    copied = request.order.other_member_state and request.legal_basis.is_removal_order
    sent = now if copied and request.order.home_authority_id is not None else None
    after = effects.moved(request, Step.ISSUE, issued_at=now, copy_sent_at=sent)
    follow = effects.entry(request, after, Step.ISSUE, SYSTEM, now)
    follow += notices.settle(store, request.id, EventType.TCO_PRIOR_INFORMATION, now)
    return after, follow + effects.call_home(store, after, EventType.TCO_COPY, now)


def seen(store: Store, request: TakedownRequest, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Return an order to an authority that it concerns; the home authority's first look is its receipt of the copy."""
    order = request.order
    if order is None or not concerns(request, actor):
        raise NotFoundError(f"there is no order {request.id}")
    if not is_home(request, actor):
        return request
    settled = effects.home_has_read(store, request, now)
    if order.copy_received_at is not None:
        if settled.commands:
            store.commit(settled)
        return request
    by = now + timedelta(seconds=store.policy().scrutiny_within)
    received = replace(order, copy_received_at=now, scrutiny_by=order.scrutiny_by or by)
    after = replace(request, order=received, version=request.version + 1)
    entry = audit.entry(
        actor, "order.receive_copy", now, before=order, after=received, object_type="order", object_id=request.id
    )
    store.commit(entry, store.takedowns.put(after, request), settled)
    return after


def concerns(request: TakedownRequest, actor: Actor) -> bool:
    """Whether an authority may see an order: its issuer, and the home authority once it has its copy."""
    return request.issuer == actor.member_id or is_home(request, actor)


def is_home(request: TakedownRequest, actor: Actor) -> bool:
    """Whether the actor's authority is the one that may scrutinise the order."""
    order = request.order
    return order is not None and order.home_authority_id == actor.member_id and order.copy_sent_at is not None


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[TakedownRequest]:
    """Return orders: those of an authority and those it may look at, or all of them for auditors."""
    everything = actor.role == Role.AUDITOR
    name = lists.ORDERS if everything else lists.of_member("orders", actor.member_id)
    return store.takedowns.page(name, after=after, limit=limit)


def act(store: Store, request: TakedownRequest, now: datetime) -> None:
    """Raise an alert when a home authority that was asked has not decided in time."""
    after = effects.moved(request, Step.REMIND, scrutiny_late_at=now)
    follow = alerts.raised(store, AlertKind.SCRUTINY_OVERDUE, "order", request.id, now=now)
    effects.save(store, request, after, Step.REMIND, actor=SYSTEM, now=now, follow=follow)


def _require_sound(store: Store, new: NewOrder, addressee: Member | None, actor: Actor) -> None:
    problems = []
    if addressee is None or addressee.kind is not Kind.PLATFORM:
        problems.append(FieldProblem("member_id", "must name a platform that is a member"))
    if len(new.statement_of_reasons.strip()) < requests.SHORTEST_REASONS:
        rule = f"must have at least {requests.SHORTEST_REASONS} characters"
        problems.append(FieldProblem("statement_of_reasons", rule))
    if not new.items or not new.material_types:
        problems.append(FieldProblem("items", "and material_types must each name at least one"))
    problems += _basis_problems(new) + _home_problems(store, new, actor)
    if problems:
        raise InvalidInputError(*problems)


def _basis_problems(new: NewOrder) -> list[FieldProblem]:
    if not new.legal_basis.is_order:
        return [FieldProblem("legal_basis", "must be that of an order")]
    if new.legal_basis.is_removal_order and new.requested_action not in _REMOVING:
        return [FieldProblem("requested_action", "must be remove or disable_access (Article 3(1))")]
    return []


def _home_problems(store: Store, new: NewOrder, actor: Actor) -> list[FieldProblem]:
    """Return what is wrong with the authority of the provider's state; abroad, one is needed, and it gets a copy."""
    named, order = new.order.home_authority_id, new.order
    home = None if named is None else store.members.find(named)
    if named is not None and (home is None or home.kind is not Kind.AUTHORITY):
        return [FieldProblem("home_authority_id", "must name an authority that is a member")]
    if home is not None and home.group_id == actor.group_id:
        return [FieldProblem("home_authority_id", "must be another authority than the one that issues the order")]
    if home is not None or not (_is_abroad(order) and new.legal_basis.is_removal_order):
        return []
    if order.home_authority_contact is None:
        return [FieldProblem("home_authority_contact", "is needed for a provider in another Member State")]
    rule = "must be true: an authority that is no member gets its copy from you, at the same time"
    return [] if order.copy_sent_to_home_authority else [FieldProblem("copy_sent_to_home_authority", rule)]


def _is_abroad(order: Order) -> bool:
    return order.issuing_member_state != order.provider_member_state


def _request(store: Store, new: NewOrder, actor: Actor, now: datetime) -> TakedownRequest:
    order = new.order
    return TakedownRequest(
        id=new_id("tdr", now),
        member_id=new.member_id,
        legal_basis=new.legal_basis,
        requested_action=new.requested_action,
        priority=Priority.URGENT if new.legal_basis.is_removal_order else Priority.STANDARD,
        tier=_TIER,
        material_types=new.material_types,
        ground=Ground(),
        statement_of_reasons=new.statement_of_reasons,
        exemption_assessment=new.exemption_assessment,
        issuer=actor.member_id,
        requested_by_government=True,
        jurisdiction=order.issuing_member_state,
        languages=new.languages,
        contact_for_follow_up=order.follow_up_contact,
        good_faith_statement=True,
        automation=Automation(automated_detection=AutomatedDetection.NO),
        redress=Redress(
            appeal_url=order.redress_law_url or "", deadline_text=order.redress_deadline, body=order.redress_body
        ),
        previous_request_id=new.previous_request_id,
        new_facts=new.new_facts,
        order=replace(order, other_member_state=_is_abroad(order), additional_reasons=new.statement_of_reasons),
        items=tuple(_item(store, each, now) for each in new.items),
        drafted_by=access.require_person(actor),
        drafter_member_id=actor.member_id,
        created_at=now,
    )


def _item(store: Store, item: NewItem, now: datetime) -> RequestItem:
    return RequestItem(
        id=new_id("itm", now),
        content_ref=item.content_ref or "",
        url=store.sealer.seal(item.url),
        extra_location=item.additional_location_info,
    )
