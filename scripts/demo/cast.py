"""Who takes part: fictional members, their people and keys, made on the store as `hashdb admin` makes them."""

from datetime import UTC, datetime
from typing import NamedTuple

from hashdb.access import OPERATOR
from hashdb.records.member import Kind, Member
from hashdb.roles import Role
from hashdb.services import members
from hashdb.store import Store


class Part(NamedTuple):
    """Someone with a key: a platform's program, or a person; each key has one role."""

    who: str
    role: Role


class Voice(NamedTuple):
    """A part with the member it speaks for and its key."""

    part: Part
    member: str
    token: str


Voices = dict[Part, Voice]

PLATFORM_ROLES = (Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_ADMIN)
PLATFORMS = ("Alderfeed", "Brookpics", "Cairnboard")

ALDERFEED_SUBMITTER = Part("Alderfeed", Role.PLATFORM_SUBMITTER)
BROOKPICS_SUBMITTER = Part("Brookpics", Role.PLATFORM_SUBMITTER)
BROOKPICS_MATCHER = Part("Brookpics", Role.PLATFORM_MATCHER)
CAIRNBOARD_MATCHER = Part("Cairnboard", Role.PLATFORM_MATCHER)
CAIRNBOARD_RESPONDER = Part("Cairnboard", Role.PLATFORM_RESPONDER)
CAIRNBOARD_ADMIN = Part("Cairnboard", Role.PLATFORM_ADMIN)
MIRA = Part("Mira Okafor", Role.REVIEWER)
JONAS = Part("Jonas Lind", Role.SENIOR_REVIEWER)
ADA = Part("Ada Castell", Role.REVIEWER)
TOMAS = Part("Tomas Reyes", Role.SENIOR_REVIEWER)
RUTH = Part("Ruth Amadi", Role.APPEALS_OFFICER)
NOOR = Part("Noor Haddad", Role.ADMIN)
INES = Part("Ines Weber", Role.AUDITOR)

ORGANISATIONS = (
    ("Lantern Institute", Kind.CIVIL_SOCIETY, (MIRA, JONAS)),
    ("Fernhill Archive", Kind.CIVIL_SOCIETY, (ADA, TOMAS, RUTH)),
    ("Demo Operator", Kind.OPERATOR, (NOOR, INES)),
    ("Office for Online Safety", Kind.AUTHORITY, ()),
    ("Northgate University", Kind.RESEARCH, ()),
)


def admit(store: Store) -> Voices:
    """Create every member, person and key; the tokens are shown this once."""
    voices = [voice for name in PLATFORMS for voice in _platform(store, name)]
    voices += [voice for name, kind, people in ORGANISATIONS for voice in _organisation(store, name, kind, people)]
    return {voice.part: voice for voice in voices}


def people() -> list[Part]:
    """Return the people who have keys."""
    return [part for _, _, parts in ORGANISATIONS for part in parts]


def address(who: str, member: str) -> str:
    """Return the e-mail address of somebody."""
    return f"{who.split(maxsplit=1)[0].lower()}@{member.split(maxsplit=1)[0].lower()}.example"


def _platform(store: Store, name: str) -> list[Voice]:
    member = members.create_member(store, name, Kind.PLATFORM, actor=OPERATOR, now=_now())
    return [_voice(store, member, Part(name, role)) for role in PLATFORM_ROLES]


def _organisation(store: Store, name: str, kind: Kind, people: tuple[Part, ...]) -> list[Voice]:
    member = members.create_member(store, name, kind, actor=OPERATOR, now=_now())
    return [_person(store, member, part) for part in people]


def _person(store: Store, member: Member, part: Part) -> Voice:
    user = members.create_user(store, member.id, part.who, address(part.who, member.name), actor=OPERATOR, now=_now())
    return _voice(store, member, part, user.id)


def _voice(store: Store, member: Member, part: Part, user_id: str | None = None) -> Voice:
    issued = members.issue_key(store, member.id, part.role, user_id=user_id, actor=OPERATOR, now=_now())
    return Voice(part, member.name, issued.token)


def _now() -> datetime:
    return datetime.now(UTC)
