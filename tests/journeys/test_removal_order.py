"""A removal order of an authority: informed before, an hour from receipt, a question in between, and scrutinised."""

from dataclasses import dataclass
from typing import Any

import httpx

from hashdb.records.member import Kind
from hashdb.roles import Role
from tests.journeys.cast import CONTEXTS, REASONS, Cast, about
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage

URL = "https://gamma.example/v/17"
_FORM = {
    "items": [{"url": URL, "additional_location_info": "00:12-00:47"}],
    "material_types": ["art2_7_a"],
    "statement_of_reasons": REASONS,
    "exemption_assessment": dict.fromkeys(CONTEXTS, "no"),
    "issuing_member_state": "FR",
    "provider_member_state": "IE",
    "order_reference": "RO-2026-17",
    "authority_type": "law_enforcement",
    "authority_name": "Office central",
    "representative_name": "C. Moreau",
    "post_held": "Head of unit",
    "file_number": "F-17",
    "address": "1 rue Exemple, Paris",
    "phone": "+33 1 00 00 00 00",
    "email": "orders@authority.example",
    "follow_up_contact": "orders@authority.example",
    "redress_body": "Administrative court of Paris",
    "redress_deadline": "48 hours from receipt",
}


@dataclass
class Desk:
    """Somebody who speaks HTTP with one key."""

    url: str
    headers: dict[str, str]

    def post(self, path: str, **body: object) -> Any:
        answer = httpx.post(f"{self.url}{path}", json=body or None, headers=self.headers)
        assert answer.is_success, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        return httpx.get(f"{self.url}{path}", headers=self.headers).raise_for_status().json()


def test_an_order_is_executed_in_its_hour_and_undone_when_it_infringes(
    stage: Stage, players: Cast, receiver: Receiver
) -> None:
    players.receives(receiver)
    issuer, home = (stage.member(name, Kind.AUTHORITY) for name in ("authority of France", "authority of Ireland"))
    officer, second, neighbour = (
        Desk(stage.url, players.bearer(member, Role.AUTHORITY_OFFICER)) for member in (issuer, issuer, home)
    )
    provider = Desk(stage.url, players.bearer(players.gamma, Role.PLATFORM_RESPONDER))
    order = officer.post("/v1/orders", **_FORM, member_id=players.gamma.id, home_authority_id=home.id)
    url, inbox = f"/v1/orders/{order['id']}", f"/v1/takedown-requests/{order['id']}"

    _two_officers_approve(stage, officer, second, url)
    _the_provider_is_informed_twelve_hours_before(stage, receiver, order, officer)
    _the_hour_stops_for_a_question(stage, provider, officer, url, inbox)
    _the_forms_are_complete(provider, inbox)
    _the_home_authority_finds_an_infringement(stage, receiver, neighbour, order, url)

    back = provider.post(f"{inbox}/responses", type="reinstated", platform_file_ref="T-3")
    assert (back["state"], back["order"]["state"]) == ("reinstated", "annulled")


def _two_officers_approve(stage: Stage, officer: Desk, second: Desk, url: str) -> None:
    officer.post(f"{url}/submit")
    own = httpx.post(f"{stage.url}{url}/reviews", json={"decision": "approve"}, headers=officer.headers)
    assert own.json()["type"] == "/problems/separation-of-duties"
    assert second.post(f"{url}/reviews", decision="approve")["state"] == "approved"


def _the_provider_is_informed_twelve_hours_before(stage: Stage, receiver: Receiver, order: Any, officer: Desk) -> None:
    stage.settle()
    informed = about(order, receiver.of_type("tco.prior_information"))
    assert [each.event["data"]["earliest_issue_at"] for each in informed] == ["2026-11-23T21:00:00Z"]

    stage.later(hours=11, minutes=59)
    early = about(order, receiver.of_type("takedown.requested"))
    stage.later(minutes=1)
    told = about(order, receiver.of_type("takedown.requested"))
    issued = officer.get(f"/v1/orders/{order['id']}")
    assert (early, len(told)) == ([], 1)
    assert (issued["state"], issued["order"]["state"]) == ("received", "in_force")
    assert issued["deadlines"]["respond_by"] == "2026-11-23T22:00:00Z"


def _the_hour_stops_for_a_question(stage: Stage, provider: Desk, officer: Desk, url: str, inbox: str) -> None:
    stage.later(minutes=20)
    question = {"platform_file_ref": "T-1", "errors_and_clarification_needed": "There are two videos at this address."}
    asked = provider.post(f"{inbox}/responses", type="insufficient_information", **question)
    stage.later(hours=3)
    waiting = provider.get(inbox)
    answered = officer.post(f"{url}/clarifications", text="The first of the two.")
    stage.later(minutes=50)
    taken = stage.now.isoformat()
    removed = provider.post(f"{inbox}/responses", type="removed", platform_file_ref="T-2", measure_taken_at=taken)

    assert (asked["state"], waiting["state"]) == ("clarification", "clarification")
    assert answered["deadlines"]["respond_by"] == "2026-11-24T01:20:00Z"
    assert (removed["state"], removed["reminders"]) == ("actioned", 0)


def _the_forms_are_complete(provider: Desk, inbox: str) -> None:
    first, second, third = (provider.get(f"{inbox}/documents/annex_{number}") for number in ("i", "ii", "iii"))

    assert first["items"] == [{"url": URL, "additional_location_info": "00:12-00:47"}]
    assert (first["order_reference"], first["copy_sent_to_home_authority"]) == ("RO-2026-17", True)
    assert (second["measure"], second["authority_file_ref"]) == ("content_removed", "F-17")
    assert (third["reason"], third["addressee_file_ref"]) == ("insufficient_information", "T-1")


def _the_home_authority_finds_an_infringement(
    stage: Stage, receiver: Receiver, neighbour: Desk, order: Any, url: str
) -> None:
    copy = neighbour.get(url)
    reasons = "The reasons name no material of Article 2(7)."
    neighbour.post(f"{url}/scrutiny", finding="intends_to_find_infringement", reasons=reasons)
    stage.later(hours=30)
    neighbour.post(f"{url}/scrutiny", finding="infringes", reasons=reasons)
    stage.settle()

    assert copy["order"]["scrutiny_by"] == "2026-11-27T01:10:00Z"
    assert len(about(order, receiver.of_type("reinstatement.requested"))) == 1
