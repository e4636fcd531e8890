"""/console/inventory: how much of what a platform hosts is looked through, and what was found in it lately."""

from api.answers import Answer
from api.console.pages import console_page
from api.context import actor, now, store
from api.permissions import console
from api.routes import group as begin
from hashdb.access import Action
from hashdb.services import inventory, retention

group = begin("console: inventory", "What a platform hosts, as hashes.", keyless=True)

SHOWN = 50


@group.get("/console/inventory", doc_ui=False)
@console(Action.INVENTORY_WRITE)
def show_inventory() -> Answer:
    """Show how large the inventory is, and the latest matches in it."""
    found, total = inventory.found_lately(store(), limit=SHOWN, actor=actor())
    return console_page(
        "console/inventory.html",
        size=inventory.size(store(), actor=actor()),
        matches=retention.shown_all(store(), found, now()),
        total=total,
    )
