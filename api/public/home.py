"""/: what this service is, and what it has done of late."""

from api.answers import Answer
from api.context import now, store
from api.language import N_
from api.pages import page
from api.permissions import public_page
from api.routes import group as begin
from hashdb.services import overview
from hashdb.services.overview import Number

group = begin("home", "What this service is.", keyless=True)

# In the order of what happens: fingerprints, findings, requests, complaints.
WORDS = {
    Number.SUBMITTED: N_("fingerprints shared by members"),
    Number.LIVE: N_("fingerprints put on the list by two people"),
    Number.TURNED_DOWN: N_("fingerprints turned down"),
    Number.TAKEN_OFF: N_("fingerprints taken off the list again"),
    Number.FOUND: N_("matches found by platforms"),
    Number.FALSE: N_("matches that people found to be wrong"),
    Number.ASKED: N_("requests to platforms to look at content"),
    Number.ACTED: N_("requests on which the platform acted"),
    Number.COMPLAINTS: N_("complaints"),
    Number.UPHELD: N_("complaints that were right, at least in part"),
}


@group.get("/", doc_ui=False)
@public_page
def show_home() -> Answer:
    """Show the home page."""
    return page("home.html", overview=overview.look(store(), now()), words=WORDS)
