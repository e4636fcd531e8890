"""A request whose papers the tests look at; its addresses are open, as the documents take them."""

from dataclasses import replace
from datetime import UTC, datetime

from hashdb.records.signal import BehaviourLabel, Ground, MaterialType
from hashdb.records.takedown import (
    Exempt,
    ExemptionAssessment,
    LegalBasis,
    RequestedAction,
    RequestItem,
    TakedownRequest,
)
from hashdb.records.webhook import Priority

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REQUEST = TakedownRequest(
    id="tdr_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
    member_id="org_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
    legal_basis=LegalBasis.REFERRAL,
    requested_action=RequestedAction.REVIEW,
    priority=Priority.STANDARD,
    tier=3,
    material_types=(MaterialType.INCITES,),
    ground=Ground(behaviour=BehaviourLabel.GLORIFICATION),
    statement_of_reasons="Ada of https://ada.example/me shows a call to take part in the activities of a listed group.",
    exemption_assessment=ExemptionAssessment(
        educational=Exempt.NO,
        journalistic=Exempt.NO,
        artistic=Exempt.NO,
        research=Exempt.NO,
        counter_terrorism=Exempt.NO,
        public_debate=Exempt.NO,
    ),
    items=(
        RequestItem(
            id="itm_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
            match_id="mat_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
            signal_id="sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
            content_ref="v/881",
            url="https://platform.example/v/881",
            extra_location="00:12-00:47",
        ),
    ),
    drafted_by="usr_1",
    drafter_member_id="org_2",
    created_at=START,
)


def with_changes(**changes: object) -> TakedownRequest:
    """Return the request with some fields changed."""
    return replace(REQUEST, **changes)  # type: ignore[arg-type]
