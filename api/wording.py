"""How pages write moments, days, numbers, shares and spans of time: in the page's language, and UTC throughout.

What is not known is a dash. Moments are elements that machines read, too.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

import orjson
from babel import Locale
from babel.dates import format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from flask import Flask
from markupsafe import Markup

from api.context import now
from api.language import gettext, language
from api.terms import PAPERS, STATES, STEPS, TYPES

UNKNOWN = "\u2013"
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def _locale() -> Locale:
    return language().locale


def moment(at: datetime | None) -> str:
    """Return day and minute."""
    if at is None:
        return UNKNOWN
    date_said, time_said = (format_skeleton(each, at, locale=_locale()) for each in ("yMMMd", "Hm"))
    return Markup('<time datetime="{}">{}, {} UTC</time>').format(f"{at:%Y-%m-%dT%H:%M:%SZ}", date_said, time_said)


def moment_of(text: str) -> str:
    """Return a moment that stands as text, as in the log."""
    return moment(datetime.fromisoformat(text))


def payload(raw: bytes) -> str:
    """Return what is kept beside an entry of the log, for people."""
    return orjson.dumps(orjson.loads(raw), option=orjson.OPT_INDENT_2).decode()


def day(on: date | None) -> str:
    """Return a day."""
    if on is None:
        return UNKNOWN
    said = format_skeleton("yMMMd", on, locale=_locale())
    return Markup('<time datetime="{}">{}</time>').format(f"{on:%Y-%m-%d}", said)


def period(start: date, end: date) -> str:
    """Return the days from *start* to before *end*, the last of them named."""
    return str(format_interval(start, end - timedelta(days=1), "yMMMd", locale=_locale()))


def number(count: float | None) -> str:
    """Return a number with its separators."""
    return UNKNOWN if count is None else format_decimal(count, locale=_locale())


def share(part: float | None) -> str:
    """Return a part of one in per cent, with one decimal."""
    if part is None:
        return UNKNOWN
    pattern = _locale().percent_formats[None].pattern.replace("0", "0.0")
    return format_percent(part, format=pattern, locale=_locale())


def _parts(seconds: int) -> list[tuple[int, str]]:
    if seconds >= DAY:
        return [(seconds // DAY, "day"), (seconds % DAY // HOUR, "hour")]
    if seconds >= HOUR:
        return [(seconds // HOUR, "hour"), (seconds % HOUR // MINUTE, "minute")]
    return [(seconds // MINUTE, "minute")] if seconds >= MINUTE else [(seconds, "second")]


@lru_cache(maxsize=4096)
def _counted(count: int, unit: str, code: str) -> str:
    return format_unit(count, f"duration-{unit}", length="short", locale=code)


def span(lasting: timedelta | float | None) -> str:
    """Return how long something lasts, in its two largest units; `console.js` says it in the same words."""
    if lasting is None:
        return UNKNOWN
    seconds = int(abs(lasting.total_seconds() if isinstance(lasting, timedelta) else lasting))
    first, *second = _parts(seconds)
    return " ".join(_counted(*part, language().code) for part in (first, *(each for each in second if each[0])))


def left(until: datetime) -> timedelta:
    """Return the time that is left; less than nothing when it is over."""
    return until - now()


def plain(word: str) -> str:
    """Return a word of the machine as people write it."""
    return word.replace("_", " ")


def done(step: str) -> str:
    """Return what somebody did by a step of a lifecycle."""
    return gettext(STEPS[step]) if step in STEPS else plain(step)


def standing(state: str) -> str:
    """Return where something stands."""
    return gettext(STATES.get(state, plain(state)))


def fingerprint(signal_type: str) -> str:
    """Return what a kind of fingerprint is called."""
    return gettext(TYPES[signal_type]) if signal_type in TYPES else plain(signal_type)


def on_paper(text: str) -> str:
    """Return what a paper of the Regulation says where a record has a code."""
    return gettext(PAPERS[text]) if text in PAPERS else text


def tongue(code: str) -> str:
    """Return the name of the language with this code."""
    return str(_locale().languages.get(code, code))


def country(code: str | None) -> str:
    """Return the name of the country with these two letters."""
    return UNKNOWN if code is None else str(_locale().territories.get(code, code))


def sentence(text: str) -> str:
    """Return *text* with a capital in front and a full stop behind."""
    said = text[:1].upper() + text[1:]
    return said if said.endswith((".", "!", "?", ":")) or not said else f"{said}."


def register(app: Flask) -> None:
    """Give the templates these as filters."""
    app.jinja_env.filters.update(moment=moment, day=day, number=number, share=share, span=span, plain=plain)
    app.jinja_env.filters.update(moment_of=moment_of, payload=payload, done=done, fingerprint=fingerprint)
    app.jinja_env.filters.update(on_paper=on_paper, standing=standing)
    app.jinja_env.filters.update(tongue=tongue, country=country, sentence=sentence)
    app.jinja_env.globals.update(left=left, period=period)
