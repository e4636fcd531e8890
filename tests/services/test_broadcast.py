"""Everybody is told of an incident, and nobody twice."""

from hashdb import audit
from hashdb.access import OPERATOR
from hashdb.lifecycles.member import Step
from hashdb.records.contact_point import ContactRole
from hashdb.records.webhook import Channel, EventType
from hashdb.services import broadcast, incidents, members
from hashdb.store import Debt, Kind, lists
from tests.services.contacts import named, proved
from tests.services.world import World
from tests.services.worlds.incidents import active_incident, proposed


def test_telling_again_tells_only_those_who_have_come_since(world: World) -> None:
    incident = active_incident(world)
    broadcast.broadcast(world.store, incident.id, now=world.now)
    told = _told(world, incident.id)
    late = members.create_member(world.store, "late", world.alpha.kind, actor=OPERATOR, now=world.now)
    gone = members.create_member(world.store, "gone", world.alpha.kind, actor=OPERATOR, now=world.now)
    suspended = members.change_member(world.store, gone.id, Step.SUSPEND, actor=OPERATOR, now=world.now)
    owed = world.store.ledger.owe(Debt(kind=Kind.BROADCAST, subject_id=incident.id), world.now)
    noted = audit.entry(OPERATOR, "test.owe", world.now, after=suspended)
    world.store.commit(noted, owed)
    broadcast.broadcast(world.store, incident.id, now=world.now)

    assert len(told) == len(set(told)) == world.store.members.count(lists.MEMBERS) - 2
    assert sorted(_told(world, incident.id)) == sorted([*told, late.id])


def test_every_contact_point_that_answered_is_mailed_whatever_there_is_to_tell(world: World) -> None:
    proved(world, ContactRole.PRIMARY)
    proved(world, ContactRole.CRISIS)
    named(world, ContactRole.LEGAL)
    incident = proposed(world)
    _tell(world, incident.id)
    for actor in (world.commander, world.senior):
        incidents.agree(world.store, incident.id, actor=actor, now=world.now)
    _tell(world, incident.id)
    for actor in (world.commander, world.senior):
        incidents.extend(world.store, incident.id, actor=actor, now=world.now)
    _tell(world, incident.id)
    incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now)
    _tell(world, incident.id)

    mails = [
        (world.store.sealer.open(each.address or ""), str(each.event_type))
        for each in world.store.deliveries.all_of(lists.deliveries_about(incident.id))
        if each.channel is Channel.EMAIL
    ]
    for address in ("primary@gamma.example", f"{ContactRole.CRISIS}@gamma.example"):
        happened = [event.partition(".")[2] for to, event in mails if to == address]
        assert happened == ["awareness", "activated", "updated", "concluded"]
    assert len(mails) == 8
    assert not any(
        incident.title in each.body for each in world.store.deliveries.all_of(lists.deliveries_about(incident.id))
    )


def _tell(world: World, incident_id: str) -> None:
    broadcast.broadcast(world.store, incident_id, now=world.now)


def _told(world: World, incident_id: str) -> list[str]:
    about = world.store.deliveries.all_of(lists.deliveries_about(incident_id))
    return [each.member_id for each in about if each.event_type is EventType.INCIDENT_ACTIVATED]


def test_of_an_incident_every_address_that_was_proved_is_mailed_once(world: World) -> None:
    for role in (ContactRole.PRIMARY, ContactRole.CRISIS):
        proved(world, role, email="grace@gamma.example")
    proved(world, ContactRole.BACKUP)
    named(world, ContactRole.LEGAL)
    incident = active_incident(world)
    for _ in range(2):
        broadcast.broadcast(world.store, incident.id, now=world.now)
    about = world.store.deliveries.all_of(lists.deliveries_about(incident.id))
    mails = [each for each in about if each.channel is Channel.EMAIL]

    assert sorted(world.store.sealer.open(each.address or "") for each in mails) == [
        "backup@gamma.example",
        "grace@gamma.example",
    ]
    assert {each.event_type for each in mails} == {EventType.INCIDENT_ACTIVATED}
