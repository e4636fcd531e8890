"""The life of signals, at random: whatever members and reviewers try, table, log and records agree."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import orjson
import redis
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from hashdb.access import Actor
from hashdb.errors import HashdbError
from hashdb.lifecycles.signal import LIFECYCLE, LIVE, State
from hashdb.records.signal import Claim, OpinionReason, ReviewReason, Signal, Stance
from hashdb.sealing import Sealer
from hashdb.services import log, retractions, signals, upkeep
from hashdb.services.signals import Verdict
from hashdb.services.submissions import Result
from hashdb.signals import View
from hashdb.store import Database, Store
from tests.services.world import CLAIM, World, submitted, value, view

SEEDS = st.integers(0, 2)
PEOPLE = st.sampled_from(["reviewer", "senior", "other_senior"])
PLATFORMS = st.sampled_from(["submitter", "voucher"])
# Approvals more often than the rest, or few signals would ever become live.
VERDICTS = st.sampled_from([Verdict.APPROVE] * 4 + list(Verdict))
NEXT = {
    state: {state} | {end for (start, _), end in LIFECYCLE.transitions.items() if start is state} for state in State
}


def _claim(tier: int) -> Claim:
    return replace(CLAIM, tier=tier)


def _view(seed: int, platform: str) -> View:
    """Return the one view that a platform submits with a value; no two of them are the same."""
    return view("left_80", value((seed, platform)))


def _states_in(entry: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry says of the states of signals."""
    if entry["action"] == "signal.submit":
        return dict.fromkeys(payload["created"], "pending_review")
    return {entry["object_id"]: entry["to_state"]} if entry["object_type"] == "signal" else {}


class Life(RuleBasedStateMachine):
    """Three values, two platforms that submit, three people who decide, and time."""

    clients: redis.Redis
    url: str

    def __init__(self) -> None:
        super().__init__()
        for key in list(self.clients.scan_iter()):
            self.clients.delete(key)
        self.world = World(Store(Database.at(self.url), Sealer(Fernet.generate_key())))
        self.world.matcher.catch_up()
        self.known: dict[str, Signal] = {}

    @rule(seed=SEEDS, platform=PLATFORMS, tier=st.sampled_from([1, 3]))
    def submit(self, seed: int, platform: str, tier: int) -> None:
        size = self.world.store.log.size()
        sent = submitted(value(seed), claim=_claim(tier), views=[_view(seed, platform)])
        outcome = self.world.submit(sent, actor=self._named(platform))[0]
        silent = outcome.result in {Result.KNOWN, Result.REJECTED}
        assert (self.world.store.log.size() == size) == silent

    @rule(seed=SEEDS)
    def agree_on(self, seed: int) -> None:
        """What usually happens: two vouches, two approvals."""
        for platform in ("submitter", "voucher"):
            self.submit(seed, platform, 3)
        for person in ("reviewer", "senior"):
            self.review(seed, person, Verdict.APPROVE)

    @rule(seed=SEEDS, person=PEOPLE, verdict=VERDICTS)
    def review(self, seed: int, person: str, verdict: Verdict) -> None:
        self._try(
            seed,
            lambda signal: signals.review(
                self.world.store,
                signal,
                verdict,
                reason=ReviewReason.VERIFIED,
                actor=self._named(person),
                now=self.world.now,
            ),
        )

    @rule(seed=SEEDS, platform=PLATFORMS, stance=st.sampled_from(Stance))
    def give_opinion(self, seed: int, platform: str, stance: Stance) -> None:
        actor, reason = self._named(platform), OpinionReason.SAW_THIS_TOO
        self._try(
            seed,
            lambda signal: signals.give_opinion(
                self.world.store, signal, stance, reason, actor=actor, now=self.world.now
            ),
        )

    @rule(seed=SEEDS, platform=PLATFORMS)
    def retract(self, seed: int, platform: str) -> None:
        self._try(
            seed,
            lambda signal: retractions.retract(
                self.world.store, signal, actor=self._named(platform), now=self.world.now
            ),
        )

    @rule(days=st.sampled_from([1, 31, 731]), swept=st.booleans())
    def let_time_pass(self, days: int, *, swept: bool) -> None:
        self.world.now += timedelta(days=days)
        size = self.world.store.log.size()
        ended = upkeep.sweep(self.world.store, now=self.world.now).taken.get("signals_ending", 0) if swept else 0
        assert self.world.store.log.size() >= size + ended

    @invariant()
    def every_step_was_one_of_the_table(self) -> None:
        for entry in self.world.store.log.everything():
            fields = entry.fields()
            if fields["object_type"] == "signal":
                assert fields["to_state"] in NEXT[State(fields["from_state"])]

    @invariant()
    def no_record_goes_back_to_an_earlier_version(self) -> None:
        for signal in self._all():
            before = self.known.get(signal.id)
            assert before is None or before.version <= signal.version
            self.known[signal.id] = signal

    @invariant()
    def the_log_tells_the_present_state_of_every_signal(self) -> None:
        told: dict[str, str] = {}
        for entry in self.world.store.log.everything():
            told |= _states_in(entry.fields(), orjson.loads(entry.payload or b"{}"))
        assert {signal.id: str(signal.state) for signal in self._all()} == told

    @invariant()
    def exactly_the_live_signals_are_found(self) -> None:
        for seed in range(3):
            found = [hit.signal.id for hit in self.world.hits(value(seed))]
            live = [each.id for each in self._all() if each.signal_value == value(seed) and self._is_live(each)]
            assert found == live

    @invariant()
    def exactly_the_views_of_live_signals_are_found(self) -> None:
        for seed, platform in product(range(3), ("submitter", "voucher")):
            shown = _view(seed, platform)
            found = [(hit.signal.id, hit.view) for hit in self.world.hits(shown.signal_value)]
            live = [each for each in self._all() if shown in each.views and self._is_live(each)]
            assert found == [(each.id, "left_80") for each in live]

    @invariant()
    def no_signal_is_live_without_two_people_of_other_members(self) -> None:
        for signal in self._all():
            groups = signal.vouching_groups()
            approvals = [each for each in signal.decisions if each.step.startswith(("approve", "await", "uphold"))]
            if signal.state in LIVE:
                assert len({each.user_id for each in approvals}) >= 2
                assert not groups & {each.member_id for each in approvals}

    def teardown(self) -> None:
        assert log.verify(self.world.store).problems == ()

    def _try(self, seed: int, act: Callable[[str], Signal]) -> None:
        """Act on the signal of that value; a refusal leaves no trace, an act leaves an entry."""
        signal = next((each for each in self._all() if each.signal_value == value(seed)), None)
        if signal is None:
            return
        size = self.world.store.log.size()
        try:
            after = act(signal.id)
        except HashdbError:
            assert self.world.store.log.size() == size
            assert self.world.store.signals.get(signal.id) == signal
        else:
            assert self.world.store.log.size() > size
            assert self.world.store.signals.get(signal.id) == after

    def _all(self) -> list[Signal]:
        ids = self.world.store.signals.ids_of("pdq", [bytes.fromhex(value(seed)) for seed in range(3)])
        return self.world.store.signals.many([each for each in ids if each is not None])

    def _is_live(self, signal: Signal) -> bool:
        return signal.is_live(self.world.now)

    def _named(self, name: str) -> Actor:
        actor: Actor = getattr(self.world, name)
        return actor


def test_whatever_members_and_reviewers_try_table_log_and_records_agree(
    redis_client: redis.Redis, redis_url: str
) -> None:
    machine = type("LifeOnThisServer", (Life,), {"clients": redis_client, "url": redis_url})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
