"""In which language a page speaks: English, or any other that has a catalogue in `api/translations`.

Whoever opens a page asks by `?lang=kk`, or by the browser's Accept-Language. A page is shown in a language only if
every text of its template is translated; otherwise all of it is in English, so that nobody gets half of each. Words
that stand in a table of a module are marked by `N_` there, and translated where they are shown.

Catalogues are read once, at the start, from the `.po` files themselves: there is nothing to compile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from urllib.parse import urlencode

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask

from api.context import call, request
from api.reading import LANGUAGE

SOURCE = "en"
TEMPLATES = "api/templates/"

# Marks words that are translated later, where they are shown.
N_: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language, how it writes dates and numbers, and the templates whose every text it has; None: all of them."""

    code: str
    locale: Locale
    words: NullTranslations
    spoken: frozenset[str] | None = None

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    def speaks(self, template: str) -> bool:
        """Whether it has every text of a page."""
        return self.spoken is None or template in self.spoken

    @property
    def name(self) -> str:
        """What its speakers call it."""
        return (self.locale.get_language_name() or self.code).capitalize()


def _is_translated(message: Message) -> bool:
    said = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return not message.fuzzy and all(said)


def _spoken(catalog: Catalog) -> frozenset[str]:
    places: dict[bool, set[str]] = {True: set(), False: set()}
    for message in catalog:
        places[_is_translated(message)] |= {place.removeprefix(TEMPLATES) for place, _ in message.locations}
    return frozenset(places[True] - places[False])


def read(code: str, text: bytes) -> Language:
    """Return the language that a `.po` file of *text* speaks."""
    catalog = read_po(BytesIO(text), locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Language(code=code, locale=Locale.parse(code), words=Translations(compiled), spoken=_spoken(catalog))


def _languages() -> dict[str, Language]:
    english = Language(code=SOURCE, locale=Locale("en", "GB"), words=NullTranslations())
    found = sorted(files("api").joinpath("translations").iterdir(), key=lambda each: each.name)
    others = [read(each.name.removesuffix(".po"), each.read_bytes()) for each in found if each.name.endswith(".po")]
    return {each.code: each for each in (english, *others)}


LANGUAGES = _languages()


def asked() -> Language:
    """Return the language that the caller asks for, among those there are."""
    wished = request().args.get(LANGUAGE, "")
    of_browser = (tag.partition("-")[0].lower() for tag in request().accept_languages.values())
    return LANGUAGES[next((code for code in (wished, *of_browser) if code in LANGUAGES), SOURCE)]


def choose(template: str) -> None:
    """Let this request's page speak the language that was asked for, if it can."""
    wished = asked()
    call().language = wished.code if wished.speaks(template) else SOURCE


def language() -> Language:
    """Return the language of this request's page."""
    return LANGUAGES[call().language]


def offered(template: str) -> list[Language]:
    """Return the languages that a page can be switched to; none after a form was sent, which a link would lose."""
    if request().method != "GET":
        return []
    return [each for each in LANGUAGES.values() if each.speaks(template)]


def switch(code: str) -> str:
    """Return this page's address in another language, with nothing of the present one that its view does not read."""
    return "?" + urlencode({**call().query, LANGUAGE: code})


def here(path: str) -> str:
    """Return the address of another page that keeps the language that was asked for by the address."""
    wished = request().args.get(LANGUAGE, "")
    return f"{path}?{LANGUAGE}={wished}" if wished in LANGUAGES else path


def gettext(message: str) -> str:
    """Return *message* in the language of this request."""
    return str(language().words.ugettext(message))


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form for *n* in the language of this request."""
    return str(language().words.ungettext(singular, plural, n))


def pgettext(context: str, message: str) -> str:
    """Return *message* as it is said in this context."""
    return str(language().words.upgettext(context, message))


def translated(words: Mapping[str, str]) -> dict[str, str]:
    """Return a table whose words were marked by `N_`, in the language of this request."""
    return {each: gettext(said) for each, said in words.items()}


def register(app: Flask) -> None:
    """Teach the templates to speak: `_()` and `{% trans %}`, whose line breaks count for nothing."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    environment.filters["translated"] = translated
    environment.globals.update(language=language, offered=offered, switch=switch, here=here)
