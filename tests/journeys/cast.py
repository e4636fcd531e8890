"""Who acts in a journey: three platforms, two organisations that review, and what they do through the SDK."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from hashdb.client import Client, Statement
from hashdb.client.answers import Hit, Record
from hashdb.hashing import HashedSignal
from hashdb.records.member import Kind, Member
from hashdb.roles import Role
from tests.journeys.receiver import Received, Receiver
from tests.journeys.serving import Serving
from tests.journeys.stage import Stage
from tests.journeys.waiting import eventually

STATEMENT = Statement(
    tier=3, behaviour_labels=("gta",), ground={"behaviour": "gta"}, good_faith=True, user_data_absent=True
)
REASONS = "The picture shows a call to take part in the activities of a listed group, with its emblem and a contact."
CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")
_numbers = count()


def fresh_signal() -> HashedSignal:
    """Return a PDQ hash that no other test uses."""
    text = hashlib.sha256(f"a journey's value {next(_numbers)}".encode()).hexdigest()
    return HashedSignal(signal_type="pdq", signal_value=text, quality=100, content_type="image")


@dataclass
class Cast:
    """Members that belong to one test, and a client for every role of theirs."""

    serving: Serving | Stage
    stack: ExitStack
    endpoint_secret: str = ""

    def __post_init__(self) -> None:
        service = self.serving.service
        self.alpha, self.beta, self.gamma = (service.member(f"platform {letter}") for letter in "abc")
        self.charity = service.member("charity", Kind.CIVIL_SOCIETY)
        self.institute = service.member("institute", Kind.CIVIL_SOCIETY)

    @cached_property
    def submitter(self) -> Client:
        return self.client(self.alpha, Role.PLATFORM_SUBMITTER)

    @cached_property
    def voucher(self) -> Client:
        return self.client(self.beta, Role.PLATFORM_SUBMITTER)

    @cached_property
    def asker(self) -> Client:
        return self.client(self.beta, Role.PLATFORM_MATCHER)

    @cached_property
    def host(self) -> Client:
        return self.client(self.gamma, Role.PLATFORM_MATCHER)

    @cached_property
    def responder(self) -> Client:
        return self.client(self.gamma, Role.PLATFORM_RESPONDER)

    @cached_property
    def webmaster(self) -> Client:
        return self.client(self.gamma, Role.PLATFORM_ADMIN)

    @cached_property
    def reviewer(self) -> Client:
        return self.client(self.charity, Role.REVIEWER)

    @cached_property
    def senior(self) -> Client:
        return self.client(self.institute, Role.SENIOR_REVIEWER)

    @cached_property
    def other_senior(self) -> Client:
        return self.client(self.charity, Role.SENIOR_REVIEWER)

    def client(self, member: Member, role: Role) -> Client:
        """Return a client with a fresh key."""
        return self.stack.enter_context(Client(self.serving.url, self.serving.service.key(member, role), pause=0.1))

    def bearer(self, member: Member, role: Role) -> dict[str, str]:
        """Return the header with a fresh key."""
        return {"Authorization": f"Bearer {self.serving.service.key(member, role)}"}

    def live(self, *signals: HashedSignal) -> list[str]:
        """Have two platforms vouch for signals and two people approve them; return their ids."""
        self.submitter.submit_signals(signals, STATEMENT)
        ids = [each["id"] or "" for each in self.voucher.submit_signals(signals, STATEMENT)]
        for each in ids:
            self.reviewer.review_signal(each, "approve")
            self.senior.review_signal(each, "approve")
        self.serving.settle()
        return ids

    def hits(self, signal: HashedSignal) -> list[Hit]:
        """Check an upload."""
        return self.asker.match([signal])[0]

    def receives(self, receiver: Receiver, *event_types: str) -> Record:
        """Register and verify an endpoint of platform gamma; the challenge comes as a webhook."""
        before = len(receiver.of_type("endpoint.verification"))
        endpoint = self.webmaster.create_webhook_endpoint(receiver.url, event_types)
        self.endpoint_secret = endpoint["secret"]
        self.serving.settle()
        nonce = receiver.next_of_type("endpoint.verification", before + 1).event["data"]["nonce"]
        return self.webmaster.verify_webhook_endpoint(endpoint["id"], nonce)

    def found(self, signal_id: str) -> Record:
        """Wait for the match of a signal in platform gamma's inventory, which a worker finds."""
        return eventually(lambda: self._match_of(signal_id), "the match is found in the inventory")

    def requested(self, match_id: str, **changes: object) -> Record:
        """Confirm a match and have a request about it drafted, submitted and approved by a second person."""
        self.reviewer.review_match(match_id, "confirm")
        request = self.reviewer.draft_takedown_request(
            match_id=match_id,
            statement_of_reasons=REASONS,
            exemption_assessment=dict.fromkeys(CONTEXTS, "no"),
            **changes,
        )
        self.reviewer.submit_takedown_request(request["id"])
        approved = self.senior.review_takedown_request(request["id"], "approve")
        self.serving.settle()
        return approved

    def request_about(self, signal: HashedSignal, **changes: object) -> Record:
        """Return an approved request about content of platform gamma with this very signal."""
        signal_id = self.live(signal)[0]
        match = self.host.report_match(signal_id=signal_id, content_ref=f"v/{next(_numbers)}", distance=0)
        return self.requested(match["id"], **changes)

    def state_of(self, request: Record) -> str:
        """Return the state of a request, as those who review see it."""
        state: str = self.senior.takedown_request(request["id"])["state"]
        return state

    def _match_of(self, signal_id: str) -> Record | None:
        return next((each for each in self.host.matches() if each["signal_id"] == signal_id), None)


def about(request: Record, received: list[Received]) -> list[Received]:
    """Return the webhooks that are about this request."""
    return [each for each in received if each.event["data"]["id"] == request["id"]]
