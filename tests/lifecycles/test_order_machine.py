"""Removal orders at random: their legal effect moves only as the Regulation lets it, by officers whom it concerns."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import redis
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hashdb.access import OPERATOR, PUBLIC, Actor
from hashdb.lifecycles import order
from hashdb.lifecycles.order import State, Step
from hashdb.lifecycles.takedown import State as RequestState
from hashdb.records.member import Kind
from hashdb.roles import Role
from hashdb.services import inbox, responses, scrutiny, takedowns
from hashdb.services.orders import NewItem
from hashdb.services.scrutiny import Verdict as Finding
from hashdb.services.takedowns import Verdict
from tests.lifecycles.machine import LifecycleMachine, Try, run
from tests.services.answers import answer
from tests.services.world import World
from tests.services.worlds import orders

_numbers = count(1)
_WHY = "for reasons"


class OrderMachine(LifecycleMachine):
    """One order at home or abroad."""

    table, noun = order.LIFECYCLE, "order"

    @classmethod
    def cast(cls) -> Sequence[Actor]:
        """Return the officers of issuer and home authority, and those who look like them but may not."""
        world = cls.world
        return [
            world.officer,
            world.other_officer,
            cls.home(world),
            world.responder,
            orders.home_officer(world),
            world.actor(Role.AUTHORITY_OFFICER, world.member(Kind.AUTHORITY, group_id=world.gamma.group_id)),
            world.actor(Role.PLATFORM_RESPONDER, world.beta),
            world.senior,
            world.reviewer,
            OPERATOR,
            PUBLIC,
        ]

    @staticmethod
    def home(world: World) -> Actor:
        """Return the officer of the home authority, the same in all cases."""
        if "home" not in vars(world):
            vars(world)["home"] = orders.home_officer(world)
        officer: Actor = vars(world)["home"]
        return officer

    def fresh(self) -> str:
        """Make an order that waits for its second officer."""
        return self._begin(orders.in_review, abroad=False)

    @initialize(begin=st.sampled_from((orders.approved, orders.issued, orders.received)), abroad=st.booleans())
    def it_has_got_so_far(self, begin: Callable[..., Any], *, abroad: bool) -> None:
        """Let most cases begin where the order is issued, half of them with a home authority."""
        self.id = self._begin(begin, abroad=abroad)

    def _begin(self, begin: Callable[..., Any], *, abroad: bool) -> str:
        home = {"provider_member_state": "IE", "home_authority_id": self.home(self.world).member_id}
        items = (NewItem(url=f"https://gamma.example/{self.world.store.log.size()}"),)
        request = begin(self.world, items=items, non_disclosure=True, **(home if abroad else {}))
        return str(request.id)

    @rule(step=st.sampled_from(("contest", "extend", "confirm", *Finding)), data=st.data())
    def somebody_of_the_case_goes_on(self, step: str, data: st.DataObject) -> None:
        """Let those act who can: few others could."""
        self.attempt(self.tries()[step], data.draw(st.sampled_from(self.people[:4])))

    def record(self, identifier: str) -> Any:
        """Return the order in its request."""
        return self.world.store.takedowns.get(identifier).order

    def tries(self) -> Mapping[str, Try]:
        """Return what officers, the provider and the workers can do about it."""
        store, now = self.world.store, self.world.now
        tries: dict[str, Try] = {
            "approve": lambda each, who: takedowns.review(store, each, Verdict.APPROVE, actor=who, now=now),
            "dispatch": lambda each, _who: inbox.dispatch(store, each, now=now),
            "fetch": lambda each, who: inbox.fetch(store, each, actor=who, now=now),
            "remove": self._removed,
            "contest": lambda each, who: scrutiny.lodge_review(store, each, _WHY, actor=who, now=now),
            "annul": lambda each, who: scrutiny.annul(store, each, _WHY, actor=who, now=now),
            "confirm": lambda each, who: scrutiny.confirm(store, each, _WHY, actor=who, now=now),
            "extend": self._extend,
        }
        return tries | {str(finding): self._scrutinise(finding) for finding in Finding}

    def check(self, record: Any) -> None:
        """Prove what the Regulation asks of an order in each state."""
        request = self.world.store.takedowns.get(self.id)
        assert (record.issued_at is None) == (record.state in {State.DRAFTED, State.INFORMED})
        if record.issued_at is not None and record.prior_information_at is not None:
            assert (record.issued_at - record.prior_information_at).total_seconds() >= 12 * 3600
        if record.state is State.ANNULLED:
            assert request.state in {
                RequestState.WITHDRAWN,
                RequestState.REINSTATEMENT_REQUESTED,
                RequestState.CLOSED,
                RequestState.CLOSED_NO_RESPONSE,
            }
        if record.scrutiny is not None:
            assert record.scrutiny.member_id == record.home_authority_id
            assert record.scrutiny.member_id != request.issuer

    def _scrutinise(self, finding: Finding) -> Try:
        store, now = self.world.store, self.world.now
        return lambda each, who: scrutiny.scrutinise(store, each, finding, _WHY, actor=who, now=now)

    def _removed(self, each: str, who: Actor) -> object:
        given = answer(reference=f"T-{next(_numbers)}")
        return responses.respond(self.world.store, each, given, actor=who, now=self.world.now)

    def _extend(self, each: str, who: Actor) -> object:
        present = self.world.store.takedowns.get(each).non_disclosure_until
        until = self.world.now if present is None else present.replace(microsecond=1)
        return scrutiny.extend_non_disclosure(self.world.store, each, until, actor=who, now=self.world.now)


def test_whoever_tries_what_table_record_and_log_of_an_order_agree(redis_client: redis.Redis, redis_url: str) -> None:
    taken = run(OrderMachine, redis_client, redis_url, examples=60)

    assert taken >= {str(step) for step in Step}
