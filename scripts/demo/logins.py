"""Chapter 6: everybody gets an account for the console, by the same links and the same two administrators as anywhere.

All of the demo have one password and one secret for the app, so that a single entry in an app signs in everybody.
"""

from datetime import UTC, datetime

from hashdb.access import OPERATOR, Actor
from hashdb.records.account import Direction
from hashdb.records.member import Member, User
from hashdb.roles import Role
from hashdb.services import invitations, members, role_changes, second_factor, sessions
from hashdb.services.invitations import Enrolment, Invited
from hashdb.store import Store, lists
from scripts.demo import cast
from scripts.demo.story import Chapter, Login, Step, Story

PASSWORD = "harmless stand-in photographs"  # noqa: S105 - printed by the demo
SECRET = "HASHDBDEMOHASHDBDEMOHASHDBDEMO22"  # noqa: S105 - the same


# Who acts in the console only; those of `cast` have an account besides their key.
_FIRST, _SECOND = "Noor Haddad", "Kofi Mensah"
_ONLY_HERE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    (_SECOND, "Demo Operator", (Role.ADMIN,)),
    ("Lena Brandt", "Lantern Institute", (Role.REGISTER_EDITOR,)),
    ("Dana Ek", "Fernhill Archive", (Role.INCIDENT_COMMANDER,)),
    ("Sofia Marek", "Office for Online Safety", (Role.AUTHORITY_OFFICER,)),
    ("Piet Vos", "Office for Online Safety", (Role.AUTHORITY_OFFICER,)),
    ("Yusuf Demir", "Northgate University", (Role.RESEARCHER,)),
    ("Sam Aldous", "Alderfeed", (Role.PLATFORM_SUBMITTER, Role.PLATFORM_ADMIN)),
    ("Pia Holm", "Cairnboard", (Role.PLATFORM_RESPONDER, Role.PLATFORM_MATCHER, Role.PLATFORM_ADMIN)),
)


def _enrol(story: Story) -> str:
    """Make the accounts: the first administrator's by the link that `serve` prints, the others' by invitations."""
    store = story.store
    known = {user.name: user for member in _members(store) for user in store.users.all_of(_people_of(member))}
    first = _followed(store, invitations.invite_first(store, now=_now()), known[_FIRST])
    others = [user for user in known.values() if user.name != _FIRST]
    for each in others:
        _followed(store, invitations.invite_again(store, each.id, actor=_acting(store, first), now=_now()), each)
    by_name = {member.name: member for member in _members(store)}
    for who, member_name, _ in _ONLY_HERE:
        link = invitations.invite(
            store, by_name[member_name].id, who, cast.address(who, member_name), actor=_acting(store, first), now=_now()
        )
        _followed(store, link, None)
    return f"{1 + len(others) + len(_ONLY_HERE)} accounts, each with a password, an app and ten recovery codes"


def _give_roles(story: Story) -> str:
    """Give everybody their roles: one administrator proposes, the other grants."""
    store = story.store
    people = {user.name: user for member in _members(store) for user in store.users.all_of(_people_of(member))}
    noor = _acting(store, people[_FIRST])
    _granted(store, people[_SECOND], Role.ADMIN, noor, OPERATOR)
    kofi = _acting(store, store.users.get(people[_SECOND].id))
    wanted = [(who, roles) for who, _, roles in _ONLY_HERE if who != _SECOND]
    wanted += [(part.who, (part.role,)) for part in cast.people() if part.who != _FIRST]
    for who, roles in wanted:
        for role in roles:
            _granted(store, people[who], role, noor, kofi)
        story.logins.append(_login(store, people[who].id))
    story.logins[:0] = [_login(store, people[who].id) for who in (_FIRST, _SECOND)]
    return f"{sum(len(each.roles) for each in story.logins)} roles, each by two administrators"


def _granted(store: Store, user: User, role: Role, by: Actor, second: Actor) -> None:
    change = role_changes.propose(store, user.id, role, Direction.GIVE, "part of the demo", actor=by, now=_now())
    role_changes.grant(store, change.id, actor=second, now=_now())


def _followed(store: Store, link: Invited | None, user: User | None) -> User:
    if link is None:
        raise RuntimeError("the demo begins without an administrator")
    named = {} if user is None or link.invitation.user_id else {"name": user.name, "email": user.email}
    code = second_factor.code_at(SECRET, _now())
    brought = Enrolment(password=PASSWORD, secret=SECRET, code=code, **named)
    return invitations.accept(store, link.token, brought, now=_now()).user


def _login(store: Store, user_id: str) -> Login:
    user = store.users.get(user_id)
    return Login(user.name, user.roles, user.email)


def _acting(store: Store, user: User) -> Actor:
    return sessions.actor_of(user, store.members.get(user.member_id), Role.ADMIN)


def _members(store: Store) -> list[Member]:
    return members.page_of_members(store, limit=100).items


def _people_of(member: Member) -> str:
    return lists.of_member("users", member.id)


def _now() -> datetime:
    return datetime.now(UTC)


LOGINS = Chapter(
    "6. People sign in",
    (
        Step("Everybody follows a one-time link and makes an account for the console", _enrol),
        Step("Two administrators give them their roles", _give_roles),
    ),
)
