"""Contact points: whom a member names to be reached, and the proof, again and again, that somebody is.

A code is mailed to the address and must come back with a key of the member. Two weeks before the proof lapses another
is mailed. A point that nobody proves is not mailed to, sweep or no sweep, and people of the service learn of it.
"""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.records.alert import AlertKind
from hashdb.records.contact_point import ContactPoint, ContactRole
from hashdb.records.policy import Policy
from hashdb.services import alerts, mails
from hashdb.store import Page, Store, Write, lists

_MOST_POINTS = 20
_BEFORE = timedelta(days=14)
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """What a member says of a contact point."""

    role: ContactRole
    name: str
    email: str
    phone: str | None = None
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    hours: str | None = None
    public: bool = False
    member_state: str | None = None


def add(store: Store, new: NewPoint, *, actor: Actor, now: datetime) -> ContactPoint:
    """Name a contact point of the actor's member, and owe it its code."""
    points = store.contact_points.all_of(lists.of_member("contact_points", actor.member_id))
    if sum(1 for _ in points) >= _MOST_POINTS:
        raise GuardError(f"a member has at most {_MOST_POINTS} contact points; remove one first")
    seal = store.sealer.seal
    point = ContactPoint(
        id=new_id("ctp", now),
        member_id=actor.member_id,
        role=new.role,
        name=seal(new.name),
        email=seal(new.email),
        phone=None if new.phone is None else seal(new.phone),
        languages=new.languages,
        timezone=new.timezone,
        hours=new.hours,
        public=new.public,
        member_state=new.member_state,
        created_at=now,
        due_at=now + _BEFORE,
    )
    challenged, owed = _challenged(store, point, now)
    entry = audit.entry(actor, "contact_point.add", now, after=challenged, role=new.role)
    store.commit(entry, store.contact_points.put(challenged), owed)
    return challenged


def challenge(store: Store, point_id: str, *, actor: Actor, now: datetime) -> ContactPoint:
    """Owe a contact point another code; the one before it is of no use any more."""
    before = own(store, point_id, actor=actor)
    point, owed = _challenged(store, replace(before, version=before.version + 1), now)
    _save(store, before, point, "challenge", owed, actor=actor, now=now)
    return point


def verify(store: Store, point_id: str, code: str, *, actor: Actor, now: datetime) -> ContactPoint:
    """Prove with the code that was mailed that somebody is reached there, for as long as the policy believes it."""
    before = own(store, point_id, actor=actor)
    expected = "" if before.challenge is None else store.sealer.open(before.challenge)
    if not expected or not hmac.compare_digest(code.encode(), expected.encode()):
        raise InvalidInputError(FieldProblem("code", "is not the one that was mailed last"))
    due = _lapses(now, store.policy()) - _BEFORE
    point = replace(before, verified_at=now, challenge=None, due_at=due, version=before.version + 1)
    settled = alerts.settled(store, AlertKind.CONTACT_UNVERIFIED, point.id, now=now)
    _save(store, before, point, "verify", settled, actor=actor, now=now)
    return point


def remove(store: Store, point_id: str, *, actor: Actor, now: datetime) -> None:
    """Forget a contact point: what was personal about it is blanked at once."""
    before = own(store, point_id, actor=actor)
    point = replace(
        before, name="", email="", phone=None, challenge=None, due_at=None, removed_at=now, version=before.version + 1
    )
    follow = alerts.settled(store, AlertKind.CONTACT_UNVERIFIED, point.id, now=now)
    for mail in store.deliveries.all_of(lists.deliveries_about(point.id)):
        follow += store.deliveries.put(mail.forgotten(now), mail)
    _save(store, before, point, "remove", follow, actor=actor, now=now)


def remind(store: Store, before: ContactPoint, now: datetime) -> None:
    """Mail a new code before the proof lapses; tell people of the service when it has, or never came."""
    policy = store.policy()
    if before.verified_at is not None and before.is_verified(now, policy):
        due = _lapses(before.verified_at, policy) + _TICK
        point, follow = _challenged(store, replace(before, due_at=due, version=before.version + 1), now)
        _save(store, before, point, "challenge", follow, actor=SYSTEM, now=now)
        return
    point = replace(before, due_at=None, version=before.version + 1)
    raised = alerts.raised(store, AlertKind.CONTACT_UNVERIFIED, "contact_point", point.id, due_at=now, now=now)
    _save(store, before, point, "lapse", raised, actor=SYSTEM, now=now)


def own(store: Store, point_id: str, *, actor: Actor) -> ContactPoint:
    """Return a contact point of the actor's member; others do not exist for it."""
    point = store.contact_points.get(point_id)
    if point.member_id != actor.member_id or point.removed_at is not None:
        raise NotFoundError(f"there is no contact_point {point_id}")
    return point


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[ContactPoint]:
    """Return the member's contact points."""
    return store.contact_points.page(lists.of_member("contact_points", actor.member_id), after=after, limit=limit)


def public_page(store: Store, *, after: str | None, limit: int, now: datetime) -> Page[ContactPoint]:
    """Return the contact points that are told to everybody (Article 15), and proved lately."""
    found = store.contact_points.page(lists.CONTACT_POINTS_PUBLIC, after=after, limit=limit)
    policy = store.policy()
    return Page([each for each in found.items if each.is_verified(now, policy)], found.next)


def _challenged(store: Store, point: ContactPoint, now: datetime) -> tuple[ContactPoint, Write]:
    """Return the point with a new code, and the mail that brings it."""
    code = secrets.token_urlsafe(12)
    owed = mails.mail(
        store,
        store.sealer.open(point.email),
        "contact.challenge",
        {"code": code},
        subject_id=point.id,
        now=now,
        member_id=point.member_id,
    )
    return replace(point, challenge=store.sealer.seal(code), challenged_at=now), owed


def _lapses(verified_at: datetime, policy: Policy) -> datetime:
    return verified_at + timedelta(seconds=policy.reverify_after)


def _save(
    store: Store, before: ContactPoint, point: ContactPoint, word: str, follow: Write, *, actor: Actor, now: datetime
) -> None:
    entry = audit.entry(actor, f"contact_point.{word}", now, after=point)
    store.commit(entry, store.contact_points.put(point, before), follow)
