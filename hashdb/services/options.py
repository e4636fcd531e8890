"""What a person can decide about a case, and why not: each decision is weighed as if it were taken, and not written.

So a page never offers what would be refused without saying why, and the rules stand where they always stood.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from hashdb.access import PERMISSIONS, Action, Actor
from hashdb.errors import HashdbError, IllegalTransitionError
from hashdb.records.match import Match
from hashdb.records.signal import ReviewReason, Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.services import matches, signals, takedowns, withdrawals
from hashdb.store import Store

WITHDRAW = "withdraw"
_ANY = "whatever it will be"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A decision that the case's state allows; `refusal` says why this person cannot take it."""

    verdict: str
    refusal: str | None = None


def of_signal(store: Store, signal: Signal, *, actor: Actor, now: datetime) -> list[Option]:
    """Return what can be decided about a signal."""

    def weigh(verdict: signals.Verdict) -> object:
        return signals.weighed(store, signal, verdict, reason=ReviewReason.OTHER, note=_ANY, actor=actor, now=now)

    return _options(actor, Action.SIGNAL_REVIEW, signals.Verdict, weigh)


def of_match(store: Store, match: Match, *, actor: Actor, now: datetime) -> list[Option]:
    """Return what can be decided about a match."""

    def weigh(verdict: matches.Verdict) -> object:
        return matches.weighed(store, match, verdict, note=_ANY, actor=actor, now=now)

    return _options(actor, Action.MATCH_REVIEW, matches.Verdict, weigh)


def of_request(store: Store, request: TakedownRequest, *, actor: Actor, now: datetime) -> list[Option]:
    """Return what can be decided about a takedown request, and whether it can be taken back."""

    def weigh(verdict: takedowns.Verdict) -> object:
        return takedowns.weighed(store, request, verdict, note=_ANY, actor=actor, now=now)

    def withdraw(_verdict: str) -> object:
        return withdrawals.weighed(store, request, _ANY, actor=actor, now=now)

    decided = _options(actor, Action.TAKEDOWN_REVIEW, takedowns.Verdict, weigh)
    return decided + _options(actor, Action.TAKEDOWN_WITHDRAW, [WITHDRAW], withdraw)


def of_order(store: Store, request: TakedownRequest, *, actor: Actor, now: datetime) -> list[Option]:
    """Return what can be decided about an order before it is issued; elsewhere than at its issuer, nothing."""
    if request.issuer != actor.member_id:
        return []

    def weigh(verdict: takedowns.Verdict) -> object:
        return takedowns.weighed(store, request, verdict, note=_ANY, actor=actor, now=now)

    return _options(actor, Action.ORDER_REVIEW, takedowns.Verdict, weigh)


def are_open(options: Iterable[Option]) -> bool:
    """Whether there is anything that the person can decide."""
    return any(each.refusal is None for each in options)


def _options(
    actor: Actor, action: Action, verdicts: Iterable[StrEnum | str], weigh: Callable[..., object]
) -> list[Option]:
    if actor.role not in PERMISSIONS[action]:
        return []
    found = (_option(str(each), partial(weigh, each)) for each in verdicts)
    return [each for each in found if each is not None]


def _option(verdict: str, weigh: Callable[[], object]) -> Option | None:
    try:
        weigh()
    except IllegalTransitionError:
        return None
    except HashdbError as error:
        return Option(verdict=verdict, refusal=str(error))
    return Option(verdict=verdict)
