"""Annex I of Regulation (EU) 2021/784: the removal order."""

from collections.abc import Sequence

from hashdb.documents.sections import Addressee, Form, Section
from hashdb.records.order import Order
from hashdb.records.takedown import RequestItem, TakedownRequest

TITLE = "Removal order"
HEAD = (
    "Under Article 3 of Regulation (EU) 2021/784 the addressee removes the terrorist content, or disables access to it "
    "in all Member States, as soon as possible and in any event within one hour of receipt of this order. Under "
    "Article 6 it preserves the content and related data for six months, or longer on request of the competent "
    "authorities or courts. Under Article 15(2) the order is sent in one of the languages that the addressee has "
    "designated."
)
SIGNED = "not needed: sent through an authenticated channel"

SECTIONS = (
    Section(
        letter="A",
        title="The order",
        fields=(
            ("issuing_member_state", "Issuing Member State"),
            ("addressee", "Addressee and, where relevant, legal representative"),
            ("contact_point", "Contact point (Article 15(1))"),
            ("provider_member_state", "Member State of the main establishment or of the legal representative"),
            ("issued_at", "Date and time of issuing"),
            ("order_reference", "Reference number of the removal order"),
        ),
    ),
    Section(
        letter="B",
        title="Terrorist content to be removed, or access to which is to be disabled in all Member States",
        fields=(
            ("items", "URL and additional information that identifies the content"),
            ("material_types", "Material of Article 2(7)"),
            ("additional_reasons", "Why the material is terrorist content"),
        ),
    ),
    Section(
        letter="C",
        title="Information to the content provider",
        fields=(
            (
                "non_disclosure",
                "The addressee refrains from informing the content provider, for reasons of public security",
            ),
            ("non_disclosure_until", "Until"),
        ),
    ),
    Section(
        letter="D",
        title="Information to the competent authority of the provider's Member State",
        fields=(
            ("other_member_state", "The provider is established or represented in another Member State"),
            ("copy_sent_to_home_authority", "A copy is sent to the competent authority there"),
        ),
    ),
    Section(
        letter="E",
        title="The issuing competent authority",
        fields=(
            ("authority_type", "Type"),
            ("authority_name", "Name"),
            ("representative_name", "Name of its representative"),
            ("post_held", "Post held"),
            ("file_number", "File number"),
            ("address", "Address"),
            ("phone", "Telephone"),
            ("fax", "Fax"),
            ("email", "E-mail"),
            ("date", "Date"),
            ("stamp_and_signature", "Stamp and signature"),
        ),
    ),
    Section(
        letter="F",
        title="Contact for follow-up",
        fields=(
            ("follow_up_contact", "Where to report the time of removal, or to ask for clarification"),
            ("home_authority_contact", "Competent authority of the provider's Member State"),
        ),
    ),
    Section(
        letter="G",
        title="Redress",
        fields=(
            ("redress_body", "Body before which the order can be challenged"),
            ("redress_deadline", "Deadline"),
            ("redress_law_url", "Provisions of national law"),
        ),
    ),
)
_FROM_ORDER = (
    "issuing_member_state",
    "provider_member_state",
    "issued_at",
    "order_reference",
    "non_disclosure",
    "other_member_state",
    "authority_type",
    "authority_name",
    "representative_name",
    "post_held",
    "file_number",
    "address",
    "phone",
    "fax",
    "email",
    "follow_up_contact",
    "home_authority_contact",
    "redress_body",
    "redress_deadline",
    "redress_law_url",
)


def annex_one(request: TakedownRequest, order: Order, addressee: Addressee) -> Form:
    """Return the order as the form has it; the addresses in *request* are open, not sealed."""
    return {
        **{name: getattr(order, name) for name in _FROM_ORDER},
        "addressee": ", represented by ".join(filter(None, (addressee.name, addressee.legal_representative))),
        "contact_point": addressee.contact_point,
        "items": _items(request.items),
        "material_types": request.material_types,
        "additional_reasons": order.additional_reasons or request.statement_of_reasons,
        "non_disclosure_until": request.non_disclosure_until,
        "copy_sent_to_home_authority": order.copy_sent_at is not None or order.copy_sent_to_home_authority,
        "date": None if order.issued_at is None else order.issued_at.date(),
        "stamp_and_signature": SIGNED,
    }


def _items(items: Sequence[RequestItem]) -> list[Form]:
    return [{"url": each.url, "additional_location_info": each.extra_location} for each in items]
