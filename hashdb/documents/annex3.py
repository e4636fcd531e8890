"""Annex III of Regulation (EU) 2021/784: why the provider cannot execute an order."""

from hashdb.documents.annex2 import ADDRESSEE, file_of
from hashdb.documents.sections import Addressee, Form, Section
from hashdb.records.order import Order
from hashdb.records.takedown import Response, ResponseType, TakedownRequest

TITLE = "Information on the impossibility to execute the removal order"
HEAD = "Article 3(7) and (8) of Regulation (EU) 2021/784."

SECTIONS = (
    ADDRESSEE,
    Section(
        letter="B",
        title="Impossibility to execute",
        fields=(
            ("reason", "Reason"),
            ("details", "Details"),
            ("errors_and_clarification_needed", "Manifest errors, or information needed"),
        ),
    ),
    Section(
        letter="C",
        title="The provider",
        fields=(
            ("provider_name", "Name of the provider, or of its legal representative"),
            ("authorised_person", "Authorised person"),
            ("contact_email", "E-mail of the contact point"),
            ("signature", "Signature"),
            ("date_time", "Date and time"),
        ),
    ),
)
REASONS = {
    ResponseType.UNABLE_FORCE_MAJEURE: "force_majeure_or_de_facto_impossibility",
    ResponseType.UNABLE_TECHNICAL: "force_majeure_or_de_facto_impossibility",
    ResponseType.MANIFEST_ERROR: "manifest_errors",
    ResponseType.INSUFFICIENT_INFORMATION: "insufficient_information",
}


def annex_three(request: TakedownRequest, order: Order, response: Response, addressee: Addressee) -> Form:
    """Return the provider's information; *response* is one that pleads that it cannot."""
    return {
        **file_of(request, order, response, addressee),
        "reason": REASONS[response.type],
        "details": response.details,
        "errors_and_clarification_needed": response.errors_and_clarification_needed,
        "provider_name": addressee.legal_representative or addressee.name,
        "authorised_person": response.responder_key_id,
        "contact_email": addressee.contact_point,
        "signature": f"sent with the provider's key {response.responder_key_id}",
        "date_time": response.recorded_at,
    }
