"""/console/authorities: whose designations count here and why; two people of two organisations decide."""

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body
from api.permissions import console
from api.routes import group as begin
from api.v1.authorities import AuthorityPath
from api.v1.register import LongText, Slug, Text
from hashdb.access import PERMISSIONS, Action
from hashdb.records.register import Acceptance
from hashdb.services import authorities, case_files
from hashdb.services.authorities import Wanted

group = begin("console: authorities", "Whose designations count here.", keyless=True)

PLACE = "/console/authorities"
ACCEPTANCES = {
    Acceptance.ACCEPTED: N_("Its designations count: requests may rest on them"),
    Acceptance.ADVISORY_ONLY: N_("Its designations are shown, and ground nothing"),
    Acceptance.NOT_ACCEPTED: N_("Its designations count for nothing"),
}


class WantedForm(Body):
    """What an authority's word shall count; the reasons are published."""

    id: Slug
    name: Text
    acceptance: Acceptance
    reasons: LongText


@group.get(PLACE, doc_ui=False)
@console(Action.REGISTER_READ)
def show_authorities() -> Answer:
    """Show what each authority's word counts, and what is proposed."""
    found = authorities.everyone(store())
    people = [each.user_id for one in found for each in one.approvals]
    return console_page(
        "console/authorities.html",
        found=found,
        names=case_files.names(store(), people, []),
        decides=actor().role in PERMISSIONS[Action.AUTHORITY_DECIDE],
        acceptances=ACCEPTANCES,
    )


@group.post(PLACE, doc_ui=False)
@console(Action.AUTHORITY_DECIDE)
def propose_authority(body: WantedForm) -> Answer:
    """Propose what an authority's word shall count: that is half of the decision."""
    authorities.propose(store(), Wanted(**dict(body)), actor=actor(), now=now())
    return go_to(PLACE, gettext("Proposed; the other office, of another organisation, has to agree."))


@group.post(f"{PLACE}/<authority_id>/agree", doc_ui=False)
@console(Action.AUTHORITY_DECIDE)
def agree_to_authority(path: AuthorityPath) -> Answer:
    """Agree to what was proposed."""
    authorities.agree(store(), path.authority_id, actor=actor(), now=now())
    return go_to(PLACE, gettext("Agreed: it holds from now on."))
