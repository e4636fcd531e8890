"""Whom the steps of an order are told: above all the authority of the provider's state, which gets a copy."""

from hashdb.access import Actor
from hashdb.records.webhook import EventType
from hashdb.services import inbox, notices, papers, scrutiny
from tests.services.world import World
from tests.services.worlds.orders import from_abroad, home_officer, received


def test_the_copy_waits_in_the_tasks_of_the_home_authority_until_it_is_read(world: World) -> None:
    home = home_officer(world)
    got = from_abroad(world, home)
    waiting = _tasks(world, home)
    inbox.fetch(world.store, got.id, actor=home, now=world.now)
    read = _tasks(world, home)
    scrutiny.lodge_review(world.store, got.id, "no reasons", actor=world.responder, now=world.now)
    asked = _tasks(world, home)
    inbox.fetch(world.store, got.id, actor=home, now=world.now)

    assert (waiting, read) == ([EventType.TCO_COPY], [])
    assert (asked, _tasks(world, home)) == ([EventType.TCO_SCRUTINY_REQUESTED], [])


def test_no_copy_is_said_to_be_sent_that_the_service_did_not_send(world: World) -> None:
    own = {"home_authority_contact": "Dublin, post", "copy_sent_to_home_authority": True}
    got = received(world, provider_member_state="IE", **own)
    form = papers.paper(world.store, got.id, papers.PaperName.ANNEX_I, actor=world.officer, now=world.now).form

    assert got.order
    assert (got.order.copy_sent_at, form["copy_sent_to_home_authority"]) == (None, True)


def _tasks(world: World, officer: Actor) -> list[EventType]:
    return [each.event_type for each in notices.tasks(world.store, after=None, limit=9, actor=officer).items]
