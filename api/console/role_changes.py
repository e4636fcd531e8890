"""/console/role-changes: roles that one administrator proposes to change, for another to decide."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import gettext
from api.models import Path, Query, id_of
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.account import RoleChange
from hashdb.services import role_changes

group = begin("console: changes of roles", "Changes of roles, by two people.", keyless=True)

PLACE = "/console/role-changes"
SHOWN = 50


class ChangePath(Path):
    """A change of a role."""

    change_id: Annotated[str, id_of("rol")]


class ChangesQuery(Query):
    """Where the list goes on."""

    after: Annotated[str, Field(max_length=200)] = ""


@group.get(PLACE, doc_ui=False)
@console(Action.MEMBER_READ)
def show_changes(query: ChangesQuery) -> Answer:
    """List what waits for a decision, and what was decided lately."""
    waiting = role_changes.waiting(store())
    found = role_changes.latest(store(), before=query.after or None, limit=SHOWN)
    people = _people([*waiting, *found.items])
    return console_page("console/role_changes.html", waiting=waiting, found=found.items, next=found.next, people=people)


@group.post(f"{PLACE}/<change_id>/grant", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def grant_change(path: ChangePath) -> Answer:
    """Let a change come into effect, as the second of two people."""
    role_changes.grant(store(), path.change_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("The change is in effect."))


@group.post(f"{PLACE}/<change_id>/refuse", doc_ui=False)
@console(Action.MEMBER_MANAGE)
def refuse_change(path: ChangePath) -> Answer:
    """Let everything be as it was."""
    role_changes.refuse(store(), path.change_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("The change is refused; everything is as it was."))


def _people(changes: list[RoleChange]) -> dict[str, str]:
    """Return the names of everybody who has a part in these changes, by id; the operator has none."""
    ids = {each for change in changes for each in (change.user_id, change.proposed_by, change.decided_by) if each}
    return {each.id: each.name for each in store().users.many(sorted(ids))}
