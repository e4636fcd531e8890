"""The papers of a request: the forms of the Regulations, filled in from what is on file.

Whoever downloads one has read the request: for its platform that is receipt, as fetching is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb.access import Actor
from hashdb.documents import annex1, annex2, annex3, sor
from hashdb.documents.sections import Addressee, Form, Section
from hashdb.errors import GuardError
from hashdb.records.contact_point import ContactPoint, ContactRole
from hashdb.records.order import Order
from hashdb.records.signal import ContentType
from hashdb.records.takedown import RequestItem, Response, ResponseType, TakedownRequest
from hashdb.roles import Role
from hashdb.services import effects, inbox, requests
from hashdb.store import Store, lists

# Who sees where content is: the platform that has it, the authorities of an order, and those who see a case.
_SEE_ADDRESSES = frozenset(
    {
        Role.PLATFORM_RESPONDER,
        Role.AUTHORITY_OFFICER,
        Role.REVIEWER,
        Role.SENIOR_REVIEWER,
        Role.APPEALS_OFFICER,
        Role.AUDITOR,
    }
)


class PaperName(StrEnum):
    """What can be downloaded of a request."""

    ANNEX_I = "annex_i"
    ANNEX_II = "annex_ii"
    ANNEX_III = "annex_iii"
    STATEMENT = "statement_of_reasons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A form that is filled in, and how it is laid out."""

    name: PaperName
    title: str
    head: str
    sections: tuple[Section, ...]
    form: Form


def paper(store: Store, request_id: str, name: PaperName, *, actor: Actor, now: datetime) -> Paper:
    """Return a paper of a request that the actor may read; GuardError when there is none of that kind, or not yet."""
    request = inbox.fetch(store, request_id, actor=actor, now=now)
    seen = _opened(store, request) if actor.role in _SEE_ADDRESSES else _closed(request)
    return _PAPERS[name](store, seen)


def statement(store: Store, request: TakedownRequest) -> Form | None:
    """Return the draft of the statement of reasons that the platform may send, or None for an order."""
    if request.legal_basis.is_order:
        return None
    return sor.draft(request, _last(request, frozenset(sor.MEASURES)), _contents(store, request))


def _annex_one(store: Store, request: TakedownRequest) -> Paper:
    form = annex1.annex_one(request, _removal_order(request), _addressee(store, request))
    return Paper(name=PaperName.ANNEX_I, title=annex1.TITLE, head=annex1.HEAD, sections=annex1.SECTIONS, form=form)


def _annex_two(store: Store, request: TakedownRequest) -> Paper:
    order = _removal_order(request)
    response = _last(request, frozenset(annex2.MEASURES))
    if response is None:
        raise GuardError("the provider has not told of a measure yet")
    form = annex2.annex_two(request, order, response, _addressee(store, request))
    return Paper(name=PaperName.ANNEX_II, title=annex2.TITLE, head=annex2.HEAD, sections=annex2.SECTIONS, form=form)


def _annex_three(store: Store, request: TakedownRequest) -> Paper:
    order = _removal_order(request)
    response = _last(request, frozenset(annex3.REASONS))
    if response is None:
        raise GuardError("the provider has not said that it cannot execute the order")
    form = annex3.annex_three(request, order, response, _addressee(store, request))
    return Paper(name=PaperName.ANNEX_III, title=annex3.TITLE, head=annex3.HEAD, sections=annex3.SECTIONS, form=form)


def _removal_order(request: TakedownRequest) -> Order:
    order = effects.order_of(request)
    if not request.legal_basis.is_removal_order:
        raise GuardError("the annexes are forms of Regulation (EU) 2021/784; this order has another legal basis")
    return order


def _statement(store: Store, request: TakedownRequest) -> Paper:
    form = statement(store, request)
    if form is None:
        raise GuardError("Article 17 of the DSA does not apply to orders")
    fields = tuple((name, name) for name in form)
    section = Section(letter="", title="Fields of the DSA Transparency Database", fields=fields)
    return Paper(name=PaperName.STATEMENT, title=sor.TITLE, head=sor.HEAD, sections=(section,), form=form)


_PAPERS: dict[PaperName, Callable[[Store, TakedownRequest], Paper]] = {
    PaperName.ANNEX_I: _annex_one,
    PaperName.ANNEX_II: _annex_two,
    PaperName.ANNEX_III: _annex_three,
    PaperName.STATEMENT: _statement,
}


def _opened(store: Store, request: TakedownRequest) -> TakedownRequest:
    def opened(item: RequestItem) -> RequestItem:
        return item if item.url is None else replace(item, url=store.sealer.open(item.url))

    return replace(request, items=tuple(opened(item) for item in request.items))


def _closed(request: TakedownRequest) -> TakedownRequest:
    return replace(request, items=tuple(replace(item, url=None) for item in request.items))


def _last(request: TakedownRequest, kinds: frozenset[ResponseType]) -> Response | None:
    return next((each for each in reversed(request.responses) if each.type in kinds), None)


def _contents(store: Store, request: TakedownRequest) -> list[ContentType]:
    return [each.claim.content_type for each in store.signals.many(requests.signals_of(request))]


def _addressee(store: Store, request: TakedownRequest) -> Addressee:
    points = list(store.contact_points.all_of(lists.of_member("contact_points", request.member_id)))
    primary = _of_role(points, ContactRole.PRIMARY)
    legal = _of_role(points, ContactRole.LEGAL)
    return Addressee(
        name=store.members.get(request.member_id).name,
        legal_representative=None if legal is None else store.sealer.open(legal.name),
        contact_point=None if primary is None else store.sealer.open(primary.email),
    )


def _of_role(points: list[ContactPoint], role: ContactRole) -> ContactPoint | None:
    return next((each for each in points if each.role is role), None)
