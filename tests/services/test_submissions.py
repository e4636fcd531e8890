"""What becomes of submitted signals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from hashdb.errors import NotFoundError
from hashdb.lifecycles.signal import State
from hashdb.records.member import Kind
from hashdb.records.signal import ContextFlag
from hashdb.roles import Role
from hashdb.services import retractions, upkeep
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from tests.services.world import CLAIM, World, submitted, value

BAD_VALUES = {
    "63 digits": value(1)[:63],
    "65 digits": value(1) + "0",
    "a prefix": "0x" + value(1)[2:],
    "a space": " " + value(1)[1:],
    "a line end": value(1)[:63] + "\n",
    "an underscore": value(1)[:31] + "_" + value(1)[32:],
    "no hexadecimal digit": "g" + value(1)[1:],
    "digits of another script": "٣" + value(1)[1:],
    "nothing": "",
}


def test_a_new_value_becomes_a_signal_that_waits_for_review(world: World) -> None:
    outcome = world.submit(submitted(value(1)))[0]
    signal = world.store.signals.get(outcome.id or "")

    assert (outcome.result, outcome.state) == (Result.CREATED, State.PENDING_REVIEW)
    assert signal.signal_value == value(1)
    assert signal.vouching_groups() == {world.alpha.group_id}


def test_the_same_member_again_changes_nothing(world: World) -> None:
    first = world.submit(submitted(value(1)))[0]
    size = world.store.log.size()
    again = world.submit(submitted(value(1)))[0]

    assert (again.result, again.id) == (Result.KNOWN, first.id)
    assert world.store.log.size() == size


def test_another_member_vouches_for_the_same_signal(world: World) -> None:
    first = world.submit(submitted(value(1)))[0]
    vouched = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert (vouched.result, vouched.id) == (Result.VOUCHED, first.id)
    assert len(world.store.signals.get(first.id or "").submissions) == 2


def test_a_vouch_keeps_its_own_claim_only_where_it_differs(world: World) -> None:
    journalistic = replace(CLAIM, context_flags=(ContextFlag.JOURNALISTIC,))
    world.submit(submitted(value(1)))
    outcome = world.submit(submitted(value(1), claim=journalistic), actor=world.voucher)[0]
    signal = world.store.signals.get(outcome.id or "")

    assert signal.claim == CLAIM
    assert [each.claim for each in signal.submissions] == [None, journalistic]


def test_a_value_twice_in_one_batch_is_one_signal(world: World) -> None:
    outcomes = world.submit(submitted(value(1)), submitted(value(2)), submitted(value(1).upper()))

    assert [each.result for each in outcomes] == [Result.CREATED, Result.CREATED, Result.KNOWN]
    assert outcomes[0].id == outcomes[2].id != outcomes[1].id
    assert {each.state for each in outcomes} == {State.PENDING_REVIEW}


def test_upper_case_is_the_same_value(world: World) -> None:
    first = world.submit(submitted(value(1).upper()))[0]
    second = world.submit(submitted(value(1)))[0]

    assert first.id == second.id
    assert world.store.signals.get(first.id or "").signal_value == value(1)


@pytest.mark.parametrize("bad", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_value_is_rejected_by_its_place_and_stops_nothing_else(world: World, bad: str) -> None:
    outcomes = world.submit(submitted(value(1)), submitted(bad), submitted(value(2)))

    assert [each.result for each in outcomes] == [Result.CREATED, Result.REJECTED, Result.CREATED]
    assert outcomes[1].problem
    assert outcomes[1].problem.field == "signals[1].signal_value"
    assert outcomes[1].id is None


def test_an_unknown_type_is_rejected_naming_the_type(world: World) -> None:
    outcome = world.submit(submitted(value(1), signal_type="photodna"))[0]

    assert outcome.result is Result.REJECTED
    assert outcome.problem
    assert outcome.problem.field == "signals[0].signal_type"


def test_a_value_that_says_nothing_about_a_picture_is_rejected(world: World) -> None:
    outcome = world.submit(submitted("0" * 64))[0]

    assert outcome.result is Result.REJECTED


def test_a_value_of_poor_quality_is_rejected_naming_the_quality(world: World) -> None:
    outcome = world.submit(submitted(value(1), quality=49))[0]

    assert outcome.problem
    assert outcome.problem.field == "signals[0].quality"


def test_a_batch_of_nothing_but_rejected_values_leaves_no_trace(world: World) -> None:
    size = world.store.log.size()
    world.submit(submitted("00"))

    assert world.store.log.size() == size


def test_signals_of_several_types_go_into_one_batch(world: World) -> None:
    outcomes = world.submit(
        submitted(value(1)),
        submitted(value(1)[:16], signal_type="phash"),
        submitted(value(1), signal_type="sha256"),
        submitted(value(1)[:32], signal_type="md5"),
    )

    assert [each.result for each in outcomes] == [Result.CREATED] * 4
    assert len({each.id for each in outcomes}) == 4


def test_rows_of_one_batch_are_consecutive_and_exact_types_have_none(world: World) -> None:
    outcomes = world.submit(*(submitted(value(n)) for n in range(3)), submitted(value(1), signal_type="sha256"))
    rows = [world.store.signals.get(each.id or "").row for each in outcomes]

    assert rows == [0, 1, 2, None]


def test_members_who_submit_the_same_values_at_once_all_vouch_for_one_record_each(world: World) -> None:
    actors = [world.actor(Role.PLATFORM_SUBMITTER) for _ in range(4)]
    batch = [submitted(value(n)) for n in range(50)]
    with ThreadPoolExecutor(len(actors)) as pool:
        answers = list(pool.map(lambda actor: world.submit(*batch, actor=actor), actors))
    found = world.store.signals.many([each.id or "" for each in answers[0]])

    assert len({tuple(each.id for each in answer) for answer in answers}) == 1
    assert [signal.signal_value for signal in found] == [each.signal_value for each in batch]
    assert {len(signal.submissions) for signal in found} == {4}
    assert sum(each.result is Result.CREATED for answer in answers for each in answer) == 50


def test_vouches_that_corroborate_at_once_activate_every_signal_once_and_lose_no_vouch(world: World) -> None:
    waiting = [world.second(n, vouches=1) for n in range(10)]
    waiting = [world.review(each, Verdict.APPROVE, world.senior) for each in waiting]
    actors = [world.actor(Role.PLATFORM_SUBMITTER) for _ in range(3)]
    batch = [submitted(each.signal_value) for each in waiting]
    with ThreadPoolExecutor(len(actors)) as pool:
        answers = list(pool.map(lambda actor: world.submit(*batch, actor=actor), actors))
    found = world.store.signals.many([each.id for each in waiting])

    assert {signal.state for signal in found} == {State.ACTIVE}
    assert {len(signal.submissions) for signal in found} == {4}
    assert {each.result for answer in answers for each in answer} == {Result.VOUCHED}


def test_a_value_that_reviewers_rejected_is_not_taken_again(world: World) -> None:
    rejected = world.review(world.pending(1), Verdict.REJECT, world.reviewer)
    outcome = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert (outcome.result, outcome.id, outcome.state) == (Result.REJECTED, rejected.id, State.REJECTED)


def test_a_value_that_was_withdrawn_by_reviewers_is_not_taken_again(world: World) -> None:
    world.review(world.active(1), Verdict.WITHDRAW, world.other_senior)
    outcome = world.submit(submitted(value(1)))[0]

    assert (outcome.result, outcome.state) == (Result.REJECTED, State.WITHDRAWN)


def test_an_expired_value_may_be_submitted_anew_and_is_reviewed_from_the_start(world: World) -> None:
    signal = world.active(1)
    upkeep.sweep(world.store, now=world.later(days=731))
    outcome = world.submit(submitted(value(1)))[0]
    again = world.store.signals.get(signal.id)

    assert (outcome.result, outcome.id, outcome.state) == (Result.VOUCHED, signal.id, State.PENDING_REVIEW)
    assert again.decisions == ()
    assert len(again.submissions) == 1


def test_who_takes_its_only_submission_back_withdraws_the_signal(world: World) -> None:
    signal = world.pending(1, vouches=1)
    after = retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)

    assert after.state is State.WITHDRAWN


def test_a_value_that_its_submitter_took_back_may_be_submitted_by_others(world: World) -> None:
    signal = world.pending(1, vouches=1)
    retractions.retract(world.store, signal.id, actor=world.submitter, now=world.now)
    outcome = world.submit(submitted(value(1)), actor=world.voucher)[0]

    assert (outcome.result, outcome.id, outcome.state) == (Result.VOUCHED, signal.id, State.PENDING_REVIEW)


def test_taking_one_of_two_vouches_back_disputes_a_live_signal_that_needs_both(world: World) -> None:
    signal = world.active(1)
    after = retractions.retract(world.store, signal.id, actor=world.voucher, now=world.now)

    assert after.state is State.DISPUTED
    assert world.hits(value(1)) == []


def test_taking_one_of_two_vouches_back_leaves_a_signal_that_one_vouch_carries(world: World) -> None:
    signal = world.active(1, replace(CLAIM, tier=1))
    after = retractions.retract(world.store, signal.id, actor=world.voucher, now=world.now)

    assert after.state is State.ACTIVE


def test_what_one_did_not_submit_one_cannot_take_back(world: World) -> None:
    signal = world.pending(1, vouches=1)

    with pytest.raises(NotFoundError):
        retractions.retract(world.store, signal.id, actor=world.voucher, now=world.now)


def test_two_members_of_one_corporate_group_are_one_voice(world: World) -> None:
    sister = world.member(Kind.PLATFORM, group_id=world.alpha.group_id)
    world.submit(submitted(value(1)))
    outcome = world.submit(submitted(value(1)), actor=world.actor(Role.PLATFORM_SUBMITTER, sister))[0]
    signal = world.store.signals.get(outcome.id or "")

    assert len(signal.submissions) == 2
    assert len(signal.vouching_groups()) == 1
