"""What a member's reputation is, and what follows from it: sanctions on the upper bound, trust on the lower one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hashdb.errors import RateLimitedError
from hashdb.lifecycles.signal import State
from hashdb.records.alert import AlertKind
from hashdb.records.signal import Signal
from hashdb.roles import Role
from hashdb.services import alerts, caps, policies, reputation, retractions
from hashdb.services.reputation import Standing
from hashdb.services.signals import Verdict
from hashdb.store.reputations import LATEST, Outcome
from tests.services.world import World, submitted, value
from tests.services.worlds.incidents import active_incident, claim_on


def known(world: World, confirmed: int, rejected: int) -> None:
    """Let so many submissions of platform alpha have been decided."""
    for place in range(confirmed + rejected):
        outcome = Outcome.CONFIRMED if place < confirmed else Outcome.REJECTED
        noted = world.store.reputations.note(world.alpha.id, f"sig_{place}", outcome)
        for command in noted.commands:
            world.store._database.execute_command(*command)  # noqa: SLF001 - nobody decides two hundred cases here


def approvals_of(world: World, signal: Signal) -> tuple[State, ...]:
    """Have three people approve one after the other, and return where that leads."""
    third = world.actor(Role.SENIOR_REVIEWER, world.gamma)
    states = []
    for person in (world.reviewer, world.senior, third):
        if signal.state is not State.ACTIVE:
            signal = world.review(signal, Verdict.APPROVE, person)
            states.append(signal.state)
    return tuple(states)


@pytest.mark.parametrize(
    ("confirmed", "decided", "standing"),
    [
        (0, 0, Standing.PROBATION),
        (0, 29, Standing.PROBATION),
        (72, 72, Standing.USUAL),
        (73, 73, Standing.TRUSTED),
        (29, 30, Standing.USUAL),
        (180, 200, Standing.WARNED),
        (150, 200, Standing.WATCHED),
        (100, 200, Standing.HEARING),
    ],
)
def test_few_decisions_neither_condemn_nor_ennoble(confirmed: int, decided: int, standing: Standing) -> None:
    assert reputation.judged(confirmed=confirmed, decided=decided).standing is standing


def test_what_people_decide_counts_for_everybody_who_vouches_and_the_latest_counts(world: World) -> None:
    live = world.active(1)
    world.review(world.pending(2, vouches=1), Verdict.REJECT, world.reviewer)
    before = reputation.of(world.store, world.alpha.id)
    world.review(live, Verdict.WITHDRAW, world.other_senior)

    assert (before.decided, before.confirmed) == (2, 1)
    assert world.store.reputations.of(world.alpha.id) == [Outcome.WITHDRAWN, Outcome.REJECTED]
    assert world.store.reputations.of(world.beta.id) == [Outcome.WITHDRAWN]


def test_only_the_latest_submissions_count(world: World) -> None:
    known(world, confirmed=LATEST, rejected=20)

    assert reputation.of(world.store, world.alpha.id).decided == LATEST


def test_a_signal_of_a_member_that_was_wrong_too_often_takes_one_person_more(world: World) -> None:
    usual = approvals_of(world, world.pending(1))
    known(world, confirmed=100, rejected=100)
    watched = approvals_of(world, world.pending(2))

    assert usual == (State.PENDING_SECOND, State.ACTIVE)
    assert watched == (State.PENDING_SECOND, State.PENDING_SECOND, State.ACTIVE)


def test_whoever_was_wrong_too_often_cannot_hide_behind_one_who_vouches_nor_hold_up_two(world: World) -> None:
    known(world, confirmed=100, rejected=100)
    other = world.actor(Role.PLATFORM_SUBMITTER)
    hidden = world.pending(1, vouches=1)
    world.submit(submitted(value(1)), actor=world.voucher)
    retractions.retract(world.store, hidden.id, actor=world.submitter, now=world.now)
    world.submit(submitted(value(1)))
    world.submit(submitted(value(2)), actor=other)
    held_up = world.pending(2)

    assert len(approvals_of(world, world.store.signals.get(hidden.id))) == 3
    assert len(approvals_of(world, held_up)) == 2


def test_in_a_crisis_too_it_takes_one_person_more(world: World) -> None:
    claim = replace(claim_on(active_incident(world)), tier=3)
    known(world, confirmed=100, rejected=100)

    assert world.review(world.pending(1, claim), Verdict.APPROVE, world.reviewer).state is State.PENDING_SECOND


def test_whoever_takes_a_vouch_back_once_people_doubt_it_shares_what_comes_of_it(world: World) -> None:
    early = world.pending(1)
    retractions.retract(world.store, early.id, actor=world.voucher, now=world.now)
    world.review(early, Verdict.REJECT, world.reviewer)
    doubted = world.active(2)
    retractions.retract(world.store, doubted.id, actor=world.submitter, now=world.later(hours=1))
    world.review(doubted, Verdict.WITHDRAW, world.other_senior)

    assert world.store.reputations.of(world.alpha.id) == [Outcome.WITHDRAWN, Outcome.REJECTED]
    assert world.store.reputations.of(world.beta.id) == [Outcome.WITHDRAWN]


def test_what_a_trusted_member_submits_is_to_be_looked_at_in_half_the_time(world: World) -> None:
    usual = world.pending(1)
    known(world, confirmed=73, rejected=0)
    trusted = world.pending(2)

    assert usual.due_at == world.now + timedelta(hours=72)
    assert trusted.due_at == world.now + timedelta(hours=36)
    assert approvals_of(world, trusted) == (State.PENDING_SECOND, State.ACTIVE)


def test_an_alert_tells_of_a_member_that_was_wrong_too_often_once(world: World) -> None:
    known(world, confirmed=100, rejected=100)
    caps.take_medians(world.store, world.now)
    caps.take_medians(world.store, world.later(days=1))

    told = alerts.page(world.store, after=None, limit=10, still_open=True).items
    assert [(each.kind, each.subject_id) for each in told] == [(AlertKind.REPUTATION, world.alpha.id)]


def test_what_begins_anew_counts_among_what_is_submitted_in_a_day(world: World) -> None:
    policies.change(world.store, {"submissions_per_day": 2}, actor=world.senior, now=world.now)
    for _ in range(2):
        signal = world.pending(1, vouches=1)
        retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)

    with pytest.raises(RateLimitedError):
        world.submit(submitted(value(1)))


def test_a_member_submits_so_much_in_a_day_and_tomorrow_again(world: World) -> None:
    policies.change(world.store, {"submissions_per_day": 2}, actor=world.senior, now=world.now)
    world.submit(submitted(value(1)), submitted(value(2)))
    with pytest.raises(RateLimitedError, match="in a day") as refused:
        world.submit(submitted(value(3)))

    world.later(seconds=refused.value.retry_after)
    assert world.submit(submitted(value(3)))[0].state is State.PENDING_REVIEW
