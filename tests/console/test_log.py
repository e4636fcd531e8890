"""The log as auditors read it: found by who, what and when, proven entry by entry; and what they read is logged."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.context import Surroundings
from hashdb.access import OPERATOR
from hashdb.records.member import Kind
from hashdb.roles import Role
from hashdb.services import log_search, members
from hashdb.store import Store
from tests.api.sample import Clock
from tests.api.test_audit import publish
from tests.console.conftest import SignIn
from tests.services.world import World


@pytest.fixture
def grow(store: Store) -> Callable[[datetime, int], list[str]]:
    """Return a function that admits so many members, an entry each, and returns their ids."""

    def admit(now: datetime, count: int) -> list[str]:
        names = [f"n {each}" for each in range(count)]
        return [members.create_member(store, each, Kind.PLATFORM, actor=OPERATOR, now=now).id for each in names]

    return admit


def test_an_auditor_finds_what_was_done_by_whom_and_about_what(as_: SignIn, world: World) -> None:
    signal = world.active("one")
    auditor = as_(Role.AUDITOR)
    by_subject = auditor.open(f"/console/log?subject={signal.id}").text
    by_actor = auditor.open(f"/console/log?actor={world.senior.id}&action=signal").text
    by_nobody = auditor.open("/console/log?actor=usr_none").text

    assert "signal.submit" in by_subject
    assert "signal.approve" in by_actor
    assert "member.create" not in by_actor
    assert "Nothing of this" in by_nobody


def test_what_an_auditor_has_searched_is_logged(as_: SignIn, store: Store) -> None:
    as_(Role.AUDITOR).open("/console/log?action=member")
    last = list(store.log.everything())[-1].fields()

    assert (last["action"], last["actor_role"]) == ("audit.read", "auditor")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN, Role.PLATFORM_ADMIN])
@pytest.mark.parametrize("path", ["/console/log", "/console/log/1", "/console/checkpoints", "/console/spot-checks"])
def test_nobody_else_reads_the_log(as_: SignIn, role: Role, path: str) -> None:
    assert as_(role).open(path).status_code == 403


def found(store: Store, now: datetime, **asked: Any) -> list[int]:
    search = log_search.Search(**asked)
    return [each.seq for each in log_search.search(store, search, actor=OPERATOR, now=now).entries]


def test_times_narrow_the_search_to_the_entry(
    store: Store, clock: Clock, grow: Callable[[datetime, int], list[str]]
) -> None:
    start = clock()
    for day in range(5):
        grow(start + timedelta(days=day), 2)
    days = [start + timedelta(days=day) for day in range(5)]

    assert found(store, start, start=days[1], end=days[3]) == [6, 5, 4, 3]
    assert found(store, start, start=days[4] + timedelta(seconds=1)) == []


def test_a_long_log_is_searched_part_by_part_until_its_beginning(
    store: Store, clock: Clock, grow: Callable[[datetime, int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_search, "AT_ONCE", 10)
    first = grow(clock(), 1)[0]
    grow(clock() + timedelta(days=1), 34)
    parts = list[tuple[int, int, int]]()
    upto: int | None = 35
    asked = log_search.Search(subject=first)
    while upto is not None:
        part = log_search.search(store, asked, upto=upto, actor=OPERATOR, now=clock())
        parts.append((part.highest, part.lowest, len(part.entries)))
        upto = part.further

    assert parts == [(35, 26, 0), (25, 16, 0), (15, 6, 0), (5, 1, 1)]


def test_a_subject_is_not_looked_for_before_it_was_made(
    store: Store, clock: Clock, grow: Callable[[datetime, int], list[str]]
) -> None:
    grow(clock(), 30)
    late = grow(clock() + timedelta(days=1), 1)[0]
    found = log_search.search(store, log_search.Search(subject=late), actor=OPERATOR, now=clock())

    assert (found.highest, found.lowest, found.further) == (31, 31, None)
    assert [each.seq for each in found.entries] == [31]


def test_what_is_kept_beside_an_entry_is_neither_shown_nor_searched_when_its_time_is_over(
    store: Store, clock: Clock, world: World
) -> None:
    members.issue_key(store, world.alpha.id, Role.PLATFORM_MATCHER, actor=OPERATOR, now=clock())
    over = clock() + timedelta(seconds=store.policy().keep_payloads + 1)
    asked = {"subject": world.alpha.id, "action": "key.issue"}

    assert found(store, clock(), **asked)
    assert found(store, over, **asked) == []


def test_an_entry_is_shown_with_its_proof_drawn(
    as_: SignIn, surroundings: Surroundings, clock: Clock, tmp_path: Path, grow: Callable[[datetime, int], list[str]]
) -> None:
    grow(clock(), 11)
    auditor = as_(Role.AUDITOR)
    publish(surroundings, tmp_path)
    shown = auditor.open("/console/log/7").text

    assert "member.create" in shown
    assert "proven" in shown
    assert '<g class="given">' in shown
    assert "fits" in shown
    assert auditor.open("/console/log/9999").status_code == 404


def test_checkpoints_are_listed_with_the_proof_that_each_continues_the_one_before(
    as_: SignIn, surroundings: Surroundings, clock: Clock, tmp_path: Path, grow: Callable[[datetime, int], list[str]]
) -> None:
    auditor = as_(Role.AUDITOR)
    for _ in range(3):
        grow(clock(), 2)
        publish(surroundings, tmp_path)
    shown = auditor.open("/console/checkpoints").text

    assert shown.count("yes, proven") == 2
    assert shown.count("is the first") == 1
