"""Signals that wait for people, those that are due to be reaffirmed, and who vouched for them.

The second platform's group vouched for nine of ten at the head of the queue, the third's for all but the last.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from hashdb.ids import new_id
from hashdb.lifecycles.signal import State, Step
from hashdb.records.member import Member
from hashdb.records.signal import (
    BehaviourLabel,
    Claim,
    ContentType,
    Decision,
    Ground,
    MaterialType,
    Opinion,
    OpinionReason,
    ReviewReason,
    Signal,
    Stance,
    Submission,
)
from hashdb.roles import Role
from scripts.benches.busy.place import Place

WAITING, FREE_AT_THE_END, LIVE = 6_000, 300, 600
_AT_ONCE = 500
# Of twenty that wait.
_STATES = (State.PENDING_REVIEW,) * 12 + (State.PENDING_SECOND,) * 5 + (State.DISPUTED,) * 2 + (State.QUARANTINED,)


def fill(place: Place) -> None:
    """Write all of them, and what the first platform submitted lately."""
    waiting = [_waiting(place, number) for number in range(WAITING)]
    live = [_live(place, number) for number in range(LIVE)]
    _write(place, [*waiting, *live])
    place.live = [each.id for each in live]
    own = [each.id for each in waiting if each.submission_of(place.platforms[0].id)]
    place.write([place.store.submitted.note(place.platforms[0].id, own)])
    free = waiting[-FREE_AT_THE_END:]
    for name, state in (("signal", State.PENDING_REVIEW), ("disputed", State.DISPUTED)):
        place.ids[name] = next(each.id for each in free if each.state is state)
    found = place.store.signals.get(own[0])
    place.ids |= {"submission": found.id, "value": found.signal_value}


def _write(place: Place, signals: Sequence[Signal]) -> None:
    store = place.store
    for at in range(0, len(signals), _AT_ONCE):
        place.write([store.signals.create(store.signals.with_rows(signals[at : at + _AT_ONCE]))])


def _waiting(place: Place, number: int) -> Signal:
    state = _STATES[number % len(_STATES)]
    plain = _signal(place, number, _vouching(place, number))
    due = place.ahead(minutes=number - 600)
    if state is State.PENDING_SECOND:
        return replace(plain, state=state, due_at=due, decisions=(_approved(place),))
    if state is State.DISPUTED:
        return replace(plain, state=state, due_at=due, opinions=(_objection(place),))
    return replace(plain, state=state, due_at=due)


def _vouching(place: Place, number: int) -> list[Member]:
    """Return who vouched: of those whose people look, and of all others by turns."""
    others = [place.platforms[3 + number % 50], place.platforms[3 + (number + 7) % 50]]
    concerned = [place.platforms[1]] if number % 10 else []
    barred = [place.platforms[2]] if number < WAITING - FREE_AT_THE_END else []
    own = [place.platforms[0]] if number % 5 == 0 else []
    return [*own, *concerned, *barred, *others[: 1 + number % 2]]


def _live(place: Place, number: int) -> Signal:
    """Return a live signal; half of them are due to be reaffirmed."""
    return replace(
        _signal(place, WAITING + number, place.platforms[3:6]),
        state=State.ACTIVE,
        activated_at=place.ago(days=90),
        expires_at=place.ahead(days=300),
        review_due_at=place.ago(days=1) if number % 2 else place.ahead(days=30),
    )


def _signal(place: Place, number: int, vouching: Sequence[Member]) -> Signal:
    by_list = bool(number % 2)
    entry = place.entries[number % len(place.entries)]
    label = list(BehaviourLabel)[number % len(BehaviourLabel)]
    claim = Claim(
        content_type=ContentType.IMAGE,
        tier=1 + number % 3,
        behaviour_labels=(label,),
        material_types=(MaterialType.INCITES,),
        ground=Ground(register_entry_id=entry) if by_list else Ground(behaviour=label),
    )
    return Signal(
        id=new_id("sig", place.now),
        signal_type="pdq",
        signal_value=random.Random(f"waits {number}").randbytes(32).hex(),  # noqa: S311 - the same at every run
        quality=80,
        claim=claim,
        submissions=tuple(_submission(place, each) for each in vouching),
        created_at=place.ago(hours=number % 48),
    )


def _submission(place: Place, member: Member) -> Submission:
    return Submission(
        id=new_id("sub", place.now),
        member_id=member.id,
        group_id=member.group_id,
        submitted_at=place.ago(hours=2),
        source_reference="case-4711",
    )


def _approved(place: Place) -> Decision:
    who = place.actors[Role.INCIDENT_COMMANDER]
    return Decision(
        user_id=who.id,
        member_id=who.member_id,
        group_id=who.group_id,
        step=Step.APPROVE_FIRST,
        reason=ReviewReason.VERIFIED,
        decided_at=place.ago(hours=1),
    )


def _objection(place: Place) -> Opinion:
    return Opinion(
        id=new_id("opn", place.now),
        member_id=place.platforms[20].id,
        stance=Stance.NEGATIVE,
        reason=OpinionReason.NEWS_OR_EVIDENCE,
        note="It was in the evening news, beside the report about the trial.",
        given_at=place.ago(hours=1),
    )
