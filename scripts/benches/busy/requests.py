"""Takedown requests and orders: drafts, those that wait for people of the service or for platforms, and old ones."""

from dataclasses import replace

from hashdb.ids import new_id
from hashdb.lifecycles import order as order_life
from hashdb.lifecycles.takedown import State
from hashdb.records.order import AuthorityType, Order
from hashdb.records.signal import Ground, MaterialType
from hashdb.records.takedown import (
    Clarification,
    Exempt,
    ExemptionAssessment,
    LegalBasis,
    RequestedAction,
    RequestItem,
    TakedownRequest,
)
from hashdb.records.webhook import Priority
from hashdb.roles import Role
from scripts.benches.busy.place import Place

DRAFTS, ORDERS = 60, 200
# Beside them, so many in each state.
_MANY = {
    State.PENDING_SECOND_APPROVAL: 600,
    State.CLARIFICATION: 150,
    State.RECEIVED: 500,
    State.OVERDUE: 200,
    State.CLOSED: 2_000,
}
_REASONS = "The picture shows how the group asks people to join its attacks, with an address to write to. " * 6
_NOTHING_EXEMPTS = ExemptionAssessment(
    educational=Exempt.NO,
    journalistic=Exempt.NO,
    artistic=Exempt.NO,
    research=Exempt.NO,
    counter_terrorism=Exempt.NO,
    public_debate=Exempt.NO,
)
_ORDER = Order(
    issuing_member_state="FR",
    provider_member_state="FR",
    order_reference="RO-2026-17",
    authority_type=AuthorityType.LAW_ENFORCEMENT,
    authority_name="Office central",
    representative_name="C. Moreau",
    post_held="Head of unit",
    file_number="F-17",
    address="1 rue Exemple, Paris",
    phone="+33 1 00 00 00 00",
    email="orders@authority.example",
    follow_up_contact="orders@authority.example",
    redress_body="Administrative court of Paris",
    redress_deadline="48 hours from receipt",
)


def fill(place: Place) -> None:
    """Write all of them."""
    drafts = [_request(place, number, State.DRAFT) for number in range(DRAFTS)]
    others = {state: [_request(place, number, state) for number in range(count)] for state, count in _MANY.items()}
    orders = [_order(place, number) for number in range(ORDERS)]
    every = [*drafts, *(each for found in others.values() for each in found), *orders]
    place.write([place.store.takedowns.put(each) for each in every])
    place.ids |= {
        "draft": drafts[0].id,
        "request": others[State.PENDING_SECOND_APPROVAL][0].id,
        "asked": others[State.RECEIVED][1].id,
        "order": orders[0].id,
    }


def _request(place: Place, number: int, state: State) -> TakedownRequest:
    member = place.platforms[0 if number % 2 else number % len(place.platforms)]
    drafter = place.actors[Role.REVIEWER if state is State.DRAFT else Role.INCIDENT_COMMANDER]
    sent = state not in {State.DRAFT, State.PENDING_SECOND_APPROVAL}
    asked = state is State.CLARIFICATION
    return TakedownRequest(
        id=new_id("tdr", place.now),
        member_id=member.id,
        legal_basis=LegalBasis.DSA_NOTICE,
        requested_action=RequestedAction.REMOVE,
        priority=Priority.STANDARD,
        tier=1 + number % 3,
        material_types=(MaterialType.SOLICITS_PARTICIPATION,),
        ground=Ground(register_entry_id=place.entries[number % len(place.entries)]),
        statement_of_reasons=_REASONS,
        exemption_assessment=_NOTHING_EXEMPTS,
        items=tuple(_item(place, number + each) for each in range(1 + number % 5)),
        drafted_by=drafter.id,
        drafter_member_id=drafter.member_id,
        created_at=place.ago(hours=30),
        clarifications=(_clarification(place),) if asked else (),
        acknowledge_by=place.ahead(minutes=number) if sent else None,
        respond_by=place.ahead(minutes=number) if sent else None,
        received_at=place.ago(hours=1) if sent else None,
        closed_at=place.ago(days=2) if state is State.CLOSED else None,
        due_at=place.ahead(minutes=number),
        state=state,
    )


def _item(place: Place, number: int) -> RequestItem:
    return RequestItem(
        id=new_id("itm", place.now),
        signal_id=place.live[number % len(place.live)],
        content_ref=f"video/{number}",
        url=place.store.sealer.seal(f"https://video.example/{number}"),
    )


def _clarification(place: Place) -> Clarification:
    who = place.actors[Role.INCIDENT_COMMANDER]
    return Clarification(text="It is the first of the two.", answered_at=place.ago(hours=1), user_id=who.id)


def _order(place: Place, number: int) -> TakedownRequest:
    officer = place.actors[Role.AUTHORITY_OFFICER]
    request = _request(place, number, State.RECEIVED)
    effect = replace(_ORDER, order_reference=f"RO-{number}", issued_at=place.ago(hours=1))
    return replace(
        request,
        legal_basis=LegalBasis.TCO_REMOVAL_ORDER,
        issuer=officer.member_id,
        drafted_by=officer.id,
        drafter_member_id=officer.member_id,
        order=replace(effect, state=order_life.State.IN_FORCE),
    )
