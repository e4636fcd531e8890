"""Pages for people: one layout, one style that also prints, no cookie, and nothing from any other host.

A view returns `page("appeal.html", appeal=...)`; the template extends `base.html`. A page needs no script: what one
adds must be possible without it. Styles and scripts are the files of `api.static_files`.
"""

from collections.abc import Mapping

from flask import Response, render_template

from api.context import request

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def page(template: str, status: int = 200, **facts: object) -> Response:
    """Return the page that *template* makes of the facts; everything in them is escaped."""
    headers = {"Content-Security-Policy": POLICY}
    return Response(render_template(template, **facts), status, headers, mimetype="text/html")


def problem(document: Mapping[str, object], status: int, headers: Mapping[str, str]) -> Response:
    """Return a refusal as a page."""
    refused = page("problem.html", status, problem=document)
    refused.headers.update(headers)
    return refused


def wants_html() -> bool:
    """Whether the caller would rather have a page than JSON; without a word about it, JSON."""
    accepted = request().accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]
