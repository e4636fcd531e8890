from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hashdb.lifecycles.takedown import State
from hashdb.records.signal import BehaviourLabel, Ground
from hashdb.records.takedown import (
    DeclineReason,
    Exempt,
    ExemptionAssessment,
    LegalBasis,
    RequestedAction,
    Response,
    ResponseType,
    TakedownRequest,
)
from hashdb.records.webhook import Priority
from hashdb.reports import requests
from hashdb.reports.document import Figures

NOW = datetime.fromisoformat("2027-03-01T09:00:00Z")
NO = Exempt.NO
SENT = TakedownRequest(
    id="tdr_1",
    member_id="org_1",
    legal_basis=LegalBasis.REFERRAL,
    requested_action=RequestedAction.REMOVE,
    priority=Priority.STANDARD,
    tier=3,
    ground=Ground(register_entry_id="reg_1"),
    statement_of_reasons="reasons",
    exemption_assessment=ExemptionAssessment(
        educational=NO, journalistic=NO, artistic=NO, research=NO, counter_terrorism=NO, public_debate=NO
    ),
    items=(),
    drafted_by="usr_1",
    drafter_member_id="org_2",
    created_at=NOW,
    acknowledge_by=NOW,
    received_at=NOW,
    state=State.RECEIVED,
)
ACTED = replace(SENT, acted_at=NOW + timedelta(minutes=59), state=State.CLOSED)
WITHOUT_ENTRY = replace(SENT, ground=Ground(behaviour=BehaviourLabel.MANIFESTO))


def answered(kind: ResponseType, reason: DeclineReason | None = None, state: State = State.CLOSED) -> TakedownRequest:
    answer = Response(id="rsp_1", type=kind, platform_file_ref="1", recorded_at=NOW, reason_code=reason)
    return replace(SENT, responses=(answer,), state=state)


def figures(*sent: TakedownRequest) -> Figures:
    return requests.figures(sent, {"org_1": "large"}, {"reg_1": "islamist"})


def rows(table: str, *sent: TakedownRequest) -> dict[str, int]:
    """Return the rows of a table that have anything in them."""
    found = next(each for each in figures(*sent).tables if each.id == table)
    return {name: count for name, count in found.rows.items() if count}


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        (SENT, "open"),
        (ACTED, "actioned"),
        (replace(ACTED, state=State.WITHDRAWN), "actioned"),
        (answered(ResponseType.DECLINED), "declined"),
        (answered(ResponseType.UNABLE_TECHNICAL), "unable"),
        (answered(ResponseType.MANIFEST_ERROR), "unable"),
        (answered(ResponseType.DECLINED, state=State.WITHDRAWN), "withdrawn"),
        (replace(SENT, state=State.CLOSED_NO_RESPONSE), "no_response"),
        (replace(SENT, state=State.UNDELIVERABLE), "undeliverable"),
    ],
)
def test_what_became_of_a_request_is_known_after_it_was_closed_too(request_: TakedownRequest, outcome: str) -> None:
    assert requests.outcome(request_) == outcome


def test_only_what_was_sent_is_counted() -> None:
    draft = replace(SENT, acknowledge_by=None, state=State.DRAFT)

    assert rows("requests_by_outcome", draft, SENT) == {"open": 1}


def test_requests_are_told_by_what_was_asked_of_whom_and_by_whom() -> None:
    order = replace(SENT, legal_basis=LegalBasis.TCO_REMOVAL_ORDER, requested_by_government=True, member_id="org_9")

    assert rows("requests_by_legal_basis", SENT, order) == {"referral": 1, "tco_removal_order": 1}
    assert rows("requests_by_government", SENT, order) == {"yes": 1, "no": 1}
    assert rows("requests_by_size_of_platform", SENT, order) == {"large": 1, "unstated": 1}
    assert rows("requests_by_ideology", SENT, WITHOUT_ENTRY) == {"islamist": 1, "unstated": 1}


def test_answers_are_told_with_their_reasons() -> None:
    declined = answered(ResponseType.DECLINED, DeclineReason.NOT_ILLEGAL)
    unable = answered(ResponseType.UNABLE_FORCE_MAJEURE)

    assert rows("requests_declined_by_reason", declined, unable) == {"not_illegal": 1}
    assert rows("requests_unable_by_ground", declined, unable) == {"unable_force_majeure": 1}


def test_the_hour_begins_with_receipt_and_has_its_last_second() -> None:
    to_the_second = replace(ACTED, acted_at=NOW + timedelta(hours=1))
    too_late = replace(ACTED, acted_at=NOW + timedelta(hours=1, seconds=1))

    assert rows("requests_acted_on_by_time", ACTED, to_the_second, too_late) == {"within_1_h": 2, "later": 1}


def test_content_that_was_asked_back_is_counted() -> None:
    back = replace(ACTED, state=State.REINSTATED)

    assert rows("reinstatements", back, ACTED) == {"reinstated": 1}


def test_times_are_told_from_receipt_on() -> None:
    durations = {each.id: list(each.seconds) for each in figures(ACTED, SENT).durations}

    assert durations == {"acknowledgement_time": [], "action_time": [59 * 60]}
