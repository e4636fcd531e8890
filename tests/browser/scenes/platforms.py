"""What platforms and administrators look after: an inbox, endpoints, contact points, people, and a negative list."""

from hashdb.access import OPERATOR
from hashdb.records.account import Direction
from hashdb.records.contact_point import ContactRole
from hashdb.records.takedown import ResponseType
from hashdb.records.webhook import Attempt, EventType, Priority
from hashdb.roles import Role
from hashdb.services import deliveries, endpoints, invitations, members, negative_list, responses, role_changes
from hashdb.services.negative_list import NewBenign
from tests.browser.setting import Setting
from tests.console.people import signed_in
from tests.services.answers import answer
from tests.services.contacts import named, proved
from tests.services.endpoints import receiving, registered
from tests.services.world import value
from tests.services.worlds.orders import home_officer, issued

PEOPLE = (
    "Қанат Әбдірахманұлы Сейітжаппаров",
    "Friederike-Wilhelmine Freifrau von Donaudampfschiff",
    "سلمى بنت عبد الرحمن",
)
HOURS = "Montag bis Freitag 8 bis 18 Uhr, Sonnabendnachmittagsbereitschaft nach Vereinbarung"


def fill(setting: Setting) -> None:
    """Give platform gamma something to look after, and administrators something to decide."""
    world = setting.world
    setting.homes |= dict.fromkeys((Role.PLATFORM_RESPONDER, Role.PLATFORM_MATCHER, Role.PLATFORM_ADMIN), world.gamma)
    setting.homes[Role.PLATFORM_SUBMITTER] = world.alpha
    _requests(setting)
    _reached(setting)
    _people(setting)
    for name in ("a/1", "a/2"):
        world.hosts(name, value(name))
    setting.ids["submission"] = world.pending("waits for its reviewers").id
    new = [NewBenign(signal_type="pdq", signal_value=value(f"harmless {each}")) for each in range(3)]
    negative_list.add(world.store, new, actor=OPERATOR, now=world.now)


def _requests(setting: Setting) -> None:
    world = setting.world
    signal, other = world.active("what gamma hosts"), world.active("what it hosts, too")
    names = ("видео/қазақша/жарияланым-2026", "bilder/Öffentlichkeitsarbeitsabteilungsleiterbesprechung.jpg")
    asked = world.received(*(world.confirmed(signal, each) for each in names), priority=Priority.URGENT)
    partly = responses.respond(
        world.store,
        world.received(*(world.confirmed(other, f"v/{each}") for each in range(2))).id,
        answer(ResponseType.DECLINED, details="هذا تقرير إخباري عن المحاكمة"),
        actor=world.responder,
        now=world.now,
    )
    world.dispatched(world.confirmed(world.active("not opened yet"), "v/9"))
    order = issued(world, provider_member_state="IE", home_authority_id=home_officer(world).member_id)
    setting.ids |= {"asked": asked.id, "answered": partly.id, "ordered": order.id}


def _reached(setting: Setting) -> None:
    world, store = setting.world, setting.stage.store
    used = receiving(world, EventType.REPORT_PUBLISHED, EventType.APPEAL_DECIDED)
    unproved = registered(world)
    endpoints.ping(store, used.id, actor=world.webmaster, now=world.now)
    for status, sent in zip((503, 200, 200), endpoints.deliveries_to(store, used, limit=9), strict=False):
        attempt = Attempt(started_at=world.now, status_code=status, duration_ms=41)
        deliveries.conclude(store, sent.id, attempt, now=world.now)
    for sent in endpoints.deliveries_to(store, unproved, limit=9):
        deliveries.conclude(
            store, sent.id, Attempt(started_at=world.now, status_code=200, duration_ms=7), now=world.now
        )
    point = named(world, ContactRole.LEGAL, name=PEOPLE[1], phone="+49 30 1234567", hours=HOURS, public=True)
    proved(world, name=PEOPLE[0], languages=("kk", "ru"))
    setting.ids |= {"endpoint": used.id, "unproved": unproved.id, "point": point.id}


def _people(setting: Setting) -> None:
    world, store = setting.world, setting.stage.store
    admin = signed_in(store, Role.ADMIN, now=world.now).actor
    known = [
        members.create_user(store, world.charity.id, name, f"person{place}@charity.example", actor=admin, now=world.now)
        for place, name in enumerate(PEOPLE)
    ]
    invitations.invite_again(store, known[1].id, actor=admin, now=world.now)
    for user, role in zip(known, (Role.REVIEWER, Role.AUDITOR, Role.REGISTER_EDITOR), strict=True):
        reason = "Has passed the training, and two colleagues vouch for the person's judgement"
        change = role_changes.propose(store, user.id, role, Direction.GIVE, reason, actor=admin, now=world.now)
    role_changes.refuse(store, change.id, actor=admin, now=world.now)
    setting.ids |= {"member": world.charity.id, "person": known[0].id}
