"""Annexes I to III have every field of their forms, filled in from what is on file."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hashdb.documents import annex1, annex2, annex3
from hashdb.documents.sections import Addressee, Section, names_of
from hashdb.records.order import AuthorityType, Order
from hashdb.records.takedown import LegalBasis, Response, ResponseType
from tests.documents.samples import with_changes

ISSUED = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
ORDER = Order(
    issuing_member_state="FR",
    provider_member_state="IE",
    order_reference="RO-2026-17",
    other_member_state=True,
    copy_sent_at=ISSUED,
    authority_type=AuthorityType.LAW_ENFORCEMENT,
    authority_name="Office central",
    representative_name="C. Moreau",
    post_held="Head of unit",
    file_number="F-17",
    address="1 rue Exemple, Paris",
    phone="+33 1 00 00 00 00",
    email="orders@authority.example",
    follow_up_contact="orders@authority.example",
    home_authority_contact="home@authority.example",
    redress_body="Administrative court of Paris",
    redress_deadline="48 hours from receipt",
    issued_at=ISSUED,
)
REQUEST = with_changes(legal_basis=LegalBasis.TCO_REMOVAL_ORDER, order=ORDER, received_at=ISSUED + timedelta(minutes=1))
ADDRESSEE = Addressee(name="Gamma Video", legal_representative="Gamma EU", contact_point="tco@gamma.example")
FORMS = {
    "A": "issuing_member_state addressee contact_point provider_member_state issued_at order_reference",
    "B": "items material_types additional_reasons",
    "C": "non_disclosure non_disclosure_until",
    "D": "other_member_state copy_sent_to_home_authority",
    "E": "authority_type authority_name representative_name post_held file_number address phone fax email date"
    " stamp_and_signature",
    "F": "follow_up_contact home_authority_contact",
    "G": "redress_body redress_deadline redress_law_url",
}
FEEDBACK = {
    "A": "addressee issuing_authority authority_file_ref addressee_file_ref order_received_at",
    "B": "measure measure_taken_at",
    "C": "provider_name main_establishment_member_state legal_rep_member_state authorised_person contact_point_email"
    " date",
}
IMPOSSIBLE = {
    "A": FEEDBACK["A"],
    "B": "reason details errors_and_clarification_needed",
    "C": "provider_name authorised_person contact_email signature date_time",
}
UNABLE = (
    (ResponseType.UNABLE_FORCE_MAJEURE, "force_majeure_or_de_facto_impossibility"),
    (ResponseType.UNABLE_TECHNICAL, "force_majeure_or_de_facto_impossibility"),
    (ResponseType.MANIFEST_ERROR, "manifest_errors"),
    (ResponseType.INSUFFICIENT_INFORMATION, "insufficient_information"),
)


def answered(kind: ResponseType) -> Response:
    return Response(
        id="rsp_1",
        type=kind,
        platform_file_ref="T-881",
        measure_taken_at=ISSUED + timedelta(minutes=30),
        recorded_at=ISSUED + timedelta(minutes=31),
        details="the servers are under water",
        errors_and_clarification_needed="which of the two videos?",
        responder_key_id="key_1",
    )


@pytest.mark.parametrize(
    ("sections", "expected"),
    [(annex1.SECTIONS, FORMS), (annex2.SECTIONS, FEEDBACK), (annex3.SECTIONS, IMPOSSIBLE)],
)
def test_a_form_has_the_sections_and_fields_of_the_regulation(
    sections: tuple[Section, ...], expected: dict[str, str]
) -> None:
    assert {each.letter: " ".join(name for name, _ in each.fields) for each in sections} == expected


def test_every_field_of_annex_i_is_filled_in_from_the_order() -> None:
    form = annex1.annex_one(REQUEST, ORDER, ADDRESSEE)

    assert set(form) == set(names_of(annex1.SECTIONS))
    assert {name for name, value in form.items() if value is None} == {"fax", "redress_law_url", "non_disclosure_until"}
    assert form["items"] == [{"url": "https://platform.example/v/881", "additional_location_info": "00:12-00:47"}]
    assert (form["addressee"], form["contact_point"]) == ("Gamma Video, represented by Gamma EU", "tco@gamma.example")
    assert (form["issued_at"], form["date"]) == (ISSUED, date(2026, 11, 23))
    assert form["copy_sent_to_home_authority"] is True
    assert form["additional_reasons"] == REQUEST.statement_of_reasons


@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        (ResponseType.REMOVED, "content_removed"),
        (ResponseType.ACCESS_DISABLED_EU, "access_disabled_all_member_states"),
        (ResponseType.ACCESS_DISABLED_GLOBAL, "access_disabled_all_member_states"),
    ],
)
def test_annex_ii_tells_the_measure_and_its_time(kind: ResponseType, measure: str) -> None:
    form = annex2.annex_two(REQUEST, ORDER, answered(kind), ADDRESSEE)

    assert tuple(form) == names_of(annex2.SECTIONS)
    assert (form["measure"], form["measure_taken_at"]) == (measure, ISSUED + timedelta(minutes=30))
    assert form["order_received_at"] == ISSUED + timedelta(minutes=1)
    assert (form["main_establishment_member_state"], form["legal_rep_member_state"]) == (None, "IE")


def test_a_provider_without_a_representative_is_named_itself() -> None:
    alone = replace(ADDRESSEE, legal_representative=None)
    form = annex2.annex_two(REQUEST, ORDER, answered(ResponseType.REMOVED), alone)

    assert (form["provider_name"], form["main_establishment_member_state"]) == ("Gamma Video", "IE")


@pytest.mark.parametrize(("kind", "reason"), UNABLE)
def test_annex_iii_tells_why_the_order_cannot_be_executed(kind: ResponseType, reason: str) -> None:
    form = annex3.annex_three(REQUEST, ORDER, answered(kind), ADDRESSEE)

    assert tuple(form) == names_of(annex3.SECTIONS)
    assert (form["reason"], form["details"]) == (reason, "the servers are under water")
    assert form["errors_and_clarification_needed"] == "which of the two videos?"
    assert form["date_time"] == ISSUED + timedelta(minutes=31)
