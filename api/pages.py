"""Pages for people: one frame, one style that also prints, and nothing from any other host.

A view returns `page("appeal.html", appeal=...)`; the template extends `base.html`. A page needs no script: what one
adds must be possible without it. Styles and scripts are the files of `api/static`, named by `static("page.css")`.
"""

from collections.abc import Mapping

from flask import Flask, Response, render_template

from api import language
from api.context import call, request
from api.language import N_
from api.static_files import address_of
from hashdb.errors import HashdbError

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)

# What stands in the header of every public page.
SITE = (
    ("/register", N_("Register")),
    ("/transparency", N_("Reports")),
    ("/log", N_("Log")),
    ("/appeal", N_("Complain")),
    ("/docs", N_("API")),
)


def page(template: str, status: int = 200, **facts: object) -> Response:
    """Return the page that *template* makes of the facts; everything in them is escaped."""
    language.choose(template)
    return ready(render_template(template, **{"template": template, "path": request().path, **facts}), status)


def ready(text: str | bytes, status: int = 200) -> Response:
    """Return a page whose text is written already."""
    return Response(text, status, {"Content-Security-Policy": POLICY}, mimetype="text/html")


def problem(document: Mapping[str, object], status: int, headers: Mapping[str, str]) -> Response:
    """Return a refusal as a page: that of the form that was refused, with what was written, if it can be shown."""
    refused = _form_again(document, status) or page("problem.html", status, problem=document)
    refused.headers.update(headers)
    return refused


def _form_again(document: Mapping[str, object], status: int) -> Response | None:
    form_page, form = call().form_page, call().form
    if form_page is None or form is None:
        return None
    sent = {name: values[0] for name, values in form.items()}
    try:
        shown: Response = form_page(status=status, sent=sent, refusal=document)
    except HashdbError:
        return None
    return shown


def wants_html() -> bool:
    """Whether the caller would rather have a page than JSON; without a word about it, JSON."""
    accepted = request().accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]


def register(app: Flask) -> None:
    """Give the templates what the frame is made of."""
    app.jinja_env.globals.update(site=SITE, static=address_of)
