"""Submit signals in batches, vouch for known ones. Taking a submission back is in `retractions`.

One bad signal never stops the batch: each has its own outcome. Everything a batch creates becomes durable in one act.
What is near to something harmless is put aside: created, and before people, but as what must be released first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError, RateLimitedError, StaleRecordError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import ENDED, LIFECYCLE, LIVE, State, Step
from hashdb.records.benign import Nearness
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, Submission
from hashdb.services import activation, cases, grounds, negative_list, reputation, tallies, vouches
from hashdb.services.matcher import Matcher
from hashdb.services.screening import Submitted, screened
from hashdb.store import Store, Write

_TRIES = 10


class Result(StrEnum):
    """What became of one submitted signal."""

    CREATED = "created"
    VOUCHED = "vouched"
    KNOWN = "known"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


@dataclass(slots=True, kw_only=True)
class Outcome:
    """The answer to one submitted signal: its id and state, or the field and rule that it broke."""

    result: Result
    id: str | None = None
    state: State | None = None
    problem: FieldProblem | None = None


@dataclass(slots=True)
class _Batch:
    """What one batch is going to write; outcomes stand in the order sent. What begins is to be looked at by `due`."""

    outcomes: list[Outcome]
    due: datetime
    grounds: Write = field(default_factory=Write)
    near: dict[tuple[str, str], Nearness] = field(default_factory=dict)
    created: dict[tuple[str, str], Signal] = field(default_factory=dict)
    changed: dict[str, tuple[Signal, Signal]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    written: set[str | None] = field(default_factory=set)


def submit(
    store: Store, submitted: Sequence[Submitted], *, benign: Matcher, actor: Actor, now: datetime
) -> list[Outcome]:
    """Take a batch of signals and return an outcome for each, in the order sent; *benign* finds what is harmless.

    Raises RateLimitedError when the member has sent enough for this day, and StaleRecordError if others kept changing
    the same signals; sending the batch again completes it.
    """
    LIFECYCLE.require(State.SUBMITTED, Step.SCREEN, actor.role)
    policy, spent, record = store.policy_and_record(actor.member_id, now.date())
    if spent + len(submitted) > policy.submissions_per_day:
        raise RateLimitedError(_until_tomorrow(now), "your member has submitted as many signals as it may in a day")
    done, due = dict[int, Outcome](), reputation.first_review_by(record, policy, now)
    for _ in range(_TRIES):
        batch = _sort_out(store, submitted, benign, policy, actor, now, due=due)
        try:
            _write(store, batch, actor, now)
        except StaleRecordError:
            # What an earlier try has written is "known" to the next one, but not to the caller.
            done = {place: each for place, each in enumerate(batch.outcomes) if each.id in batch.written} | done
            continue
        return [done.get(place, each) for place, each in enumerate(batch.outcomes)]
    raise StaleRecordError("others are changing the same signals; send the batch again")


def _until_tomorrow(now: datetime) -> int:
    return 86_400 - now.hour * 3_600 - now.minute * 60 - now.second


def _sort_out(
    store: Store,
    submitted: Sequence[Submitted],
    benign: Matcher,
    policy: Policy,
    actor: Actor,
    now: datetime,
    *,
    due: datetime,
) -> _Batch:
    """Decide what every submitted signal comes to, without writing anything."""
    screened_ones = [_screened(each, place, policy) for place, each in enumerate(submitted)]
    sound, held = grounds.usable(store, screened_ones, now)
    existing = _existing(store, [each for each in sound if isinstance(each, Submitted)])
    batch = _Batch([], due, grounds=held, near=_nearest(store, benign, sound, existing, policy))
    for each in sound:
        if isinstance(each, FieldProblem):
            batch.outcomes.append(Outcome(result=Result.REJECTED, problem=each))
            continue
        known = batch.created.get(each.key) or existing.get(each.key)
        if known is None:
            begun = vouches.begun(each, batch.near.get(each.key), actor, now, due=due)
            batch.created[each.key] = begun
            aside = begun.state is State.QUARANTINED
            batch.outcomes.append(Outcome(result=Result.QUARANTINED if aside else Result.CREATED))
        else:
            batch.outcomes.append(_vouch(store, batch, known, each, policy, actor, now))
    _give_rows(store, batch)
    _tell_ids(batch, sound)
    return batch


def _screened(each: Submitted, place: int, policy: Policy) -> Submitted | FieldProblem:
    """Return the signal with its values as they are stored, or the rule that it breaks."""
    try:
        return screened(each, f"signals[{place}]", policy)
    except InvalidInputError as error:
        return error.problems[0]


def _existing(store: Store, wanted: Sequence[Submitted]) -> dict[tuple[str, str], Signal]:
    found: dict[tuple[str, str], Signal] = {}
    for signal_type in {each.signal_type for each in wanted}:
        values = {each.signal_value for each in wanted if each.signal_type == signal_type}
        ids = store.signals.ids_of(signal_type, [bytes.fromhex(value) for value in values])
        for signal in store.signals.many([each for each in ids if each is not None]):
            found[signal_type, signal.signal_value] = signal
    return found


def _nearest(
    store: Store,
    benign: Matcher,
    sound: Sequence[Submitted | FieldProblem],
    existing: Mapping[tuple[str, str], Signal],
    policy: Policy,
) -> dict[tuple[str, str], Nearness]:
    """Return what is harmless near the signals that begin, for the first time or anew."""
    beginning = {
        each.key: (each.signal_type, each.codes())
        for each in sound
        if isinstance(each, Submitted) and (each.key not in existing or existing[each.key].state in ENDED)
    }
    found = negative_list.nearest(benign, store, list(beginning.values()), policy)
    return {key: near for key, near in zip(beginning, found, strict=True) if near is not None}


def _vouch(
    store: Store, batch: _Batch, stored: Signal, each: Submitted, policy: Policy, actor: Actor, now: datetime
) -> Outcome:
    """Add the member's vouch to a known signal, and tell what that comes to."""
    _, signal = batch.changed.get(stored.id, (stored, stored))
    if signal.was_decided_against():
        problem = FieldProblem("signal_value", f"this value was {signal.state}; appeal if that was wrong")
        return Outcome(result=Result.REJECTED, id=signal.id, state=signal.state, problem=problem)
    if signal.state not in ENDED and signal.submission_of(actor.member_id) is not None:
        return Outcome(result=Result.KNOWN, id=signal.id, state=signal.state)
    vouch = vouches.given(each, actor, now)
    if signal.state not in ENDED and actor.group_id in signal.deciding_groups():
        return _refuse(batch, stored, signal, replace(vouch, refused_at=now))
    if signal.state in ENDED:
        vouched = vouches.begun_anew(signal, each, batch.near.get(each.key), actor, now, due=batch.due)
    else:
        vouched = vouches.vouched(signal, vouch, policy, now)
        if vouched.state in LIVE and signal.state not in LIVE and cases.open_about(store, signal.id):
            problem = FieldProblem("signal_value", "an appeal about it is open; vouch again when that is decided")
            return Outcome(result=Result.REJECTED, id=signal.id, state=signal.state, problem=problem)
    batch.changed[stored.id] = (stored, vouched)
    return Outcome(result=Result.VOUCHED, id=vouched.id, state=vouched.state)


def _refuse(batch: _Batch, stored: Signal, signal: Signal, vouch: Submission) -> Outcome:
    """Keep on record, once, that a member wanted to vouch whose own people have decided in this case."""
    known = any(each.refused_at is not None for each in signal.submissions if each.member_id == vouch.member_id)
    if not known:
        batch.changed[stored.id] = (stored, vouches.with_submission(signal, vouch))
        batch.refused.add(signal.id)
    problem = FieldProblem("signal_value", "people of your group have decided about this signal; it cannot vouch too")
    return Outcome(result=Result.REJECTED, id=signal.id, state=signal.state, problem=problem)


def _give_rows(store: Store, batch: _Batch) -> None:
    """Give every new signal its rows, and one that begins anew with other views other rows."""
    for signal_type in {kind for kind, _ in batch.created}:
        keys = [key for key in batch.created if key[0] == signal_type]
        placed = store.signals.with_rows([batch.created[key] for key in keys])
        batch.created |= {key: replace(signal, version=1) for key, signal in zip(keys, placed, strict=True)}
    for old, new in list(batch.changed.values()):
        if new.views != old.views:
            batch.changed[old.id] = (old, store.signals.with_rows([new])[0])


def _tell_ids(batch: _Batch, sound: Sequence[Submitted | FieldProblem]) -> None:
    for outcome, each in zip(batch.outcomes, sound, strict=True):
        signal = batch.created.get(each.key) if isinstance(each, Submitted) else None
        if signal is not None:
            outcome.id, outcome.state = signal.id, signal.state


def _write(store: Store, batch: _Batch, actor: Actor, now: datetime) -> None:
    """Write new signals and plain vouches in one act; a signal that changes its state has an act of its own.

    Raises StaleRecordError when any of these acts was refused; `written` names what the others wrote.
    """
    _write_batch(store, batch, actor, now)
    changing = [(old, new) for old, new in batch.changed.values() if old.state is not new.state]
    refused = [new for old, new in changing if not _write_change(store, batch, old, new, actor, now)]
    if refused:
        raise StaleRecordError("a signal has changed since it was read")


def _write_batch(store: Store, batch: _Batch, actor: Actor, now: datetime) -> None:
    same_state = [(old, new) for old, new in batch.changed.values() if old.state is new.state]
    if not batch.created and not same_state:
        return
    kinds = {kind for kind, _ in batch.created}
    by_type = [[signal for key, signal in batch.created.items() if key[0] == kind] for kind in kinds]
    entry = audit.entry(
        actor,
        "signal.submit",
        now,
        object_type="submission",
        object_id=new_id("sub", now),
        created=[signal.id for signal in batch.created.values()],
        vouched=[new.id for _, new in same_state if new.id not in batch.refused],
        refused=sorted(batch.refused),
        rejected=sum(1 for each in batch.outcomes if each.result is Result.REJECTED),
    )
    creations = [store.signals.create(signals) for signals in by_type]
    counted = tallies.counted_batch(store, [(None, each) for each in batch.created.values()], now)
    counted += store.daily.count_submitted(actor.member_id, now.date(), len(batch.created) + len(same_state))
    written = [each.id for each in batch.created.values()] + [new.id for _, new in same_state]
    counted += store.submitted.note(actor.member_id, [each for each in written if each not in batch.refused])
    store.commit(entry, counted, batch.grounds, *creations, *(store.signals.put(new, old) for old, new in same_state))
    batch.written.update(written)


def _write_change(store: Store, batch: _Batch, old: Signal, new: Signal, actor: Actor, now: datetime) -> bool:
    follow = store.daily.count_submitted(actor.member_id, now.date(), 1) + tallies.counted(store, old, new, now)
    follow += store.submitted.note(actor.member_id, [new.id])
    if new.state in LIVE:
        follow += activation.follow(store, new, now) + reputation.noted(store, old, new)
    try:
        store.commit(*vouches.entries(old, new, actor, now), store.signals.put(new, old), follow, batch.grounds)
    except StaleRecordError:
        return False
    batch.written.add(new.id)
    return True
