"""/console: where everybody arrives; what waits for them, and the ways in that their role has."""

from flask import Response

from api.console import arriving
from api.console.pages import console_page
from api.permissions import signed_in
from api.routes import group as begin

group = begin("console", "The console.", keyless=True)


@group.get("/console", doc_ui=False)
@signed_in
def show_home() -> Response:
    """Show what waits for this role, and what else there is for it."""
    return console_page("console/home.html", piles=list(arriving.waiting()))
