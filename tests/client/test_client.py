"""What the client sends for each thing that it can ask."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hashdb.client import Client, InventoryEntry, Statement
from hashdb.hashing import HashedSignal
from hashdb.signals import SIGNAL_TYPES, View

if TYPE_CHECKING:
    from tests.client.conftest import Peer

STATEMENT = Statement(
    tier=2,
    ground={"behaviour": "manifesto"},
    good_faith=True,
    user_data_absent=True,
    behaviour_labels=("manifesto",),
    material_types=("art2_7_a",),
)
PDQ = HashedSignal(signal_type="pdq", signal_value=SIGNAL_TYPES["pdq"].example, content_type="image", quality=88)
MD5 = HashedSignal(signal_type="md5", signal_value=SIGNAL_TYPES["md5"].example, content_type="video")


def test_a_signal_is_submitted_with_its_statement_and_nothing_else(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"results": [{"outcome": "created", "id": "sig_1", "state": "pending_review"}]})
    outcome = client.submit_signals([PDQ], STATEMENT)

    assert outcome == [{"outcome": "created", "id": "sig_1", "state": "pending_review"}]
    assert peer.asked[0].path == "/v1/signals"
    assert peer.asked[0].body == {
        "signals": [
            {
                "signal_type": "pdq",
                "signal_value": PDQ.signal_value,
                "quality": 88,
                "content_type": "image",
                "tier": 2,
                "ground": {"behaviour": "manifesto"},
                "behaviour_labels": ["manifesto"],
                "material_types": ["art2_7_a"],
                "statement_good_faith": True,
                "user_data_absent": True,
            }
        ]
    }


def test_what_is_optional_is_sent_when_it_is_there(peer: "Peer", client: Client) -> None:
    statement = Statement(
        tier=1,
        behaviour_labels=("ict",),
        ground={"incident_id": "inc_1"},
        good_faith=True,
        user_data_absent=True,
        context_flags=("journalistic",),
        source_reference="case-7",
    )
    peer.answer(200, {"results": [{}]})
    client.submit_signals([MD5], statement)
    sent = peer.asked[0].body["signals"][0]

    assert (sent["context_flags"], sent["source_reference"]) == (["journalistic"], "case-7")
    assert "quality" not in sent


def test_2500_signals_are_sent_in_three_batches_and_answered_in_order(peer: "Peer", client: Client) -> None:
    for size, first in ((1000, 0), (1000, 1000), (500, 2000)):
        peer.answer(200, {"results": [{"id": f"sig_{first + place}"} for place in range(size)]})
    outcome = client.submit_signals([PDQ] * 2500, STATEMENT)

    assert [each["id"] for each in outcome] == [f"sig_{place}" for place in range(2500)]
    assert [len(asked.body["signals"]) for asked in peer.asked] == [1000, 1000, 500]
    assert len({asked.headers["Idempotency-Key"] for asked in peer.asked}) == 3


def test_views_are_submitted_and_looked_up_with_their_signal(peer: "Peer", client: Client) -> None:
    shown = View(name="left_80", signal_value="0f" * 32, quality=70)
    viewed = replace(PDQ, views=(shown, View(name="top_80", signal_value="f0" * 32)))
    peer.answer(200, {"results": [{}]})
    peer.answer(200, {"results": [{"matches": []}]})
    client.submit_signals([viewed], STATEMENT)
    client.match([viewed])

    assert [asked.body["signals"][0]["views"] for asked in peer.asked] == [
        [
            {"name": "left_80", "signal_value": "0f" * 32, "quality": 70},
            {"name": "top_80", "signal_value": "f0" * 32},
        ]
    ] * 2


def test_the_parts_of_a_signal_that_was_hashed_to_be_looked_up_are_not_submitted(peer: "Peer", client: Client) -> None:
    asked = replace(PDQ, orientations=("0f" * 32,) * 8, views=(View(name="trim", signal_value="f0" * 32),))
    peer.answer(200, {"results": [{}]})
    client.submit_signals([asked], STATEMENT)

    assert {"views", "all_orientations", "orientations"}.isdisjoint(peer.asked[0].body["signals"][0])


def test_signals_with_many_views_are_sent_in_bodies_that_the_service_takes(peer: "Peer", client: Client) -> None:
    views = tuple(View(name=f"v{number:031}", signal_value="0f" * 32, quality=100) for number in range(32))
    viewed = replace(PDQ, views=views)
    for size in (242, 242, 116):
        peer.answer(200, {"results": [{}] * size})
    outcome = client.submit_signals([viewed] * 600, STATEMENT)

    assert len(outcome) == 600
    assert [len(asked.body["signals"]) for asked in peer.asked] == [242, 242, 116]
    assert max(int(asked.headers["Content-Length"]) for asked in peer.asked) < 2 * 1024 * 1024


def test_no_signals_are_no_request(peer: "Peer", client: Client) -> None:
    assert client.submit_signals([], STATEMENT) == []
    assert client.match([]) == []
    assert peer.asked == []


def test_a_lookup_sends_values_and_returns_the_matches_of_each(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"results": [{"matches": [{"signal_id": "sig_1", "distance": 4}]}, {"matches": []}]})
    hits = client.match([PDQ, MD5], radius=20)

    assert hits == [[{"signal_id": "sig_1", "distance": 4}], []]
    assert peer.asked[0].body == {
        "radius": 20,
        "signals": [
            {"signal_type": "pdq", "signal_value": PDQ.signal_value, "quality": 88},
            {"signal_type": "md5", "signal_value": MD5.signal_value},
        ],
    }


def test_the_feed_is_walked_to_its_end_and_tells_where_to_go_on(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"items": [{"signal_value": "a"}], "next": "5-0"})
    peer.answer(200, {"items": [{"signal_value": "b"}], "next": "9-0"})
    peer.answer(200, {"items": [], "next": "9-0"})
    pages = list(client.feed("2-0", limit=1))

    assert [(page.items[0]["signal_value"], page.checkpoint) for page in pages] == [("a", "5-0"), ("b", "9-0")]
    assert [asked.path for asked in peer.asked] == [
        f"/v1/feed?after={after}&limit=1" for after in ("2-0", "5-0", "9-0")
    ]


def test_a_list_is_walked_page_by_page(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"items": [{"id": "tdr_1"}], "next": "tdr_1"})
    peer.answer(200, {"items": [{"id": "tdr_2"}], "next": None})

    assert [request["id"] for request in client.takedown_requests(state="received")] == ["tdr_1", "tdr_2"]
    assert peer.asked[0].path == "/v1/takedown-requests?state=received"
    assert peer.asked[1].path == "/v1/takedown-requests?after=tdr_1&state=received"


def test_a_reference_is_quoted_in_the_address(peer: "Peer", client: Client) -> None:
    peer.answer(204)
    client.delete_inventory("a/b c?d")

    assert (peer.asked[0].method, peer.asked[0].path) == ("DELETE", "/v1/inventory/a%2Fb%20c%3Fd")


def test_inventory_is_told_in_batches(peer: "Peer", client: Client) -> None:
    peer.answer(200, {"results": [{}] * 1000})
    peer.answer(200, {"results": [{}]})
    entry: InventoryEntry = {"content_ref": "v1", "signal_type": "pdq", "signal_value": PDQ.signal_value}

    assert len(client.put_inventory([entry] * 1001)) == 1001
    assert [len(asked.body["items"]) for asked in peer.asked] == [1000, 1]


@pytest.mark.parametrize(
    ("ask", "path", "body"),
    [
        (
            lambda c: c.give_opinion("sig_1", "positive", "saw_this_too"),
            "/v1/signals/sig_1/opinions",
            {"opinion": "positive", "reason": "saw_this_too"},
        ),
        (
            lambda c: c.review_signal("sig_1", "reject", reason="not_tvec"),
            "/v1/signals/sig_1/reviews",
            {"decision": "reject", "reason": "not_tvec"},
        ),
        (
            lambda c: c.review_match("mat_1", "confirm", note="seen"),
            "/v1/matches/mat_1/reviews",
            {"decision": "confirm", "note": "seen"},
        ),
        (
            lambda c: c.report_match(signal_id="sig_1", content_ref="v1"),
            "/v1/matches",
            {"signal_id": "sig_1", "content_ref": "v1"},
        ),
        (lambda c: c.draft_takedown_request(match_id="mat_1"), "/v1/takedown-requests", {"match_id": "mat_1"}),
        (lambda c: c.submit_takedown_request("tdr_1"), "/v1/takedown-requests/tdr_1/submit", {}),
        (
            lambda c: c.review_takedown_request("tdr_1", "approve"),
            "/v1/takedown-requests/tdr_1/reviews",
            {"decision": "approve"},
        ),
        (
            lambda c: c.respond("tdr_1", {"type": "removed"}),
            "/v1/takedown-requests/tdr_1/responses",
            {"type": "removed"},
        ),
        (
            lambda c: c.withdraw_takedown_request("tdr_1", "our error"),
            "/v1/takedown-requests/tdr_1/withdraw",
            {"reason": "our error"},
        ),
        (
            lambda c: c.create_webhook_endpoint("https://a.example/", ["takedown.requested"]),
            "/v1/webhook-endpoints",
            {"url": "https://a.example/", "event_types": ["takedown.requested"]},
        ),
        (
            lambda c: c.verify_webhook_endpoint("whe_1", "abc"),
            "/v1/webhook-endpoints/whe_1/verify",
            {"nonce": "abc"},
        ),
        (lambda c: c.replay_delivery("dlv_1"), "/v1/deliveries/dlv_1/replay", {}),
        (
            lambda c: c.scrutinise_order("tdr_1", "infringes", "no reasons"),
            "/v1/orders/tdr_1/scrutiny",
            {"finding": "infringes", "reasons": "no reasons"},
        ),
        (
            lambda c: c.decide_appeal("apl_1", "uphold_partly", "why", remedies=["reinstate"]),
            "/v1/appeals/apl_1/decide",
            {"decision": "uphold_partly", "reasons": "why", "remedies": ["reinstate"]},
        ),
        (
            lambda c: c.add_contact_point("primary", "Grace", "g@gamma.example", public=True),
            "/v1/contact-points",
            {"role": "primary", "name": "Grace", "email": "g@gamma.example", "public": True},
        ),
    ],
)
def test_an_action_is_posted_to_its_route(
    peer: "Peer", client: Client, ask: Callable[[Client], object], path: str, body: dict[str, object]
) -> None:
    peer.answer(200, {"state": "next"})

    assert ask(client) == {"state": "next"}
    assert (peer.asked[0].method, peer.asked[0].path, peer.asked[0].body) == ("POST", path, body)


@pytest.mark.parametrize(
    ("ask", "method", "path"),
    [
        (lambda c: c.signal("sig_1"), "GET", "/v1/signals/sig_1"),
        (lambda c: c.takedown_request("tdr_1"), "GET", "/v1/takedown-requests/tdr_1"),
        (lambda c: list(c.matches()), "GET", "/v1/matches"),
        (lambda c: list(c.reviews()), "GET", "/v1/reviews"),
        (lambda c: list(c.deliveries()), "GET", "/v1/deliveries"),
        (lambda c: list(c.webhook_endpoints()), "GET", "/v1/webhook-endpoints"),
        (lambda c: c.take_back_submission("sig_1"), "DELETE", "/v1/signals/sig_1/submission"),
        (lambda c: c.delete_webhook_endpoint("whe_1"), "DELETE", "/v1/webhook-endpoints/whe_1"),
    ],
)
def test_a_record_or_list_has_its_address(
    peer: "Peer", client: Client, ask: Callable[[Client], object], method: str, path: str
) -> None:
    peer.answer(200, {"items": [], "next": None})
    ask(client)

    assert [(asked.method, asked.path) for asked in peer.asked] == [(method, path)]


def test_the_client_needs_none_of_the_servers_parts_and_no_decoder() -> None:
    code = "import sys, hashdb.client; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    foreign = {"redis", "rq", "flask", "numpy", "PIL", "hashdb.store", "hashdb.records", "hashdb.services"}

    assert foreign.isdisjoint(shown)
