"""The settings that people may change while the service runs."""

from dataclasses import fields

import pytest

from hashdb.errors import InvalidInputError
from hashdb.records.policy import Policy
from hashdb.services import policies
from tests.services.world import World

SENSELESS = {
    "a number below zero": {"minimum_quality": -1},
    "a quality above a hundred": {"minimum_quality": 101},
    "a radius beyond what PDQ allows": {"radius_pdq": 32},
    "a radius beyond what 64 bits allow": {"radius_64_bit": 11},
    "a radius beyond what texts allow": {"radius_text": 91},
    "videos that match without a frame": {"frames_percent": 0},
    "more frames than there are": {"frames_percent": 101},
    "a review band for somebody without an id": {"review_band_members": ["gamma"]},
    "no vouch at all": {"vouches_required": 0},
    "a first review that nobody may give": {"first_review_roles": []},
    "a second review that nobody may give": {"second_review_roles": []},
    "a role that does not exist": {"first_review_roles": ["emperor"]},
    "a rate that admits nobody": {"rate_per_second": 0},
    "a burst that is smaller than one full batch": {"rate_burst": 999},
    "answers that are kept for no time": {"idempotency_lifetime": 0},
    "match jobs that hold nothing": {"match_job_limit": 0},
    "members without a match job": {"match_jobs_at_once": 0},
    "a lifetime beyond the end of the calendar": {"signal_lifetime": 10**12},
    "a word in place of a number": {"draft_lifetime": "long"},
    "a first review by a role that does not review": {"first_review_roles": ["reviewer", "admin"]},
    "a second review by a role that does not review": {"second_review_roles": ["platform_submitter"]},
    "one vouch for every tier": {"vouch_exempt_tiers": [1, 2, 3, 4]},
    "a tier that does not exist": {"vouch_exempt_tiers": [0]},
    "more vouches than there may be members": {"vouches_required": 11},
    "a review within no time": {"first_review_within": 0},
    "an answer within less than a minute": {"urgent_respond_within": 59},
    "a time of more than ten years": {"preserve_for": 10 * 365 * 86_400 + 1},
    "a version": {"version": 7},
    "a setting that does not exist": {"colour": "blue"},
}


def test_without_a_change_the_defaults_hold(world: World) -> None:
    assert world.store.policy() == Policy()


def test_a_change_holds_at_once_and_is_in_the_log_with_old_and_new_value(world: World) -> None:
    changed = policies.change(world.store, {"vouches_required": 3}, actor=world.senior, now=world.now)
    entry = list(world.store.log.everything())[-1]

    assert world.store.policy() == changed
    assert (changed.vouches_required, changed.version) == (3, 2)
    assert entry.fields()["action"] == "policy.change"
    assert entry.payload == b'{"differences":{"vouches_required":[2,3]}}'


def test_changes_follow_one_another(world: World) -> None:
    policies.change(world.store, {"vouches_required": 3}, actor=world.senior, now=world.now)
    policies.change(world.store, {"minimum_quality": 60}, actor=world.senior, now=world.now)

    assert (world.store.policy().vouches_required, world.store.policy().minimum_quality) == (3, 60)
    assert world.store.policy().version == 3


@pytest.mark.parametrize("changes", SENSELESS.values(), ids=SENSELESS)
def test_a_setting_that_makes_no_sense_is_refused_by_its_name(world: World, changes: dict[str, object]) -> None:
    size = world.store.log.size()

    with pytest.raises(InvalidInputError) as refused:
        policies.change(world.store, changes, actor=world.senior, now=world.now)
    assert {problem.field for problem in refused.value.problems} == set(changes)
    assert world.store.policy() == Policy()
    assert world.store.log.size() == size


def test_what_a_command_line_says_in_text_is_understood(world: World) -> None:
    changed = policies.change(
        world.store, {"radius_pdq": "12", "vouch_exempt_tiers": ("1",)}, actor=world.senior, now=world.now
    )

    assert (changed.radius_pdq, changed.vouch_exempt_tiers) == (12, (1,))


@pytest.mark.parametrize("name", [each.name for each in fields(Policy) if each.name != "version"])
def test_every_setting_may_be_set_to_what_it_is(world: World, name: str) -> None:
    kept = policies.change(world.store, {name: getattr(Policy(), name)}, actor=world.senior, now=world.now)

    assert getattr(kept, name) == getattr(Policy(), name)
