"""Orders of authorities: drafted, approved, contested, scrutinised and annulled."""

from urllib.parse import quote

from hashdb.client.actions.common import listed, posted
from hashdb.client.answers import Record
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, get


def _at(request_id: str, what: str = "") -> str:
    return f"/v1/orders/{quote(request_id)}{what}"


class OrderActions:
    """What officers of authorities do; a provider finds orders among its takedown requests, and answers them there."""

    @walk
    def orders(self, /, **filters: str | int) -> Walk[Record]:
        """Walk the authority's orders, and those from abroad that it may scrutinise."""
        return listed("/v1/orders", **filters)

    @action
    def order(self, request_id: str) -> Talk[Record]:
        """Return one order; the home authority's first reading is its receipt of the copy."""
        answer: Record = yield get(_at(request_id))
        return answer

    @action
    def draft_order(self, /, **fields: object) -> Talk[Record]:
        """Draft an order to one provider; fields as in the API."""
        return posted("/v1/orders", **fields)

    @action
    def submit_order(self, request_id: str) -> Talk[Record]:
        """Hand a draft to the second officer."""
        return posted(_at(request_id, "/submit"))

    @action
    def review_order(self, request_id: str, decision: str, *, note: str | None = None) -> Talk[Record]:
        """Decide as the second officer: "approve", "return" or "refuse"."""
        return posted(_at(request_id, "/reviews"), decision=decision, note=note)

    @action
    def clarify_order(self, request_id: str, text: str) -> Talk[Record]:
        """Answer the provider's question; its hour starts again."""
        return posted(_at(request_id, "/clarifications"), text=text)

    @action
    def contest_order(self, request_id: str, reasons: str) -> Talk[Record]:
        """Ask for the scrutiny of an order, as its provider or for its uploader."""
        return posted(_at(request_id, "/scrutiny-requests"), reasons=reasons)

    @action
    def scrutinise_order(self, request_id: str, finding: str, reasons: str) -> Talk[Record]:
        """Say what the home authority finds, or that it intends to."""
        return posted(_at(request_id, "/scrutiny"), finding=finding, reasons=reasons)

    @action
    def annul_order(self, request_id: str, reasons: str) -> Talk[Record]:
        """Take an order back; what was removed is asked back."""
        return posted(_at(request_id, "/annulment"), reasons=reasons)

    @action
    def confirm_order(self, request_id: str, reasons: str) -> Talk[Record]:
        """Note that a court has confirmed a contested order."""
        return posted(_at(request_id, "/confirmation"), reasons=reasons)

    @action
    def extend_non_disclosure(self, request_id: str, until: str) -> Talk[Record]:
        """Keep the uploader uninformed for up to six weeks more, once."""
        return posted(_at(request_id, "/non-disclosure"), until=until)

    @action
    def document(self, request_id: str, name: str) -> Talk[Record]:
        """Return a form of a request: "annex_i", "annex_ii", "annex_iii" or "statement_of_reasons"."""
        answer: Record = yield get(f"/v1/takedown-requests/{quote(request_id)}/documents/{quote(name)}")
        return answer
