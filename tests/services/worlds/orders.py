"""Removal orders as the tests issue them: from an authority of France to platform gamma, established in Ireland."""

from dataclasses import fields, replace

from hashdb.access import Actor
from hashdb.records.member import Kind
from hashdb.records.order import AuthorityType, Order
from hashdb.records.signal import MaterialType
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import inbox, orders, takedowns
from hashdb.services.orders import NewItem, NewOrder
from hashdb.services.takedowns import Verdict
from tests.services.world import NOTHING_EXEMPTS, REASONS, World

URL = "https://gamma.example/v/7?utm_source=x"


def home_officer(world: World) -> Actor:
    """Return an officer of an authority of the provider's own state."""
    return world.actor(Role.AUTHORITY_OFFICER, world.member(Kind.AUTHORITY))


def new_order(world: World, **changes: object) -> NewOrder:
    """Return what an officer writes."""
    order = Order(
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
        redress_law_url="https://law.example/redress",
    )
    stated: dict[str, object] = {each.name: changes.pop(each.name) for each in fields(Order) if each.name in changes}
    new = NewOrder(
        member_id=world.gamma.id,
        items=(NewItem(url=URL, additional_location_info="00:12-00:47"),),
        material_types=(MaterialType.INCITES,),
        statement_of_reasons=REASONS,
        exemption_assessment=NOTHING_EXEMPTS,
        order=replace(order, **stated),  # type: ignore[arg-type]
    )
    return replace(new, **changes)  # type: ignore[arg-type]


def drafted(world: World, **changes: object) -> TakedownRequest:
    """Return a draft of an order."""
    return orders.draft(world.store, new_order(world, **changes), actor=world.officer, now=world.now)


def in_review(world: World, **changes: object) -> TakedownRequest:
    """Return an order that waits for its second officer."""
    return takedowns.submit(world.store, drafted(world, **changes).id, actor=world.officer, now=world.now)


def approved(world: World, **changes: object) -> TakedownRequest:
    """Return an order that two officers stand behind."""
    waiting = in_review(world, **changes)
    return takedowns.review(world.store, waiting.id, Verdict.APPROVE, actor=world.other_officer, now=world.now)


def issued(world: World, **changes: object) -> TakedownRequest:
    """Return an order that was sent without delay, because it is an emergency."""
    agreed = approved(world, **{"emergency_justification": "an attack is announced", **changes})
    return inbox.dispatch(world.store, agreed.id, now=world.now)


def received(world: World, **changes: object) -> TakedownRequest:
    """Return an order that platform gamma has fetched."""
    return inbox.fetch(world.store, issued(world, **changes).id, actor=world.responder, now=world.now)


def from_abroad(world: World, home: Actor, **changes: object) -> TakedownRequest:
    """Return an order to a provider of another state, which it has received."""
    abroad = {"provider_member_state": "IE", "home_authority_id": home.member_id}
    return received(world, **{**abroad, **changes})
