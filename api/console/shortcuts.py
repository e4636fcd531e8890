"""/console/keys: what the single keys do; with script the same list opens over the page."""

from api.answers import Answer
from api.console.pages import console_page
from api.permissions import signed_in
from api.routes import group as begin

group = begin("console: keys", "What the keys do.", keyless=True)


@group.get("/console/keys", doc_ui=False)
@signed_in
def show_keys() -> Answer:
    """List the keys."""
    return console_page("console/keys.html")
