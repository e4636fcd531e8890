"""What tests of a crisis begin with: a reported, a proposed and an active incident, and signals that rest on one."""

from dataclasses import replace
from functools import partial

from hashdb.access import Actor
from hashdb.records.incident import Criteria, Incident
from hashdb.records.signal import BehaviourLabel, Claim, Ground
from hashdb.services import incidents
from tests.services.world import CLAIM, World

MET = Criteria(
    event_real=True,
    perpetrator_content=True,
    depicts_murder_or_manifesto=True,
    on_member_platform=True,
    bystander_excluded=True,
)


def reported(world: World, actor: Actor | None = None) -> Incident:
    """Return an incident of which everybody is aware."""
    told = incidents.Report(title="Attack in a town", activation_type="pci", country="DE", started_at=world.now)
    return incidents.report(world.store, told, actor=actor or world.reviewer, now=world.now)


def proposed(world: World, criteria: Criteria = MET) -> Incident:
    """Return an incident that a reviewer proposes to activate."""
    return incidents.propose(world.store, reported(world).id, criteria, actor=world.reviewer, now=world.now)


def active_incident(world: World) -> Incident:
    """Return an incident that a commander and a senior reviewer of two organisations have activated."""
    agree = partial(incidents.agree, world.store, proposed(world).id, now=world.now)
    agree(actor=world.commander)
    return agree(actor=world.senior)


def claim_on(incident: Incident) -> Claim:
    """Return a claim about what the attackers made."""
    ground = Ground(incident_id=incident.id)
    return replace(CLAIM, ground=ground, tier=2, behaviour_labels=(BehaviourLabel.ATTACK_PRODUCED,))
