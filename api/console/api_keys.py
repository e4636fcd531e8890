"""/console/api-keys: a platform's keys, looked after by its own administrator."""

from datetime import UTC, datetime

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.shown_once import show_once
from api.context import actor, now, store
from api.language import gettext
from api.models import Body
from api.permissions import console
from api.routes import group as begin
from api.v1.members import KeyPath
from hashdb.access import Action
from hashdb.records.member import Key
from hashdb.roles import Role
from hashdb.services import own_keys

group = begin("console: keys of a member", "A platform's own keys.", keyless=True)

PLACE = "/console/api-keys"


class IssueForm(Body):
    """A new key."""

    role: Role


def last_used(key: Key) -> datetime | None:
    """Return when a key was last used, as far as that was noted."""
    found = store().last_used(key.id)
    return None if found is None else datetime.fromtimestamp(found, UTC)


@group.get(PLACE, doc_ui=False)
@console(Action.KEY_MANAGE)
def show_keys() -> Answer:
    """List the keys with their last use."""
    held = [(each, last_used(each)) for each in own_keys.of(store(), actor=actor())]
    return console_page("console/api_keys.html", held=held, roles=own_keys.ISSUED)


@group.post(PLACE, doc_ui=False)
@console(Action.KEY_MANAGE)
def issue_key(body: IssueForm) -> Answer:
    """Issue a key, and show its token once."""
    issued = own_keys.issue(store(), body.role, actor=actor(), now=now())
    words = gettext("Give it to the program that is to use it; only its digest is kept here.")
    return show_once(gettext("A new key"), words, issued.token, back=PLACE)


@group.post(f"{PLACE}/<key_id>/revoke", doc_ui=False)
@console(Action.KEY_MANAGE)
def revoke_key(path: KeyPath) -> Answer:
    """Revoke a key."""
    own_keys.revoke(store(), path.key_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("The key is revoked; it opens nothing any more."))
