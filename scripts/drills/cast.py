"""Who acts in a drill, and one takedown request from submission to approval, all over HTTP."""

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from types import TracebackType
from typing import Self

from hashdb.client import Client, Statement
from hashdb.errors import UnavailableError
from hashdb.hashing import HashedSignal
from hashdb.records.member import Kind, Member
from hashdb.roles import Role
from scripts.drills.receiver import Receiver
from scripts.service import Service

# Tier 1 takes one vouch, which keeps the story short.
STATEMENT = Statement(
    tier=1, behaviour_labels=("ict",), ground={"behaviour": "ict"}, good_faith=True, user_data_absent=True
)
REASONS = "A drill: the content shows an imminent and credible threat to life, of the kind that tier 1 is made for."
CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")
# A killed process is back after ten seconds at the latest; a request that died with it is let go of after thirty.
_TRIES = 10
_NONCE_SECONDS = 30


def fresh_signal() -> HashedSignal:
    """Return a hash as no picture has it, but as any picture could."""
    return HashedSignal(signal_type="sha256", signal_value=secrets.token_hex(32), content_type="image")


@dataclass
class Cast:
    """Two platforms and two organisations that review, with a client for each of their roles; a context manager."""

    service: Service
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        sender, host = self.service.member("sender"), self.service.member("host")
        charity = self.service.member("charity", Kind.CIVIL_SOCIETY)
        institute = self.service.member("institute", Kind.CIVIL_SOCIETY)
        self.submitter = self._client(sender, Role.PLATFORM_SUBMITTER)
        self.host = self._client(host, Role.PLATFORM_MATCHER)
        self.webmaster = self._client(host, Role.PLATFORM_ADMIN)
        self.reviewer = self._client(charity, Role.REVIEWER)
        self.senior = self._client(institute, Role.SENIOR_REVIEWER)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stack.close()

    def receive_at(self, receiver: Receiver) -> None:
        """Register the host's endpoint and prove it."""
        endpoint = self.webmaster.create_webhook_endpoint(receiver.url)
        started, pause = datetime.now(UTC), Event()
        while endpoint["id"] not in receiver.nonces:
            if (datetime.now(UTC) - started).total_seconds() > _NONCE_SECONDS:
                raise UnavailableError("the endpoint's challenge did not arrive")
            pause.wait(0.05)
        self.webmaster.verify_webhook_endpoint(endpoint["id"], receiver.nonces[endpoint["id"]])

    def ask_for_removal(self) -> str:
        """Have a request approved; return its id, from which moment on its webhook is owed."""
        signal_id = self.submitter.submit_signals([fresh_signal()], STATEMENT)[0]["id"] or ""
        self.reviewer.review_signal(signal_id, "approve")
        self.senior.review_signal(signal_id, "approve")
        match = self.host.report_match(signal_id=signal_id, content_ref=f"v/{signal_id}", distance=0)
        self.reviewer.review_match(match["id"], "confirm")
        request = self.reviewer.draft_takedown_request(
            match_id=match["id"],
            statement_of_reasons=REASONS,
            exemption_assessment=dict.fromkeys(CONTEXTS, "no"),
            priority="urgent",
        )
        self.reviewer.submit_takedown_request(request["id"])
        approved: str = self.senior.review_takedown_request(request["id"], "approve")["id"]
        return approved

    def _client(self, member: Member, role: Role) -> Client:
        return self.stack.enter_context(Client(self.service.url, self.service.key(member, role), tries=_TRIES))
