"""Files that are no list, or that want to be more than one: refused, each with a sentence that says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashdb.errors import ImportRefusedError
from hashdb.register import reading
from hashdb.register.files import parse
from tests.register.samples import OFAC, UN, un_list

LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><ENTITIES>&b;</ENTITIES></CONSOLIDATED_LIST>"""
EXTERNAL = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><ENTITIES>&a;</ENTITIES></CONSOLIDATED_LIST>"""


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"", "not a well-formed list", id="nothing"),
        pytest.param(b"\x00\xff\xfe", "not a well-formed list", id="no text"),
        pytest.param(b'{"id": 1}', "not a well-formed list", id="JSON"),
        pytest.param(b"<html><body/></html>", "none of the lists", id="another root"),
        pytest.param(UN[:-30], "not a well-formed list", id="broken off"),
        pytest.param(LAUGHS, "not a well-formed list: DTDForbidden", id="entities"),
        pytest.param(EXTERNAL, "not a well-formed list: DTDForbidden", id="an external entity"),
        pytest.param(b'<?xml version="1.0" encoding="klingon"?><a/>', "not a well-formed list", id="no such encoding"),
        pytest.param(un_list("QDe.1", generated="yesterday"), "when it was made", id="no date"),
        pytest.param(b"<CONSOLIDATED_LIST/>", "when it was made", id="no date at all"),
        pytest.param(un_list(""), "no REFERENCE_NUMBER", id="no reference"),
        pytest.param(
            OFAC.replace(b"<Record_Count>4", b"<Record_Count>5"), "5 records, but has 4", id="records missing"
        ),
        pytest.param(b"<sdnList/>", "does not begin with publshInformation", id="no head"),
        pytest.param(
            b'<export generationDate="2026-01-01">' + b"<a>" * 100_000,
            "not a well-formed list",
            id="nested without end",
        ),
    ],
)
def test_what_is_no_list_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(ImportRefusedError, match=why):
        parse(raw)


def test_a_file_of_33_mebibytes_is_not_even_looked_at() -> None:
    with pytest.raises(ImportRefusedError, match="more than 33554432 bytes"):
        parse(bytes(33 * 1024 * 1024))


def test_a_file_of_very_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ELEMENTS", 9)

    with pytest.raises(ImportRefusedError, match="more than 9 elements"):
        parse(un_list("QDe.1", "QDe.2", "QDe.3", "QDe.4"))


def test_what_is_not_known_is_passed_over() -> None:
    more = UN.replace(b"<ENTITY>", b'<NEWS xmlns:x="urn:x"><x:ENTITY2/></NEWS><ENTITY>', 1)

    assert parse(more) == parse(UN)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(UN)), st.integers(1, 40), st.binary(max_size=8))
def test_a_damaged_list_is_read_or_refused(start: int, length: int, instead: bytes) -> None:
    try:
        found = parse(UN[:start] + instead + UN[start + length :])
    except ImportRefusedError:
        return

    assert len(found.records) <= 3
    assert all(each.authority_id and each.names.name[0].strip() for each in found.records)
