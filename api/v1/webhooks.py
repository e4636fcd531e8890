"""/v1/webhook-endpoints and /v1/deliveries: where a member is told, and what became of it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store, surroundings
from api.models import Body, Inlined, PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.addresses import check_url
from hashdb.lifecycles.delivery import State
from hashdb.records.webhook import EventType
from hashdb.services import deliveries, endpoints, retention

group = begin("webhooks", "Signed notices to members, by the Standard Webhooks specification.")


class EndpointBody(Body):
    """Where to send which events; no types named means all."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    event_types: list[EventType] = Field(default=[], max_length=len(EventType))


class VerificationBody(Body):
    """The nonce that the endpoint received in `endpoint.verification`."""

    nonce: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class DeliveriesQuery(PageQuery):
    """A page of all deliveries, or of those in one state; then it may hold fewer than its limit."""

    state: Inlined[State] | None = None


class EndpointPath(Path):
    """An endpoint by its id."""

    endpoint_id: Annotated[str, id_of("whe")]


class DeliveryPath(Path):
    """A delivery by its id, which is the `webhook-id` of its attempts."""

    delivery_id: Annotated[str, id_of("dlv")]


@group.post("/v1/webhook-endpoints", responses={201: schemas.NewEndpoint})
@permits(Action.ENDPOINT_MANAGE)
def register_endpoint(body: EndpointBody) -> Answer:
    """Register an endpoint; the secret is shown once, and a challenge is sent to the endpoint."""
    check_url(body.url, allow_loopback=surroundings().settings.webhook_allow_loopback)
    made = endpoints.register(store(), body.url, body.event_types, actor=actor(), now=now())
    return {**present.endpoint(made.endpoint), "secret": made.secret}, 201


@group.get("/v1/webhook-endpoints", responses={200: schemas.PageOf[schemas.Endpoint]})
@permits(Action.ENDPOINT_MANAGE)
def list_endpoints(query: PageQuery) -> Answer:
    """List one's endpoints."""
    found = endpoints.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    return present.page_of(found, [present.endpoint(each) for each in found.items])


@group.get("/v1/webhook-endpoints/<endpoint_id>", responses={200: schemas.Endpoint})
@permits(Action.ENDPOINT_MANAGE)
def read_endpoint(path: EndpointPath) -> Answer:
    """Read an endpoint."""
    return present.endpoint(endpoints.own(store(), path.endpoint_id, actor=actor()))


@group.post("/v1/webhook-endpoints/<endpoint_id>/verify", responses={200: schemas.Endpoint})
@permits(Action.ENDPOINT_MANAGE)
def verify_endpoint(path: EndpointPath, body: VerificationBody) -> Answer:
    """Prove that one receives at the endpoint; from then on events are sent there."""
    return present.endpoint(endpoints.verify(store(), path.endpoint_id, body.nonce, actor=actor(), now=now()))


@group.delete("/v1/webhook-endpoints/<endpoint_id>", responses={204: None})
@permits(Action.ENDPOINT_MANAGE)
def disable_endpoint(path: EndpointPath) -> Answer:
    """Stop all sending to an endpoint."""
    endpoints.disable(store(), path.endpoint_id, actor=actor(), now=now())
    return "", 204


@group.post("/v1/webhook-endpoints/<endpoint_id>/enable", responses={200: schemas.Endpoint})
@permits(Action.ENDPOINT_MANAGE)
def enable_endpoint(path: EndpointPath) -> Answer:
    """Take a disabled endpoint back into use; a new challenge is sent to it."""
    return present.endpoint(endpoints.enable(store(), path.endpoint_id, actor=actor(), now=now()))


@group.post("/v1/webhook-endpoints/<endpoint_id>/rotate", responses={200: schemas.NewEndpoint})
@permits(Action.ENDPOINT_MANAGE)
def rotate_secret(path: EndpointPath) -> Answer:
    """Give an endpoint a new secret, shown once; for a day both the old and the new one sign."""
    made = endpoints.rotate(store(), path.endpoint_id, actor=actor(), now=now())
    return {**present.endpoint(made.endpoint), "secret": made.secret}


@group.get("/v1/deliveries", responses={200: schemas.PageOf[schemas.Delivery]})
@permits(Action.DELIVERY_READ)
def list_deliveries(query: DeliveriesQuery) -> Answer:
    """List deliveries with their attempts: webhooks, mails, and notices (`portal`) that wait to be read."""
    found = deliveries.page(store(), after=query.after or None, limit=query.limit, state=query.state, actor=actor())
    return present.page_of(
        found, [present.delivery(each, actor()) for each in retention.shown_all(store(), found.items, now())]
    )


@group.post("/v1/deliveries/<delivery_id>/replay", responses={202: schemas.Delivery})
@permits(Action.DELIVERY_REPLAY)
def replay_delivery(path: DeliveryPath) -> Answer:
    """Send a delivery again, under the same `webhook-id`."""
    return present.delivery(deliveries.replay(store(), path.delivery_id, actor=actor(), now=now()), actor()), 202
