"""The rules of a statement of reasons, field by field, as the DSA Transparency Database checks them.

One rule is stricter than the database's: what people read freely may hold no address, no e-mail and no hash, because
the database is public and no personal data may be in it. A field that is null counts as not given.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from hashdb.documents import sor_terms as terms

Rule = Callable[[object], str | None]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PUID = re.compile(r"[a-zA-Z0-9_-]+")
_KEYWORD = re.compile(r"KEYWORD_[A-Z0-9_]+")
_EAN = re.compile(r"\d{13}", re.ASCII)
_WEB = re.compile(r"https?://[^\s/]+\S*")
_REVEALING = (
    (re.compile(r"\bh(?:tt|xx)ps?:|\bwww\.|\b[\w-]+(?:\.[\w-]+)+/\S", re.IGNORECASE), "an address"),
    (re.compile(r"\S@\S+\.\S"), "an e-mail address"),
    (re.compile(r"\b[0-9a-f]{32,}\b", re.IGNORECASE), "a hash"),
)
_PUBLIC_TEXT, _EXPLANATION, _FACTS = 500, 2_000, 5_000


def _one_of(words: tuple[str, ...]) -> Rule:
    def rule(value: object) -> str | None:
        return None if isinstance(value, str) and value in words else f"must be one of {', '.join(words)}"

    return rule


def _some_of(words: tuple[str, ...]) -> Rule:
    def rule(value: object) -> str | None:
        fits = isinstance(value, list) and value and all(isinstance(each, str) and each in words for each in value)
        return None if fits else f"must be a list of {', '.join(words)}"

    return rule


def _text(limit: int) -> Rule:
    def rule(value: object) -> str | None:
        if not isinstance(value, str) or not value.strip():
            return "must be text"
        if len(value) > limit:
            return f"may have {limit} characters"
        told = next((what for pattern, what in _REVEALING if pattern.search(value)), None)
        return None if told is None else f"may not hold {told}: the database is public"

    return rule


def _day(first: str, last: str) -> Rule:
    def rule(value: object) -> str | None:
        fits = isinstance(value, str) and _is_day(value) and first <= value <= last
        return None if fits else f"must be a day as YYYY-MM-DD from {first} to {last}"

    return rule


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _written(pattern: re.Pattern[str], limit: int, words: str) -> Rule:
    def rule(value: object) -> str | None:
        fits = isinstance(value, str) and len(value) <= limit and pattern.fullmatch(value)
        return None if fits else f"must be {words}, of at most {limit} characters"

    return rule


def _keywords(value: object) -> str | None:
    fits = (
        isinstance(value, list) and value and all(isinstance(each, str) and _KEYWORD.fullmatch(each) for each in value)
    )
    return None if fits else "must be a list of words such as KEYWORD_TERRORIST_CONTENT"


def _content_id(value: object) -> str | None:
    fits = isinstance(value, Mapping) and set(value) == {"EAN-13"} and isinstance(value["EAN-13"], str)
    return None if fits and _EAN.fullmatch(value["EAN-13"]) else "must be an object with the key EAN-13: 13 digits"  # type: ignore[index]


_END = _day("2020-01-01", "2038-01-01")

RULES: dict[str, Rule] = {
    "decision_visibility": _some_of(terms.DECISION_VISIBILITY),
    "decision_visibility_other": _text(_PUBLIC_TEXT),
    "decision_monetary": _one_of(terms.DECISION_MONETARY),
    "decision_monetary_other": _text(_PUBLIC_TEXT),
    "decision_provision": _one_of(terms.DECISION_PROVISION),
    "decision_account": _one_of(terms.DECISION_ACCOUNT),
    "account_type": _one_of(terms.ACCOUNT_TYPE),
    "decision_ground": _one_of(terms.DECISION_GROUND),
    "decision_ground_reference_url": _written(_WEB, _PUBLIC_TEXT, "an address that begins with http:// or https://"),
    "illegal_content_legal_ground": _text(_PUBLIC_TEXT),
    "illegal_content_explanation": _text(_EXPLANATION),
    "incompatible_content_ground": _text(_PUBLIC_TEXT),
    "incompatible_content_explanation": _text(_EXPLANATION),
    "incompatible_content_illegal": _one_of(terms.YES_NO),
    "content_type": _some_of(terms.CONTENT_TYPE),
    "content_type_other": _text(_PUBLIC_TEXT),
    "category": _one_of(terms.CATEGORY),
    "category_addition": _some_of(terms.CATEGORY),
    "category_specification": _keywords,
    "category_specification_other": _text(_PUBLIC_TEXT),
    "territorial_scope": _some_of(terms.TERRITORIES),
    "content_language": _one_of(terms.LANGUAGES),
    "content_date": _day("2000-01-01", "2038-01-01"),
    "application_date": _END,
    "end_date_visibility_restriction": _END,
    "end_date_monetary_restriction": _END,
    "end_date_service_restriction": _END,
    "end_date_account_restriction": _END,
    "decision_facts": _text(_FACTS),
    "source_type": _one_of(terms.SOURCE_TYPE),
    "source_identity": _text(_PUBLIC_TEXT),
    "automated_detection": _one_of(terms.YES_NO),
    "automated_decision": _one_of(terms.AUTOMATED_DECISION),
    "puid": _written(_PUID, _PUBLIC_TEXT, "letters, digits, - and _"),
    "content_id": _content_id,
}
REQUIRED = (
    "decision_ground",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
    "puid",
)
# What is needed if, and only if, another field holds a word.
BOUND: dict[str, tuple[str, str]] = {
    "decision_visibility_other": ("decision_visibility", terms.VISIBILITY_OTHER),
    "illegal_content_legal_ground": ("decision_ground", terms.ILLEGAL),
    "illegal_content_explanation": ("decision_ground", terms.ILLEGAL),
    "incompatible_content_ground": ("decision_ground", terms.INCOMPATIBLE),
    "incompatible_content_explanation": ("decision_ground", terms.INCOMPATIBLE),
    "content_type_other": ("content_type", terms.CONTENT_OTHER),
}
# At least one of them says what was decided.
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
