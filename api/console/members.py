"""/console/members: organisations, their people and keys; who manages them sees no hashes and decides nothing."""

from api.answers import Answer
from api.console.api_keys import last_used
from api.console.pages import console_page, go_to
from api.console.shown_once import show_once
from api.context import actor, now, store, surroundings
from api.language import N_, gettext
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from api.v1.members import KeyBody, KeyPath, MemberBody, MemberPath, StepBody, UserBody
from hashdb.access import Action
from hashdb.lifecycles.member import LIFECYCLE, Step
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, Kind, SizeClass
from hashdb.services import invitations, members, people, reputation
from hashdb.services.invitations import Invited

group = begin("console: members", "Organisations, their people and keys.", keyless=True)

PLACE = "/console/members"
STEPS = {
    Step.ADMIT: N_("Admit"),
    Step.WARN: N_("Warn"),
    Step.CLEAR: N_("Take the warning back"),
    Step.SUSPEND: N_("Suspend"),
    Step.READMIT: N_("Readmit"),
    Step.LEAVE: N_("End the membership"),
}


@group.get(PLACE, doc_ui=False)
@console(Action.MEMBER_READ)
def show_members(query: PageQuery) -> Answer:
    """List members in the order in which they joined."""
    found = members.page_of_members(store(), after=query.after or None, limit=query.limit)
    return console_page("console/members.html", members=found.items, next=found.next, kinds=Kind, sizes=SizeClass)


@group.post(PLACE, doc_ui=False)
@console(Action.MEMBER_MANAGE)
def create_member(body: MemberBody) -> Answer:
    """Admit a member."""
    said = body.model_dump(exclude={"name", "kind"})
    member = members.create_member(store(), body.name, body.kind, **said, actor=actor(), now=now())
    return go_to(f"{PLACE}/{member.id}", gettext("The member is admitted. Now invite its people."))


@group.get(f"{PLACE}/<member_id>", doc_ui=False)
@console(Action.MEMBER_READ)
def show_member(path: MemberPath, query: PageQuery) -> Answer:
    """Show a member with its people and keys, and what may be done about the membership."""
    member = store().members.get(path.member_id)
    found = people.page(store(), member.id, after=query.after or None, limit=query.limit, now=now())
    return console_page(
        "console/member.html",
        member=member,
        reputation=reputation.of(store(), member.id),
        people=found.items,
        next=found.next,
        held=[(each, last_used(each)) for each in members.keys_of(store(), member.id)],
        steps=LIFECYCLE.steps_from(member.state),
        words=STEPS,
        roles=sorted(ROLES_OF[member.kind] - PERSONAL_ROLES),
    )


@group.post(f"{PLACE}/<member_id>/steps", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def change_member(path: MemberPath, body: StepBody) -> Answer:
    """Warn, suspend, readmit or release a member."""
    members.change_member(store(), path.member_id, body.step, actor=actor(), now=now())
    return go_to(f"{PLACE}/{path.member_id}", gettext("It is done, and stands in the log."))


@group.post(f"{PLACE}/<member_id>/people", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def invite_person(path: MemberPath, body: UserBody) -> Answer:
    """Register a person of the member, and show the link for the account once."""
    invited = invitations.invite(store(), path.member_id, body.name, body.email, actor=actor(), now=now())
    return show_link(invited, back=f"{PLACE}/{path.member_id}")


@group.post(f"{PLACE}/<member_id>/keys", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def issue_key(path: MemberPath, body: KeyBody) -> Answer:
    """Issue a key, and show its token once."""
    issued = members.issue_key(store(), path.member_id, body.role, user_id=body.user_id, actor=actor(), now=now())
    words = gettext("Hand it to whom it is for, on a way that nobody else reads; only its digest is kept here.")
    return show_once(gettext("A new key"), words, issued.token, back=f"{PLACE}/{path.member_id}")


@group.post("/console/member-keys/<key_id>/revoke", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def revoke_key(path: KeyPath) -> Answer:
    """Revoke a key of any member."""
    key = members.revoke_key(store(), path.key_id, actor=actor(), now=now())
    return go_to(f"{PLACE}/{key.member_id}", gettext("The key is revoked; it opens nothing any more."))


def show_link(invited: Invited, *, back: str) -> Answer:
    """Show the link of an invitation once."""
    words = gettext("Hand it to the person on a way that nobody else reads. It makes one account, within seven days.")
    address = f"{surroundings().settings.address}{invited.path}"
    return show_once(gettext("An invitation"), words, address, back=back)
