"""Contact points: proved by a mailed code, and again every half year."""

from datetime import timedelta

import pytest

from hashdb.errors import GuardError, InvalidInputError, NotFoundError
from hashdb.records.alert import AlertKind
from hashdb.records.webhook import Channel, Delivery
from hashdb.roles import Role
from hashdb.services import alerts, contact_points, upkeep
from hashdb.store import lists
from tests.services.contacts import code, named, proved
from tests.services.world import World

HALF_A_YEAR = timedelta(days=180)


def mails(world: World, subject_id: str) -> list[Delivery]:
    everything = world.store.deliveries.all_of(lists.deliveries_about(subject_id))
    return [each for each in everything if each.channel is Channel.EMAIL]


def open_alerts(world: World) -> list[tuple[AlertKind, str]]:
    found = alerts.page(world.store, after=None, limit=9, still_open=True).items
    return [(each.kind, each.subject_id) for each in found]


def test_what_is_personal_is_kept_sealed_and_a_code_is_mailed(world: World) -> None:
    point = named(world, phone="+49 30 1234")
    mail = mails(world, point.id)[0]

    assert not {"Grace", "primary@gamma.example", "+49 30 1234"} & {point.name, point.email, str(point.phone)}
    assert world.store.sealer.open(mail.address or "") == "primary@gamma.example"
    assert "gamma.example" not in mail.body
    assert not point.is_verified(world.now, world.store.policy())


def test_the_mailed_code_proves_it_once(world: World) -> None:
    point = named(world)
    given = code(world, point)
    verified = contact_points.verify(world.store, point.id, given, actor=world.webmaster, now=world.now)

    assert verified.is_verified(world.now, world.store.policy())
    with pytest.raises(InvalidInputError, match="mailed last"):
        contact_points.verify(world.store, point.id, given, actor=world.webmaster, now=world.now)


def test_another_code_proves_nothing(world: World) -> None:
    point = named(world)
    old = code(world, point)
    contact_points.challenge(world.store, point.id, actor=world.webmaster, now=world.now)

    for guess in (old, "", "gu\xe9ssed"):
        with pytest.raises(InvalidInputError, match="mailed last"):
            contact_points.verify(world.store, point.id, guess, actor=world.webmaster, now=world.now)


def test_the_proof_lapses_after_half_a_year_though_no_sweep_ran(world: World) -> None:
    point = proved(world, public=True)
    last = world.now + HALF_A_YEAR
    shown = contact_points.public_page(world.store, after=None, limit=9, now=last).items
    hidden = contact_points.public_page(world.store, after=None, limit=9, now=last + timedelta(seconds=1)).items

    assert [each.id for each in shown] == [point.id]
    assert hidden == []


def test_a_new_code_is_mailed_before_the_proof_lapses_and_people_learn_of_it_after(world: World) -> None:
    point = proved(world)
    upkeep.sweep(world.store, now=world.later(days=166))
    upkeep.sweep(world.store, now=world.now)
    asked_again = len(mails(world, point.id))
    before = open_alerts(world)
    upkeep.sweep(world.store, now=world.later(days=14, seconds=1))

    assert (asked_again, before) == (2, [])
    assert open_alerts(world) == [(AlertKind.CONTACT_UNVERIFIED, point.id)]


def test_a_proof_in_time_keeps_it_and_settles_the_alert(world: World) -> None:
    point = named(world)
    upkeep.sweep(world.store, now=world.later(days=14))
    raised = open_alerts(world)
    contact_points.verify(world.store, point.id, code(world, point), actor=world.webmaster, now=world.now)

    assert raised == [(AlertKind.CONTACT_UNVERIFIED, point.id)]
    assert open_alerts(world) == []


def test_a_removed_one_is_forgotten_at_once(world: World) -> None:
    point = proved(world, public=True)
    contact_points.remove(world.store, point.id, actor=world.webmaster, now=world.now)
    kept = world.store.contact_points.get(point.id)

    assert (kept.name, kept.email, kept.phone, kept.challenge) == ("", "", None, None)
    assert [each.address for each in mails(world, point.id)] == [None]
    assert contact_points.page(world.store, after=None, limit=9, actor=world.webmaster).items == []
    assert contact_points.public_page(world.store, after=None, limit=9, now=world.now).items == []


def test_a_contact_point_exists_for_its_own_member_only(world: World) -> None:
    point = named(world)
    stranger = world.actor(Role.PLATFORM_ADMIN, world.beta)

    with pytest.raises(NotFoundError):
        contact_points.remove(world.store, point.id, actor=stranger, now=world.now)


def test_a_member_has_at_most_twenty(world: World) -> None:
    for _ in range(20):
        named(world)

    with pytest.raises(GuardError, match="at most 20"):
        named(world)
