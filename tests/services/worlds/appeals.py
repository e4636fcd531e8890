"""What tests of appeals begin with: a complaint about a live signal, lodged, admitted or upheld."""

from hashdb.access import Actor
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject, AppellantKind
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import appeals, remedies, responses, rulings, triage
from hashdb.services.appeals import Complaint, Lodged
from hashdb.services.rulings import Ruling, Verdict
from tests.services.answers import answer
from tests.services.world import World

STATEMENT = "The picture is from my report about the trial; it shows the exhibit, not an appeal to anybody."
REASONS = "The content reports on a trial and does not call for anything; the signal should not have been listed."


def complaint(subject_ref: str | None, **changes: object) -> Complaint:
    """Return what somebody writes about a signal."""
    usual: dict[str, object] = {
        "appellant_kind": AppellantKind.CONTENT_PROVIDER,
        "subject_type": AppealSubject.SIGNAL,
        "subject_ref": subject_ref,
        "grounds": (AppealGround.NOT_TVEC,),
        "statement": STATEMENT,
        "language": "en",
        "contact": "ada@press.example",
    }
    return Complaint(**{**usual, **changes})  # type: ignore[arg-type]


def lodged(world: World, subject_ref: str | None, **changes: object) -> Lodged:
    """Return a complaint that has just come."""
    return appeals.lodge(world.store, complaint(subject_ref, **changes), now=world.now)


def admitted(world: World, subject_ref: str, **changes: object) -> Appeal:
    """Return a complaint that the officer has admitted."""
    appeal = lodged(world, subject_ref, **changes).appeal
    return triage.admit(world.store, appeal.id, actor=world.appeals_officer, now=world.now)


def ruled(world: World, appeal: Appeal, verdict: Verdict, actor: Actor | None = None) -> Appeal:
    """Return the complaint as an officer decides it."""
    ruling = Ruling(verdict=verdict, reasons=REASONS)
    return rulings.decide(world.store, appeal.id, ruling, actor=actor or world.appeals_officer, now=world.now)


def remedied(world: World, appeal: Appeal) -> Appeal:
    """Return the complaint after what was decided was done."""
    remedies.carry_out(world.store, appeal.id, now=world.now)
    return world.store.appeals.get(appeal.id)


def another_officer(world: World) -> Actor:
    """Return an officer of another organisation."""
    return world.actor(Role.APPEALS_OFFICER, world.charity)


def acted_on(world: World, request: TakedownRequest) -> TakedownRequest:
    """Return a request after platform gamma has removed the content."""
    return responses.respond(world.store, request.id, answer(), actor=world.responder, now=world.now)
