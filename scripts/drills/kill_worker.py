"""kill -9 for the worker that delivers, in mid-delivery: every approved request must reach its platform."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from hashdb.access import Actor
from hashdb.records.match import Origin
from hashdb.records.member import Kind, Member, Role
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, Ground
from hashdb.records.takedown import Exempt, ExemptionAssessment, LegalBasis, RequestedAction
from hashdb.records.webhook import Priority
from hashdb.services import matches, members, signals, submissions, takedowns
from hashdb.services.takedowns import Draft
from hashdb.store import Store
from scripts.drills.toll import Toll, killing, until
from scripts.service import Service, running

_EVERY = 1.0
_ANSWER_SECONDS = 0.05
_DRAIN_SECONDS = 60
_VALUE = "ab" * 31
_REASONS = "Drill: the content shows what the signal stands for; nothing here is real, nobody is asked to act on it."
_NO = ExemptionAssessment(
    educational=Exempt.NO,
    journalistic=Exempt.NO,
    artistic=Exempt.NO,
    research=Exempt.NO,
    counter_terrorism=Exempt.NO,
    public_debate=Exempt.NO,
)


class _Receiver(ThreadingHTTPServer):
    """A platform that takes its time to answer and counts what it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: Counter[tuple[str, str]] = Counter()
        self.nonces: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        body = httpx.Response(200, content=self.rfile.read(int(self.headers["Content-Length"]))).json()
        time.sleep(_ANSWER_SECONDS)
        if body["type"] == "endpoint.verification":
            self.server.nonces.append(body["data"]["nonce"])
        else:
            self.server.told[self.headers["webhook-id"], body["data"]["id"]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Cast:
    """Those who take part: a platform with a verified endpoint, and people who approve."""

    def __init__(self, service: Service, receiver: _Receiver) -> None:
        self.store = service.store()
        platform = service.member("drill platform")
        outsiders = [service.member(f"drill reviewers {number}", Kind.CIVIL_SOCIETY) for number in (1, 2)]
        self.submitter = self._actor(service, service.member("drill submitter"), Role.PLATFORM_SUBMITTER)
        self.host = self._actor(service, platform, Role.PLATFORM_MATCHER)
        self.reviewer = self._actor(service, outsiders[0], Role.REVIEWER)
        self.senior = self._actor(service, outsiders[1], Role.SENIOR_REVIEWER)
        _verify_endpoint(service, service.key(platform, Role.PLATFORM_ADMIN), receiver)

    def _actor(self, service: Service, member: Member, role: Role) -> Actor:
        return members.authenticate(self.store, service.key(member, role), now=_now())


def run(seconds: float) -> Toll:
    """Approve requests for so many seconds while the delivering worker is killed, wait until all arrived, count."""
    environment = {"HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1", "HASHDB_LEASE_SECONDS": "2"}
    receiver = _Receiver()
    with running(environment) as service:
        cast = _Cast(service, receiver)
        signal_id = _live_signal(cast)
        started = time.monotonic()
        approved: list[str] = []
        with killing(service, "worker-deliveries", _EVERY) as killer:
            for number, _ in enumerate(until(seconds)):
                approved.append(_approved_request(cast, signal_id, number))
        lost = _wait_for(receiver, approved, cast.store)
        receiver.shutdown()
        return Toll(
            acknowledged=len(approved),
            lost=lost,
            doubled=sum(1 for count in receiver.told.values() if count > 1),
            kills=killer.kills,
            seconds=round(time.monotonic() - started, 1),
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _verify_endpoint(service: Service, key: str, receiver: _Receiver) -> None:
    with httpx.Client(base_url=service.url, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
        endpoint = client.post("/v1/webhook-endpoints", json={"url": receiver.url}).raise_for_status().json()
        while not receiver.nonces:
            time.sleep(0.05)
        path = f"/v1/webhook-endpoints/{endpoint['id']}/verify"
        client.post(path, json={"nonce": receiver.nonces[0]}).raise_for_status()


def _live_signal(cast: _Cast) -> str:
    label = BehaviourLabel.GLORIFICATION
    claim = Claim(content_type=ContentType.IMAGE, tier=1, behaviour_labels=(label,), ground=Ground(behaviour=label))
    submitted = submissions.Submitted(
        signal_type="sha256",
        signal_value=f"{_VALUE}01",
        quality=None,
        claim=claim,
        source_reference=None,
    )
    identifier = submissions.submit(cast.store, [submitted], actor=cast.submitter, now=_now())[0].id or ""
    for person in (cast.reviewer, cast.senior):
        signals.review(cast.store, identifier, signals.Verdict.APPROVE, actor=person, now=_now())
    return identifier


def _approved_request(cast: _Cast, signal_id: str, number: int) -> str:
    """Take one piece of content through match, confirmation, draft and approval."""
    reference = f"drill-{number}"
    finding = matches.Finding(member_id=cast.host.member_id, content_ref=reference, distance=0, origin=Origin.REPORTED)
    match = matches.report(cast.store, signal_id, finding, actor=cast.host, now=_now())
    matches.review(cast.store, match.id, matches.Verdict.CONFIRM, actor=cast.reviewer, now=_now())
    draft = Draft(
        match_ids=(match.id,),
        legal_basis=LegalBasis.REFERRAL,
        requested_action=RequestedAction.REVIEW,
        priority=Priority.URGENT,
        statement_of_reasons=_REASONS,
        exemption_assessment=_NO,
    )
    request = takedowns.create(cast.store, draft, actor=cast.reviewer, now=_now())
    takedowns.submit(cast.store, request.id, actor=cast.reviewer, now=_now())
    takedowns.review(cast.store, request.id, takedowns.Verdict.APPROVE, actor=cast.senior, now=_now())
    time.sleep(0.02)
    return request.id


def _wait_for(receiver: _Receiver, approved: list[str], store: Store) -> int:
    """Return how many of the requests never arrived; nothing may be owed at the end."""
    for _ in until(_DRAIN_SECONDS):
        arrived = {request_id for _, request_id in receiver.told}
        if arrived >= set(approved) and not store.ledger.counts()["owed"]:
            return 0
        time.sleep(0.1)
    return len(set(approved) - {request_id for _, request_id in receiver.told})
