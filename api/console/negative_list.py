"""/console/negative-list: how much is known to be harmless, in numbers; the hashes are for those who review."""

from api.answers import Answer
from api.console.pages import console_page
from api.context import store
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import negative_list

group = begin("console: negative list", "How much is known to be harmless.", keyless=True)


@group.get("/console/negative-list", doc_ui=False)
@console(Action.NEGATIVE_LIST_COUNT)
def show_counts() -> Answer:
    """Show how many entries there are of each type."""
    return console_page("console/negative_list.html", counts=negative_list.counts(store()))
