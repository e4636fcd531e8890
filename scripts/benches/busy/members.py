"""Members, their people, and those who look at the pages, signed in without password and code."""

from hashdb.access import OPERATOR
from hashdb.records.account import Account, Direction
from hashdb.records.member import Kind, Member, SizeClass
from hashdb.roles import Role
from hashdb.services import invitations, members, role_changes, sessions
from hashdb.store.reputations import Outcome
from scripts.benches.busy.place import Place

PLATFORMS, SOCIETIES, PEOPLE_EACH, INVITED = 60, 30, 3, 40
_COUNTRIES = ("DE", "FR", "IE", "KZ", "NL", "SE")
_JUDGED = 200

# Whose group vouched for nine of ten signals at the head of the queue, and for all of it but the last.
CONCERNED, BARRED = "concerned", "barred"
_SOCIETY = (
    Role.REVIEWER,
    Role.SENIOR_REVIEWER,
    Role.REGISTER_EDITOR,
    Role.APPEALS_OFFICER,
    Role.INCIDENT_COMMANDER,
    Role.AUDITOR,
)
_PLATFORM = (Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER, Role.PLATFORM_ADMIN)


def fill(place: Place) -> None:
    """Admit everybody; those who look are of the first members of their kind."""
    place.platforms = [_member(place, f"Platform {number}", Kind.PLATFORM, number) for number in range(PLATFORMS)]
    societies = [_member(place, f"Institute {number}", Kind.CIVIL_SOCIETY, number) for number in range(SOCIETIES)]
    authority = _member(place, "Authority", Kind.AUTHORITY, 0)
    operator = _member(place, "Operator", Kind.OPERATOR, 0)
    _who_look(place, societies, authority, operator)
    _invited(place, societies[0])
    _reputations(place)


def _who_look(place: Place, societies: list[Member], authority: Member, operator: Member) -> None:
    for role, member in zip(_SOCIETY, societies, strict=False):
        _signs_in(place, role, member, role)
    for role in _PLATFORM:
        _signs_in(place, role, place.platforms[0], role)
    _signs_in(place, CONCERNED, place.platforms[1], Role.REVIEWER)
    _signs_in(place, BARRED, place.platforms[2], Role.REVIEWER)
    _signs_in(place, Role.AUTHORITY_OFFICER, authority, Role.AUTHORITY_OFFICER)
    _signs_in(place, Role.ADMIN, operator, Role.ADMIN)
    place.ids |= {"member": societies[0].id, "person": place.actors[Role.REVIEWER].id}


def _member(place: Place, name: str, kind: Kind, number: int) -> Member:
    country = _COUNTRIES[number % len(_COUNTRIES)]
    size = list(SizeClass)[number % len(SizeClass)]
    store, now = place.store, place.now
    made = members.create_member(store, name, kind, country=country, size=size, actor=OPERATOR, now=now)
    for person in range(PEOPLE_EACH):
        address = f"person{person}@{made.id}.example".lower()
        members.create_user(store, made.id, f"Person {person} of {name}", address, actor=OPERATOR, now=now)
    return made


def _signs_in(place: Place, name: str, member: Member, role: Role) -> None:
    store, now = place.store, place.now
    address = f"{name}@{member.id}.example".lower()
    before = members.create_user(store, member.id, f"Who looks as {name}", address, actor=OPERATOR, now=now)
    user = before.given(role, now)
    secret = store.sealer.seal("no code fits")
    account = Account(id=user.id, password="none", password_set_at=now, totp=secret, created_at=now)  # noqa: S106
    place.write([store.users.put(user, before), store.accounts.put(account)])
    place.tokens[name] = sessions.begin(store, user, now=now).token
    place.actors[name] = sessions.actor_of(user, member, role)


def _invited(place: Place, member: Member) -> None:
    store, now, admin = place.store, place.now, place.actors[Role.ADMIN]
    for number in range(INVITED):
        name, address = f"Invited {number}", f"invited{number}@{member.id}.example".lower()
        link = invitations.invite(store, member.id, name, address, actor=admin, now=now)
        user = members.user_by_email(store, address)
        if user is not None:
            why = "Has passed the training, and two colleagues vouch for the person's judgement"
            role_changes.propose(store, user.id, Role.REVIEWER, Direction.GIVE, why, actor=admin, now=now)
    place.ids["link"] = link.token


def _reputations(place: Place) -> None:
    """Let so much have been decided about what each platform submitted."""
    for number, member in enumerate(place.platforms):
        outcomes = [Outcome.REJECTED if each % (number + 9) == 0 else Outcome.CONFIRMED for each in range(_JUDGED)]
        note = place.store.reputations.note
        place.write([note(member.id, f"sig_{each}", outcome) for each, outcome in enumerate(outcomes)])
