"""Whatever a record holds, it is read as it was written."""

from dataclasses import is_dataclass, replace
from datetime import UTC, datetime, timedelta
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashdb.records.alert import Alert
from hashdb.records.appeal import Appeal
from hashdb.records.benign import Benign
from hashdb.records.contact_point import ContactPoint
from hashdb.records.incident import Incident
from hashdb.records.inventory import InventoryEntry
from hashdb.records.match import Match
from hashdb.records.member import Key, Member, User
from hashdb.records.policy import Policy
from hashdb.records.register import Authority, Import, RegisterEntry
from hashdb.records.report import Report
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Delivery, Endpoint
from hashdb.store.codec import Codec
from tests.store.samples import NOW, signal

moments = st.datetimes(
    min_value=NOW.replace(year=2000, tzinfo=None),
    max_value=NOW.replace(year=2100, tzinfo=None),
    timezones=st.just(UTC),
)


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a field's type; moments are aware, and nothing is long."""
    if hint is datetime:
        return moments
    if hint is float:  # JSON knows neither infinity nor NaN, and a share is neither
        return st.floats(min_value=0, max_value=1)
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(hint, **{name: of_type(each) for name, each in get_type_hints(hint).items()})
    if get_origin(hint) is tuple:
        return st.lists(of_type(get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, UnionType):
        return st.one_of(*(of_type(each) for each in get_args(hint)))
    return st.from_type(hint)


OTHERS = [
    *(Member, User, Key, Match, TakedownRequest, Endpoint, Delivery, InventoryEntry, Policy),
    *(Benign, ContactPoint, Alert, Appeal, Incident, RegisterEntry, Authority, Import, Report),
]


@settings(max_examples=150, deadline=None)
@given(chosen=st.data())
def test_a_signal_is_read_as_it_was_written(chosen: st.DataObject) -> None:
    value = chosen.draw(st.binary(min_size=32, max_size=32)).hex()
    written = replace(chosen.draw(of_type(Signal)), signal_value=value)
    codec = Codec(Signal, deflated=True)

    assert codec.load(codec.dump(written)) == written


@pytest.mark.parametrize("record_class", OTHERS)
@settings(max_examples=30, deadline=None)
@given(chosen=st.data())
def test_a_record_is_read_as_it_was_written(record_class: Any, chosen: st.DataObject) -> None:
    written = chosen.draw(of_type(record_class))
    codec = Codec[Any](record_class)

    assert codec.load(codec.dump(written)) == written


@pytest.mark.parametrize("record_class", OTHERS)
@settings(max_examples=10, deadline=None)
@given(chosen=st.data())
def test_a_record_begins_with_its_version(record_class: Any, chosen: st.DataObject) -> None:
    written = chosen.draw(of_type(record_class))

    assert Codec[Any](record_class).dump(written).startswith(b"%d\n" % written.version)


def test_a_signal_with_one_submission_takes_few_bytes() -> None:
    dumped = Codec(Signal, deflated=True).dump(signal(1, 7, quality=100))

    assert len(dumped) < 260


def test_times_keep_their_microseconds() -> None:
    precise = signal(1, 7, created_at=NOW + timedelta(microseconds=1))
    codec = Codec(Signal, deflated=True)

    assert codec.load(codec.dump(precise)).created_at == precise.created_at
