"""Notices: what must not be missed climbs from webhook to mail to people, until it is read."""

from datetime import timedelta

import pytest

from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.delivery import State
from hashdb.records.alert import AlertKind
from hashdb.records.contact_point import ContactRole
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Attempt, Channel, Delivery, EventType, Priority
from hashdb.services import alerts, deliveries, inbox, notices
from hashdb.store import Debt, Kind, lists
from tests.services.contacts import named, proved
from tests.services.endpoints import receiving
from tests.services.world import World
from tests.services.worlds.orders import approved


def asked(world: World, priority: Priority = Priority.URGENT) -> TakedownRequest:
    return world.dispatched(world.confirmed(world.active(1)), priority=priority)


def climb(world: World, **by: float) -> None:
    """Let time pass, and whoever is due climb."""
    world.later(**by)
    for debt in world.store.ledger.claim(world.now, timedelta(0), 99):
        if debt.kind is Kind.CLIMB:
            notices.climb(world.store, debt.subject_id, now=world.now)


def mailed(world: World, request: TakedownRequest) -> list[str]:
    everything = world.store.deliveries.all_of(lists.deliveries_about(request.id))
    found = [each for each in everything if each.channel is Channel.EMAIL]
    return [world.store.sealer.open(each.address or "") for each in found]


def open_alerts(world: World) -> list[AlertKind]:
    return [each.kind for each in alerts.page(world.store, after=None, limit=9, still_open=True).items]


def notice(world: World, request: TakedownRequest) -> Delivery:
    everything = world.store.deliveries.all_of(lists.deliveries_about(request.id))
    return next(each for each in everything if each.channel is Channel.PORTAL)


def test_an_urgent_request_is_mailed_after_five_minutes_to_all_after_fifteen_and_telephoned_after_thirty(
    world: World,
) -> None:
    receiving(world)
    proved(world)
    proved(world, ContactRole.BACKUP)
    request = asked(world)
    climb(world, minutes=4, seconds=59)
    early = mailed(world, request)
    climb(world, seconds=1)
    first, quiet = mailed(world, request), open_alerts(world)
    climb(world, minutes=10)
    second, told = mailed(world, request)[1:], open_alerts(world)
    climb(world, minutes=15)

    assert (early, first, quiet) == ([], ["primary@gamma.example"], [])
    assert sorted(second) == ["backup@gamma.example", "primary@gamma.example"]
    assert told == [AlertKind.UNDELIVERED]
    assert open_alerts(world) == [AlertKind.UNDELIVERED, AlertKind.PHONE]
    assert not world.store.ledger.is_owed(Debt(kind=Kind.CLIMB, subject_id=notice(world, request).id))


def test_a_standard_request_is_mailed_after_two_hours(world: World) -> None:
    receiving(world)
    proved(world)
    request = asked(world, Priority.STANDARD)
    climb(world, minutes=119)
    early = mailed(world, request)
    climb(world, minutes=1)

    assert (early, mailed(world, request)) == ([], ["primary@gamma.example"])


def test_reading_it_ends_the_notice_and_settles_its_alerts(world: World) -> None:
    receiving(world)
    request = asked(world)
    climb(world, minutes=15)
    told = open_alerts(world)
    inbox.fetch(world.store, request.id, actor=world.responder, now=world.now)
    climb(world, minutes=30)

    assert told == [AlertKind.UNDELIVERED]
    assert (notice(world, request).state, open_alerts(world)) == (State.DELIVERED, [])
    assert notices.tasks(world.store, after=None, limit=9, actor=world.responder).items == []


def test_a_platform_without_webhooks_is_mailed_at_once_and_sees_its_task(world: World) -> None:
    proved(world)
    request = asked(world)
    climb(world, seconds=0)
    waiting = notices.tasks(world.store, after=None, limit=9, actor=world.responder).items

    assert mailed(world, request) == ["primary@gamma.example"]
    assert [(each.event_type, each.subject_id) for each in waiting] == [(EventType.TAKEDOWN_REQUESTED, request.id)]


def test_where_there_is_nobody_to_mail_people_of_the_service_learn_of_it(world: World) -> None:
    named(world)
    request = asked(world)
    climb(world, seconds=0)

    assert (mailed(world, request), open_alerts(world)) == ([], [AlertKind.UNDELIVERED])


def test_a_webhook_that_was_taken_is_receipt_and_nothing_climbs(world: World) -> None:
    receiving(world)
    proved(world)
    request = asked(world)
    webhook = next(
        each
        for each in world.store.deliveries.all_of(lists.deliveries_about(request.id))
        if each.channel is Channel.WEBHOOK
    )
    taken = Attempt(started_at=world.now, status_code=204, duration_ms=3)
    deliveries.conclude(world.store, webhook.id, taken, now=world.now)
    climb(world, hours=1)

    assert notice(world, request).state is State.DELIVERED
    assert mailed(world, request) == []


def test_a_mail_that_is_refused_for_good_has_its_notice_climb_at_once(world: World) -> None:
    receiving(world)
    proved(world)
    request = asked(world)
    climb(world, minutes=5)
    mail = next(
        each
        for each in world.store.deliveries.all_of(lists.deliveries_about(request.id))
        if each.channel is Channel.EMAIL
    )
    refused = Attempt(started_at=world.now, status_code=550, duration_ms=3, error="refused")
    failed = deliveries.conclude(world.store, mail.id, refused, now=world.now)

    assert failed.state is State.FAILED
    assert notice(world, request).next_attempt_at == world.now
    assert open_alerts(world) == [AlertKind.MAIL_FAILED]


def test_a_mail_that_arrived_is_no_receipt(world: World) -> None:
    proved(world)
    request = asked(world)
    climb(world, seconds=0)
    mail = next(
        each
        for each in world.store.deliveries.all_of(lists.deliveries_about(request.id))
        if each.channel is Channel.EMAIL
    )
    deliveries.conclude(
        world.store, mail.id, Attempt(started_at=world.now, status_code=250, duration_ms=3), now=world.now
    )

    assert world.store.takedowns.get(request.id).received_at is None
    assert notice(world, request).state is State.QUEUED


def test_prior_information_is_read_in_the_tasks_and_a_request_is_not(world: World) -> None:
    approved(world)
    asked(world)
    climb(world, minutes=30)
    informed, requested = notices.tasks(world.store, after=None, limit=9, actor=world.responder).items
    done = notices.read(world.store, informed.id, actor=world.responder, now=world.now)

    assert (informed.event_type, done.state) == (EventType.TCO_PRIOR_INFORMATION, State.DELIVERED)
    with pytest.raises(GuardError, match=requested.subject_id):
        notices.read(world.store, requested.id, actor=world.responder, now=world.now)
    with pytest.raises(NotFoundError):
        notices.read(world.store, informed.id, actor=world.officer, now=world.now)
