"""What mails say: thin texts with an id, a link and a deadline, never a hash, the address of content or a name.

A mail is kept as the name of its text and the facts for it, and becomes words only when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hashdb.records.webhook import EventType

_END = "\n\nThis mail was sent by hashdb at {url}. Nobody reads answers to it.\n"


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body, with the names of their facts in braces, and the event that the mail is about."""

    about: EventType
    subject: str
    body: str


TEXTS: dict[str, Text] = {
    "takedown.requested": Text(
        EventType.TAKEDOWN_REQUESTED,
        "A takedown request waits for you ({id})",
        "A takedown request of priority {priority} was sent to you and nobody has read it yet.\n"
        "Read it with your key: {url}/v1/takedown-requests/{id}\n"
        "If you cannot, answer by any means to the contact that your membership names.",
    ),
    "reinstatement.requested": Text(
        EventType.REINSTATEMENT_REQUESTED,
        "You are asked to put content back ({id})",
        "A takedown request was withdrawn after you had acted on it, and you are asked to reinstate the content.\n"
        "Read which: {url}/v1/takedown-requests/{id}",
    ),
    "incident.awareness": Text(
        EventType.INCIDENT_AWARENESS,
        "For your information: an event ({id})",
        "An event was reported that may come to concern you. No rule has changed and nothing is asked of you.\n"
        "Read about it with your key: {url}/v1/incidents/{id}",
    ),
    "incident.activated": Text(
        EventType.INCIDENT_ACTIVATED,
        "An incident is active ({id})",
        "The crisis protocol was activated.\nRead about it with your key: {url}/v1/incidents/{id}",
    ),
    "incident.updated": Text(
        EventType.INCIDENT_UPDATED,
        "An incident lasts longer ({id})",
        "Two people have agreed that the crisis protocol stays active.\n"
        "Read until when with your key: {url}/v1/incidents/{id}",
    ),
    "incident.concluded": Text(
        EventType.INCIDENT_CONCLUDED,
        "An incident is over ({id})",
        "The usual rules hold again. What was decided is looked at once more.\n"
        "Read about it with your key: {url}/v1/incidents/{id}",
    ),
    "tco.prior_information": Text(
        EventType.TCO_PRIOR_INFORMATION,
        "A first removal order will be sent to you ({id})",
        "An authority will send you its first removal order under Regulation (EU) 2021/784, not before\n"
        "{earliest_issue_at} (Article 3(2)). What is applicable and how you answer: {url}/docs",
    ),
    "tco.copy": Text(
        EventType.TCO_COPY,
        "The copy of a removal order waits for you ({id})",
        "An authority of another Member State sent a removal order to a provider of yours (Article 4(1)).\n"
        "Read it with your key, from when on you have 72 hours to look at it: {url}/v1/orders/{id}",
    ),
    "tco.scrutiny_requested": Text(
        EventType.TCO_SCRUTINY_REQUESTED,
        "You are asked to scrutinise a removal order ({id})",
        "A removal order was contested with reasons, and your decision is asked for within 72 hours (Article 4(4)).\n"
        "Read it with your key: {url}/v1/orders/{id}",
    ),
    "endpoint.disabled": Text(
        EventType.ENDPOINT_DISABLED,
        "Nothing is sent to your webhook any more ({id})",
        "It answered that it is gone, or has failed for five days, and was disabled.\n"
        "Enable and verify it again with your key: {url}/v1/webhook-endpoints/{id}",
    ),
    "order.updated": Text(
        EventType.TAKEDOWN_UPDATED,
        "There is news of a removal order ({id})",
        "A removal order that your authority issued, or may scrutinise, has changed.\n"
        "Read it with your key: {url}/v1/orders/{id}",
    ),
    "contact.challenge": Text(
        EventType.ENDPOINT_VERIFICATION,
        "Confirm that this address reaches you ({id})",
        "Your organisation named this address as a contact point. To confirm that it reaches somebody, send this code\n"
        "with your key to {url}/v1/contact-points/{id}/verify\n\n    {code}",
    ),
    "appeal.received": Text(
        EventType.APPEAL_DECIDED,
        "Your complaint was received ({id})",
        "We look at it by {due_at}. How it stands: {url}/appeal/status, with the code that you were shown.",
    ),
    "appeal.question": Text(
        EventType.APPEAL_DECIDED,
        "There is a question about your complaint ({id})",
        "Please read and answer it by {due_at}: {url}/appeal/status, with the code that you were shown.",
    ),
    "appeal.decided": Text(
        EventType.APPEAL_DECIDED,
        "Your complaint was decided ({id})",
        "The decision and its reasons: {url}/appeal/status, with the code that you were shown.",
    ),
    "appeal.remedied": Text(
        EventType.APPEAL_DECIDED,
        "What was decided about your complaint was carried out ({id})",
        "What was done: {url}/appeal/status, with the code that you were shown.",
    ),
}


def rendered(template: str, facts: Mapping[str, object], url: str) -> tuple[str, str]:
    """Return subject and text of a mail; *url* is where people reach the service."""
    text = TEXTS[template]
    words = {
        "priority": "standard",
        "due_at": "soon",
        "earliest_issue_at": "twelve hours have passed",
        **{name: str(value) for name, value in facts.items()},
        "url": url,
    }
    return text.subject.format_map(words), (text.body + _END).format_map(words)
