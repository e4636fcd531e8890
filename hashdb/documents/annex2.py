"""Annex II of Regulation (EU) 2021/784: what the provider says after removing content or disabling access to it."""

from hashdb.documents.sections import Addressee, Form, Section
from hashdb.records.order import Order
from hashdb.records.takedown import Response, ResponseType, TakedownRequest

TITLE = "Feedback following removal of or disabling of access to terrorist content"
HEAD = "Article 3(6) of Regulation (EU) 2021/784."

ADDRESSEE = Section(
    letter="A",
    title="The order",
    fields=(
        ("addressee", "Addressee of the order"),
        ("issuing_authority", "Authority that issued the order"),
        ("authority_file_ref", "File reference of the authority"),
        ("addressee_file_ref", "File reference of the addressee"),
        ("order_received_at", "Date and time of receipt of the order"),
    ),
)
SECTIONS = (
    ADDRESSEE,
    Section(
        letter="B",
        title="The measure",
        fields=(("measure", "Measure"), ("measure_taken_at", "Date and time of the measure")),
    ),
    Section(
        letter="C",
        title="The provider",
        fields=(
            ("provider_name", "Name of the provider, or of its legal representative"),
            ("main_establishment_member_state", "Member State of its main establishment"),
            ("legal_rep_member_state", "Member State of its legal representative"),
            ("authorised_person", "Authorised person"),
            ("contact_point_email", "E-mail of the contact point"),
            ("date", "Date"),
        ),
    ),
)
MEASURES = {
    ResponseType.REMOVED: "content_removed",
    ResponseType.ACCESS_DISABLED_EU: "access_disabled_all_member_states",
    ResponseType.ACCESS_DISABLED_GLOBAL: "access_disabled_all_member_states",
}


def annex_two(request: TakedownRequest, order: Order, response: Response, addressee: Addressee) -> Form:
    """Return the provider's feedback; *response* is one that removed content or disabled access to it."""
    represented = addressee.legal_representative is not None
    return {
        **file_of(request, order, response, addressee),
        "measure": MEASURES[response.type],
        "measure_taken_at": response.measure_taken_at or response.recorded_at,
        "provider_name": addressee.legal_representative or addressee.name,
        "main_establishment_member_state": None if represented else order.provider_member_state,
        "legal_rep_member_state": order.provider_member_state if represented else None,
        "authorised_person": response.responder_key_id,
        "contact_point_email": addressee.contact_point,
        "date": response.recorded_at.date(),
    }


def file_of(request: TakedownRequest, order: Order, response: Response, addressee: Addressee) -> Form:
    """Return section A, which Annexes II and III have in common."""
    return {
        "addressee": addressee.name,
        "issuing_authority": order.authority_name,
        "authority_file_ref": order.file_number,
        "addressee_file_ref": response.platform_file_ref,
        "order_received_at": request.received_at,
    }
