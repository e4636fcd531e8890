"""A page of the console as owners write them, with a form: the least that shows everything."""

from flask import Flask
from flask_openapi.blueprint import APIBlueprint
from jinja2 import ChoiceLoader, DictLoader

from api import routes
from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor
from api.models import Body
from api.permissions import console
from hashdb.access import Action
from hashdb.errors import StaleRecordError

TEMPLATE = """{% extends "console.html" %}
{% block title %}{{ _("Notes") }}{% endblock %}
{% block main %}
<h1>{{ _("Notes") }}</h1>
<ul>{% for each in notes %}<li dir="auto">{{ each }}</li>{% endfor %}</ul>
{{ form.start("/console/notes") }}
{{ form.field("note", _("Note"), rows=3) }}
{{ form.field("count", _("How often")) }}
{{ form.field("fails", _("Whether it fails"), required=false) }}
{{ form.button(_("Note it")) }}
{{ form.end() }}
{% endblock %}
"""


class Noted(Body):
    """What the page of these tests asks for."""

    note: str
    count: int
    fails: bool = False


def pages(notes: list[str]) -> APIBlueprint:
    """Return a page that shows *notes* and takes more, for reviewers."""
    group = routes.group("notes", "A page of the tests.", keyless=True)

    @group.get("/console/notes", doc_ui=False)
    @console(Action.SIGNAL_REVIEW)
    def show() -> Answer:
        return console_page("console/notes_of_the_tests.html", notes=notes)

    @group.post("/console/notes", doc_ui=False)
    @console(Action.SIGNAL_REVIEW)
    def note(body: Noted) -> Answer:
        if body.fails:
            notes.append("somebody else was faster")
            raise StaleRecordError("the notes have changed since they were read")
        notes.append(f"{actor().role} {body.note} {body.count}")
        return go_to("/console/notes", "It is noted.")

    return group


def with_template(app: Flask) -> Flask:
    """Return the application with the page's template."""
    own = DictLoader({"console/notes_of_the_tests.html": TEMPLATE})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_env.loader])  # type: ignore[list-item]
    return app
