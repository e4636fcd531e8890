"""/openapi.json, and /docs: the same document as a page that needs no script and no other host.

The page is long and the same for everybody who asks for it in one language, so it is written once.
"""

from api import language, openapi
from api.answers import Answer
from api.context import surroundings
from api.pages import page, ready
from api.permissions import free
from api.routes import group as begin

group = begin("docs", "This description.", keyless=True)


@group.get("/openapi.json", responses={200: {"description": "The OpenAPI document"}})
@free
def read_openapi() -> Answer:
    """Return the description of this API (OpenAPI 3.1)."""
    return openapi.document()


@group.get("/docs", doc_ui=False)
@free
def read_docs() -> Answer:
    """Return the description of this API as a page."""
    text = surroundings().texts.get(("docs", language.here(""), language.asked().code), _text)
    return ready(text)


def _text() -> bytes:
    return page("docs.html", api=openapi.document(), roles=openapi.ROLES).get_data()
