"""The statement of reasons that a platform owes its user and the DSA Transparency Database: drafted, and checked.

A draft is complete and passes the check, so that a platform can send it as it is; what only the platform knows (when
the content was put up, its own reference) stands in it as far as the service can know it. No free text of a request
is taken over: it might hold an address or a name. Article 17 does not apply to orders, so there is no draft for one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hashdb.documents import sor_terms as terms
from hashdb.documents.sor_rules import BOUND, DECISIONS, REQUIRED, RULES
from hashdb.errors import FieldProblem
from hashdb.records.signal import ContentType, MaterialType
from hashdb.records.takedown import LegalBasis, RequestedAction, Response, ResponseType, TakedownRequest

Statement = dict[str, object]

TITLE = "Statement of reasons"
HEAD = (
    "Article 17 of Regulation (EU) 2022/2065. A draft: what only the provider knows, such as the day on which the "
    "content was put up, is filled in as far as the service can know it."
)

MEASURES = {
    ResponseType.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    ResponseType.ACCESS_DISABLED_EU: "DECISION_VISIBILITY_CONTENT_DISABLED",
    ResponseType.ACCESS_DISABLED_GLOBAL: "DECISION_VISIBILITY_CONTENT_DISABLED",
    ResponseType.LABELLED: "DECISION_VISIBILITY_CONTENT_LABELLED",
    ResponseType.RESTRICTED_OTHER: terms.VISIBILITY_OTHER,
}
_ASKED = {
    RequestedAction.DISABLE_ACCESS: "DECISION_VISIBILITY_CONTENT_DISABLED",
    RequestedAction.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    RequestedAction.AGE_RESTRICT: "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED",
}
_SOURCES = {
    LegalBasis.DSA_NOTICE: "SOURCE_ARTICLE_16",
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: "SOURCE_TRUSTED_FLAGGER",
}
_CONTENT = {
    ContentType.IMAGE: "CONTENT_TYPE_IMAGE",
    ContentType.VIDEO: "CONTENT_TYPE_VIDEO",
    ContentType.AUDIO: "CONTENT_TYPE_AUDIO",
    ContentType.TEXT: "CONTENT_TYPE_TEXT",
    ContentType.PDF: "CONTENT_TYPE_TEXT",
}
_MATERIALS = {
    MaterialType.INCITES: "incites others to commit terrorist offences",
    MaterialType.SOLICITS_OFFENCES: "solicits others to commit or contribute to terrorist offences",
    MaterialType.SOLICITS_PARTICIPATION: "solicits others to take part in the activities of a terrorist group",
    MaterialType.INSTRUCTS: "gives instruction in methods for committing terrorist offences",
    MaterialType.THREATENS: "threatens to commit a terrorist offence",
}
_FACTS = (
    "A perceptual hash that several organisations share and two people had approved was found in this content. A "
    "person confirmed the match, another approved the request to the provider, and contexts such as journalism, "
    "research, art and education were assessed before. According to them the content {said}."
)


def draft(
    request: TakedownRequest, response: Response | None = None, content_types: Sequence[ContentType] = ()
) -> Statement:
    """Return the statement about what the platform did, or was asked to do while it has not answered."""
    said = " and ".join(_MATERIALS[each] for each in request.material_types) or "is terrorist or violent extremist"
    statement: Statement = {
        "decision_visibility": [_measure(request, response)],
        "category": terms.PUBLIC_SECURITY,
        "category_specification": [terms.TERRORIST_CONTENT],
        "content_type": sorted({_CONTENT.get(each, terms.CONTENT_OTHER) for each in content_types})
        or [terms.CONTENT_OTHER],
        "content_date": _day(request.created_at),
        "application_date": _day(_acted_at(response) or request.received_at or request.created_at),
        "decision_facts": _FACTS.format(said=said),
        "source_type": _SOURCES.get(request.legal_basis, "SOURCE_TYPE_OTHER_NOTIFICATION"),
        "automated_detection": terms.YES,
        "automated_decision": terms.NOT_AUTOMATED,
        "puid": (response.sor_puid if response else None) or request.id,
        **_ground(request, said),
        **_scope(request, response),
    }
    return statement | _others(statement)


def problems(statement: Mapping[str, object]) -> list[FieldProblem]:
    """Return every rule that the statement breaks; none means that the database would take it."""
    given = {name: value for name, value in statement.items() if value is not None}
    found = [
        FieldProblem(name[:120], "is not a field of a statement of reasons") for name in given if name not in RULES
    ]
    found += [FieldProblem(name, "is required") for name in REQUIRED if name not in given]
    if not any(name in given for name in DECISIONS):
        found.append(FieldProblem("decision_visibility", "is required when no other decision is given"))
    for name, (master, word) in BOUND.items():
        found += _bound(given, name, master, word)
    for name, value in given.items():
        broken = RULES[name](value) if name in RULES else None
        found += [FieldProblem(name, broken)] if broken else []
    return found


def _bound(given: Mapping[str, object], name: str, master: str, word: str) -> list[FieldProblem]:
    value = given.get(master)
    wanted = word in value if isinstance(value, list) else value == word
    if wanted == (name in given):
        return []
    return [FieldProblem(name, f"is required with {word}" if wanted else f"is only for {word}")]


def _measure(request: TakedownRequest, response: Response | None) -> str:
    if response is not None and response.type in MEASURES:
        return MEASURES[response.type]
    return _ASKED.get(request.requested_action, "DECISION_VISIBILITY_CONTENT_REMOVED")


def _ground(request: TakedownRequest, said: str) -> Statement:
    """Return the ground: a notice says that content is illegal, a referral that it breaks the platform's terms."""
    if request.legal_basis in _SOURCES:
        return {
            "decision_ground": terms.ILLEGAL,
            "illegal_content_legal_ground": "Directive (EU) 2017/541; Article 2(7) of Regulation (EU) 2021/784",
            "illegal_content_explanation": f"The content {said}.",
        }
    return {
        "decision_ground": terms.INCOMPATIBLE,
        "incompatible_content_ground": "The rule of the provider's terms on terrorist and violent extremist content",
        "incompatible_content_explanation": f"The content {said}.",
    }


def _scope(request: TakedownRequest, response: Response | None) -> Statement:
    named = (response.territorial_scope if response else ()) or request.territorial_scope
    countries = [each for each in named if each in terms.TERRITORIES]
    if response is not None and response.type is ResponseType.ACCESS_DISABLED_EU and not countries:
        countries = [each for each in terms.TERRITORIES if each not in {"IS", "LI", "NO"}]
    return {"territorial_scope": countries} if countries else {}


def _others(statement: Statement) -> Statement:
    """Return the words that a choice of OTHER needs."""
    measure, kinds = statement["decision_visibility"], statement["content_type"]
    others: Statement = {}
    if measure == [terms.VISIBILITY_OTHER]:
        others["decision_visibility_other"] = "Another restriction by the provider"
    if isinstance(kinds, list) and terms.CONTENT_OTHER in kinds:
        others["content_type_other"] = "Content of another kind"
    return others


def _acted_at(response: Response | None) -> datetime | None:
    return None if response is None else response.measure_taken_at or response.recorded_at


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
