"""/console/account/keys: keys with which one's own programs act in one's roles; nobody else makes or sees them."""

from api.answers import Answer
from api.console.account import ACCOUNT, Password
from api.console.api_keys import last_used
from api.console.pages import console_page, go_to
from api.console.shown_once import show_once
from api.context import actor, call, now, store
from api.language import gettext
from api.models import Body
from api.permissions import signed_in
from api.routes import group as begin
from api.v1.members import KeyPath
from hashdb.records.member import PERSONAL_ROLES
from hashdb.roles import Role
from hashdb.services import accounts, personal_keys

group = begin("console: keys of a person", "One's own keys.", keyless=True)

PLACE = f"{ACCOUNT}/keys"


class IssueForm(Body):
    """A new key, and the present password as a proof."""

    role: Role
    present_password: Password


@group.get(PLACE, doc_ui=False)
@signed_in
def show_keys() -> Answer:
    """List one's keys with their last use."""
    user = call().signed_in.user
    held = [(each, last_used(each)) for each in personal_keys.of(store(), user)]
    roles = [each for each in user.roles if each in PERSONAL_ROLES]
    return console_page("console/personal_keys.html", held=held, roles=roles)


@group.post(PLACE, doc_ui=False)
@signed_in
def issue_key(body: IssueForm) -> Answer:
    """Issue a key, and show its token once."""
    user = call().signed_in.user
    issued = accounts.issue_key(store(), user, body.role, present=body.present_password, actor=actor(), now=now())
    words = gettext("Whoever has it decides in your name. Only its digest is kept here.")
    return show_once(gettext("A new key"), words, issued.token, back=PLACE)


@group.post(f"{PLACE}/<key_id>/revoke", doc_ui=False)
@signed_in
def revoke_key(path: KeyPath) -> Answer:
    """Revoke one of one's keys."""
    accounts.revoke_key(store(), call().signed_in.user, path.key_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("The key is revoked; it opens nothing any more."))
