"""The statement of reasons: its draft passes, and each rule of the database is kept."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashdb.documents import sor, sor_terms
from hashdb.documents.sor_rules import BOUND, REQUIRED, RULES
from hashdb.records.signal import ContentType, MaterialType
from hashdb.records.takedown import LegalBasis, RequestedAction, Response, ResponseType
from tests.documents.samples import REQUEST, with_changes

FEW = settings(max_examples=20, deadline=None)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GOOD = sor.draft(REQUEST, None, [ContentType.IMAGE])
TEXTS = {
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2_000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2_000,
    "content_type_other": 500,
    "category_specification_other": 500,
    "decision_facts": 5_000,
    "source_identity": 500,
}
WORDS = {
    "decision_monetary": sor_terms.DECISION_MONETARY,
    "decision_provision": sor_terms.DECISION_PROVISION,
    "decision_account": sor_terms.DECISION_ACCOUNT,
    "account_type": sor_terms.ACCOUNT_TYPE,
    "decision_ground": sor_terms.DECISION_GROUND,
    "incompatible_content_illegal": sor_terms.YES_NO,
    "category": sor_terms.CATEGORY,
    "content_language": sor_terms.LANGUAGES,
    "source_type": sor_terms.SOURCE_TYPE,
    "automated_detection": sor_terms.YES_NO,
    "automated_decision": sor_terms.AUTOMATED_DECISION,
}
LISTS = {
    "decision_visibility": sor_terms.DECISION_VISIBILITY,
    "content_type": sor_terms.CONTENT_TYPE,
    "category_addition": sor_terms.CATEGORY,
    "territorial_scope": sor_terms.TERRITORIES,
}
ODD = {"decision_ground_reference_url", "category_specification", "puid", "content_id"}
DAYS = [name for name in RULES if "date" in name]
NO_WORD = st.none().flatmap(lambda _: st.one_of(st.integers(), st.booleans(), st.lists(st.text()), st.text(max_size=9)))


def broken(changes: Mapping[str, object]) -> dict[str, str]:
    return {each.field: each.rule for each in sor.problems({**GOOD, **changes})}


def answer(kind: ResponseType) -> Response:
    return Response(
        id="rsp_1", type=kind, platform_file_ref="T-1", recorded_at=NOW, measure_taken_at=NOW, territorial_scope=("DE",)
    )


def test_every_field_of_the_database_has_its_rule() -> None:
    assert set(RULES) == {*TEXTS, *WORDS, *LISTS, *DAYS, *ODD}
    assert len(RULES) == 35
    assert len(sor_terms.TERRITORIES) == 30
    assert len(sor_terms.CATEGORY) == 16
    assert len(set(sor_terms.LANGUAGES)) == 183


@pytest.mark.parametrize("basis", [LegalBasis.REFERRAL, LegalBasis.DSA_NOTICE, LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE])
@pytest.mark.parametrize("action", RequestedAction)
def test_a_draft_before_the_answer_can_be_sent_as_it_is(basis: LegalBasis, action: RequestedAction) -> None:
    statement = sor.draft(with_changes(legal_basis=basis, requested_action=action), None, [ContentType.VIDEO])

    assert sor.problems(statement) == []
    assert statement["category"] == "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"
    assert statement["category_specification"] == ["KEYWORD_TERRORIST_CONTENT"]
    assert (statement["automated_detection"], statement["automated_decision"]) == (
        "Yes",
        "AUTOMATED_DECISION_NOT_AUTOMATED",
    )


@pytest.mark.parametrize("kind", ResponseType)
@pytest.mark.parametrize("contents", [[], list(ContentType)])
def test_a_draft_after_any_answer_can_be_sent_as_it_is(kind: ResponseType, contents: list[ContentType]) -> None:
    statement = sor.draft(with_changes(material_types=tuple(MaterialType)), answer(kind), contents)

    assert sor.problems(statement) == []
    assert statement["application_date"] == "2026-11-23"
    assert statement["territorial_scope"] == ["DE"]


def test_a_draft_says_where_the_request_came_from() -> None:
    bases = (LegalBasis.REFERRAL, LegalBasis.DSA_NOTICE, LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE)
    sources = [sor.draft(with_changes(legal_basis=basis))["source_type"] for basis in bases]

    assert sources == ["SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER"]


def test_a_draft_tells_neither_address_nor_reference_nor_free_text() -> None:
    text = str(sor.draft(REQUEST, answer(ResponseType.REMOVED), [ContentType.IMAGE]))
    item = REQUEST.items[0]

    assert not any(told in text for told in (str(item.url), item.content_ref, REQUEST.statement_of_reasons))


@pytest.mark.parametrize("name", REQUIRED)
def test_a_required_field_may_not_be_missing_or_null(name: str) -> None:
    assert broken({name: None})[name] == "is required"
    assert name in {each.field for each in sor.problems({k: v for k, v in GOOD.items() if k != name})}


@pytest.mark.parametrize("name", WORDS)
@FEW
@given(data=st.data())
def test_a_field_of_words_takes_its_words_and_nothing_else(name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(WORDS[name]))
    other = data.draw(NO_WORD.filter(lambda each: each not in WORDS[name] if isinstance(each, str) else True))

    assert RULES[name](word) is None
    assert name in broken({name: other})


@pytest.mark.parametrize("name", LISTS)
@FEW
@given(data=st.data())
def test_a_list_of_words_takes_its_words_and_nothing_else(name: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(LISTS[name]), min_size=1, unique=True))
    other = data.draw(NO_WORD)

    assert RULES[name](words) is None
    assert name in broken({name: [*words, other]})
    assert name in broken({name: []})
    assert name in broken({name: words[0]})


@pytest.mark.parametrize(("name", "limit"), TEXTS.items())
def test_a_text_has_its_length_and_reveals_nothing(name: str, limit: int) -> None:
    rule = RULES[name]

    assert rule("x " * (limit // 2)) is None
    assert rule("x " * (limit // 2) + "x") == f"may have {limit} characters"
    assert rule("see https://platform.example/v/1") == "may not hold an address: the database is public"
    assert rule("at platform.example/v/1 there") is not None
    assert rule("by jane.roe@platform.example") is not None
    assert rule("hash 88629e679e663698b9a338668026727c21a779e61eb6e1f8c79b27e67c8299e0") is not None
    assert rule(" ") == "must be text"
    assert rule(7) == "must be text"


@pytest.mark.parametrize("name", DAYS)
@FEW
@given(day=st.dates(date(2020, 1, 1), date(2038, 1, 1)), other=st.text(max_size=12))
def test_a_day_is_written_in_one_way_only(name: str, day: date, other: str) -> None:
    assert RULES[name](day.isoformat()) is None
    assert RULES[name](f"{day.isoformat()}T00:00:00Z") is not None
    assert RULES[name](other) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content_date", "1999-12-31"),
        ("content_date", "2038-01-02"),
        ("application_date", "2019-12-31"),
        ("application_date", "2026-02-30"),
        ("end_date_visibility_restriction", "20260101"),
        ("puid", "a b"),
        ("puid", "x" * 501),
        ("puid", ""),
        ("content_id", {"EAN-13": "12345"}),
        ("content_id", {"EAN-13": "1234567890123", "ISBN": "1"}),
        ("content_id", "1234567890123"),
        ("category_specification", ["TERRORIST"]),
        ("category_specification", "KEYWORD_TERRORIST_CONTENT"),
        ("decision_ground_reference_url", "ftp://law.example"),
        ("decision_ground_reference_url", "https://law.example/" + "x" * 500),
        ("hash", "no field of the schema"),
    ],
)
def test_what_breaks_a_rule_is_named(name: str, value: object) -> None:
    assert list(broken({name: value})) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("end_date_account_restriction", None),
        ("puid", "TK-4_21"),
        ("content_id", {"EAN-13": "1234567890123"}),
        ("category_specification", ["KEYWORD_HATE_SPEECH", "KEYWORD_OTHER"]),
        ("decision_ground_reference_url", "https://law.example/dir/2017/541"),
        ("content_language", "FR"),
    ],
)
def test_what_keeps_the_rules_passes(name: str, value: object) -> None:
    assert broken({name: value}) == {}


@pytest.mark.parametrize(("name", "master", "word"), [(name, *bound) for name, bound in BOUND.items()])
def test_a_bound_field_is_there_exactly_with_its_word(name: str, master: str, word: str) -> None:
    held = [word] if master in LISTS else word
    without = dict.fromkeys(BOUND)
    other = {each: "words" for each, bound in BOUND.items() if bound == (master, word)}

    assert broken({**without, master: held})[name] == f"is required with {word}"
    assert name not in broken({**without, **other, master: held})
    assert broken({**without, name: "words", master: None})[name] == f"is only for {word}"


def test_some_decision_must_be_given() -> None:
    assert list(broken({"decision_visibility": None})) == ["decision_visibility"]
    assert broken({"decision_visibility": None, "decision_account": "DECISION_ACCOUNT_SUSPENDED"}) == {}


@FEW
@given(
    st.dictionaries(
        st.sampled_from([*RULES, "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ),
    )
)
def test_the_check_answers_whatever_it_is_given(statement: dict[str, object]) -> None:
    assert sor.problems(statement)
