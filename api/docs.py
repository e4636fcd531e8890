"""/openapi.json, and /docs: the same document as a page that needs no script and no other host."""

from importlib.resources import files

from flask import Response, render_template

from api import openapi
from api.answers import Answer
from api.permissions import free
from api.routes import group as begin

PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
STYLE = files("api").joinpath("static/docs.css").read_text()

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
    page = render_template("docs.html", api=openapi.document(), roles=openapi.ROLES)
    return Response(page, headers={"Content-Security-Policy": PAGE_POLICY}, mimetype="text/html")


@group.get("/docs.css", doc_ui=False)
@free
def read_style() -> Answer:
    """Return the style of that page."""
    return Response(STYLE, headers={"Cache-Control": "max-age=3600"}, mimetype="text/css")
