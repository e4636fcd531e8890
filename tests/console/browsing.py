"""A browser without script: opens pages, and sends their forms as they stand there, with what a person fills in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Fields = dict[str, str]


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send as it stands."""

    action: str
    fields: Fields = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.forms.append(Form(given["action"]))
            self._inside = True
        elif self._inside and "name" in given and tag == "input" and _counts(given, dict(attrs)):
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif self._inside and "name" in given and tag == "textarea":
            self._area = given["name"]
            self.forms[-1].fields[self._area] = ""
        elif self._inside and tag == "select":
            self._select = given["name"]
        elif (
            self._inside
            and tag == "option"
            and self._select
            and ("selected" in given or self._select not in self.forms[-1].fields)
        ):
            self.forms[-1].fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1].fields[self._area] = f"{self.forms[-1].fields[self._area]}{data}"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def _counts(given: dict[str, str], present: dict[str, str | None]) -> bool:
    return given.get("type") not in {"checkbox", "radio"} or "checked" in present


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page that send something."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def form_of(html: str, action: str) -> Form:
    """Return the form of a page that goes to *action*."""
    found = [each for each in forms_of(html) if each.action == action]
    assert found, f"no form goes to {action}, but to {[each.action for each in forms_of(html)]}"
    return found[0]


@dataclass
class Browser:
    """One person's browser: its cookies are those of the client."""

    client: FlaskClient

    def open(self, path: str) -> TestResponse:
        """Open a page, following where it leads to."""
        return self.client.get(path, follow_redirects=True)

    def send(self, page: str, action: str, **filled: str) -> TestResponse:
        """Open a page, fill in the form that goes to *action*, send it, and return the answer itself."""
        shown = self.client.get(page)
        assert shown.status_code == 200, shown.text
        return self.send_form(form_of(shown.text, action), **filled)

    def send_form(self, form: Form, **filled: str) -> TestResponse:
        """Send a form as it stands, with what is filled in."""
        return self.client.post(form.action, data={**form.fields, **filled}, headers={"Sec-Fetch-Site": "same-origin"})

    def follow(self, answer: TestResponse) -> TestResponse:
        """Open the page that an answer leads to."""
        assert answer.status_code == 303, answer.text
        return self.open(answer.headers["Location"])
