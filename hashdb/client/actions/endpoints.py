"""Where a member is told by webhook, what was delivered there, and what waits for its people."""

from collections.abc import Sequence
from urllib.parse import quote

from hashdb.client.actions.common import listed, posted
from hashdb.client.answers import Record
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, delete, get


class EndpointActions:
    """The member itself: its key, its endpoints, its reviewers' work."""

    @action
    def me(self) -> Talk[Record]:
        """Return the member, role and permissions of the key."""
        answer: Record = yield get("/v1/me")
        return answer

    @action
    def create_webhook_endpoint(self, url: str, event_types: Sequence[str] = ()) -> Talk[Record]:
        """Register where to be told (no types: everything); the answer shows the signing secret this once."""
        return posted("/v1/webhook-endpoints", url=url, event_types=list(event_types))

    @action
    def verify_webhook_endpoint(self, endpoint_id: str, nonce: str) -> Talk[Record]:
        """Return the nonce that the endpoint was sent in `endpoint.verification`, which makes it active."""
        return posted(f"/v1/webhook-endpoints/{quote(endpoint_id)}/verify", nonce=nonce)

    @action
    def enable_webhook_endpoint(self, endpoint_id: str) -> Talk[Record]:
        """Take a disabled endpoint back into use; it is sent a new challenge."""
        return posted(f"/v1/webhook-endpoints/{quote(endpoint_id)}/enable")

    @action
    def rotate_webhook_secret(self, endpoint_id: str) -> Talk[Record]:
        """Give an endpoint a new secret, which the answer shows this once; the old one signs, too, for a day."""
        return posted(f"/v1/webhook-endpoints/{quote(endpoint_id)}/rotate")

    @walk
    def webhook_endpoints(self) -> Walk[Record]:
        """Walk the member's endpoints."""
        return listed("/v1/webhook-endpoints")

    @action
    def delete_webhook_endpoint(self, endpoint_id: str) -> Talk[None]:
        """Stop telling an endpoint."""
        yield delete(f"/v1/webhook-endpoints/{quote(endpoint_id)}")

    @walk
    def deliveries(self, /, **filters: str | int) -> Walk[Record]:
        """Walk what was, or is still to be, delivered to the member's endpoints."""
        return listed("/v1/deliveries", **filters)

    @action
    def replay_delivery(self, delivery_id: str) -> Talk[Record]:
        """Ask for a delivery once more, under its old id."""
        return posted(f"/v1/deliveries/{quote(delivery_id)}/replay")

    @walk
    def reviews(self) -> Walk[Record]:
        """Walk what waits for the asking reviewer, most urgent first."""
        return listed("/v1/reviews")
