"""/console/endpoints: where a platform is told by webhook, whether that works, and what was sent there lately."""

from typing import Literal

from pydantic import Field

from api import present
from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.shown_once import show_once
from api.context import actor, now, store, surroundings
from api.language import gettext
from api.models import Body
from api.permissions import console
from api.routes import group as begin
from api.v1.webhooks import EndpointPath, VerificationBody
from hashdb.access import Action
from hashdb.addresses import check_url
from hashdb.records.webhook import EventType
from hashdb.services import endpoints, retention

group = begin("console: endpoints", "Webhook endpoints of one's own.", keyless=True)

PLACE = "/console/endpoints"
LOOKED_THROUGH = 200
SHOWN = 20
Yes = Literal["yes"] | None
# What is sent to an endpoint whether it wants it or not.
_ALWAYS = {EventType.ENDPOINT_VERIFICATION, EventType.ENDPOINT_PING}
EVENTS = {each.name.lower(): each for each in EventType if each not in _ALWAYS}


class EndpointForm(Body):
    """Where to send which events; none ticked means all."""

    url: str = Field(max_length=2_000)
    takedown_requested: Yes = None
    takedown_updated: Yes = None
    takedown_withdrawn: Yes = None
    reinstatement_requested: Yes = None
    tco_prior_information: Yes = None
    tco_copy: Yes = None
    tco_scrutiny_requested: Yes = None
    clarification_answered: Yes = None
    signal_withdrawn: Yes = None
    incident_awareness: Yes = None
    incident_activated: Yes = None
    incident_updated: Yes = None
    incident_concluded: Yes = None
    appeal_decided: Yes = None
    register_delisted: Yes = None
    report_published: Yes = None
    alert_raised: Yes = None
    endpoint_disabled: Yes = None

    def event_types(self) -> list[EventType]:
        """Return the events that were ticked."""
        return [event for name, event in EVENTS.items() if getattr(self, name)]


@group.get(PLACE, doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def show_endpoints() -> Answer:
    """List the endpoints."""
    found = endpoints.page(store(), after=None, limit=100, actor=actor())
    shown = [present.endpoint(each) for each in found.items]
    return console_page("console/endpoints.html", endpoints=shown, events=EVENTS)


@group.post(PLACE, doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def register_endpoint(body: EndpointForm) -> Answer:
    """Register an endpoint, and show its secret once."""
    check_url(body.url, allow_loopback=surroundings().settings.webhook_allow_loopback)
    made = endpoints.register(store(), body.url, body.event_types(), actor=actor(), now=now())
    return _secret(made)


@group.get(f"{PLACE}/<endpoint_id>", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def show_endpoint(path: EndpointPath) -> Answer:
    """Show an endpoint with what was sent there lately."""
    endpoint = endpoints.own(store(), path.endpoint_id, actor=actor())
    sent = endpoints.deliveries_to(store(), endpoint, limit=LOOKED_THROUGH)[:SHOWN]
    shown = [present.delivery(each, actor()) for each in retention.shown_all(store(), sent, now())]
    return console_page("console/endpoint.html", endpoint=present.endpoint(endpoint), deliveries=shown)


@group.post(f"{PLACE}/<endpoint_id>/verify", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def verify_endpoint(path: EndpointPath, body: VerificationBody) -> Answer:
    """Prove that one receives there."""
    endpoints.verify(store(), path.endpoint_id, body.nonce, actor=actor(), now=now())
    return go_to(_place(path), gettext("The endpoint is verified; events are sent there from now on."))


@group.post(f"{PLACE}/<endpoint_id>/ping", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def ping_endpoint(path: EndpointPath) -> Answer:
    """Send an event that says nothing, to see whether it arrives."""
    endpoints.ping(store(), path.endpoint_id, actor=actor(), now=now())
    return go_to(_place(path), gettext("A ping is on its way. Look again in a moment to see what was answered."))


@group.post(f"{PLACE}/<endpoint_id>/rotate", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def rotate_secret(path: EndpointPath) -> Answer:
    """Give an endpoint another secret, and show it once."""
    return _secret(endpoints.rotate(store(), path.endpoint_id, actor=actor(), now=now()))


@group.post(f"{PLACE}/<endpoint_id>/disable", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def disable_endpoint(path: EndpointPath) -> Answer:
    """Stop all sending to an endpoint."""
    endpoints.disable(store(), path.endpoint_id, actor=actor(), now=now())
    return go_to(_place(path), gettext("Nothing is sent there any more."))


@group.post(f"{PLACE}/<endpoint_id>/enable", doc_ui=False)
@console(Action.ENDPOINT_MANAGE)
def enable_endpoint(path: EndpointPath) -> Answer:
    """Take a disabled endpoint back into use."""
    endpoints.enable(store(), path.endpoint_id, actor=actor(), now=now())
    return go_to(_place(path), gettext("A new challenge is sent there; bring its nonce back to go on."))


def _place(path: EndpointPath) -> str:
    return f"{PLACE}/{path.endpoint_id}"


def _secret(made: endpoints.NewEndpoint) -> Answer:
    words = gettext("With it, the receiver checks the signature of each webhook (Standard Webhooks 1.0.0).")
    return show_once(gettext("The endpoint's secret"), words, made.secret, back=f"{PLACE}/{made.endpoint.id}")
