"""/console/shown-once: a secret that was just made, on a page of its own that is there once."""

import orjson
from flask import Response

from api.console.pages import console_page, go_to
from api.context import call, store
from api.permissions import signed_in
from api.routes import group as begin
from hashdb.store.keyspace import SECRET

group = begin("console: shown once", "Secrets that are shown once.", keyless=True)

PLACE = "/console/shown-once"


def show_once(title: str, words: str, value: str, *, back: str) -> Response:
    """Send the person on to the page that shows *value* this once, and leads *back* from there."""
    kept = {"title": title, "words": words, "value": value, "back": back}
    store().sessions.leave(call().signed_in.session, SECRET, orjson.dumps(kept).decode())
    return go_to(PLACE)


@group.get(PLACE, doc_ui=False)
@signed_in
def show_secret() -> Response:
    """Show what was made; whoever comes again finds nothing."""
    text = store().sessions.take(call().signed_in.session, SECRET)
    return console_page("console/shown_once.html", secret=orjson.loads(text) if text else None)
