"""Matches: record what was found, by a worker or by the platform itself, and let a person decide about it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import DuplicateError, FieldProblem, ForbiddenError, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.match import State, Step
from hashdb.records.alert import AlertKind, Severity
from hashdb.records.match import Match, Origin, SecondLook, Shares, Views
from hashdb.records.policy import Policy
from hashdb.records.signal import Decision, OpinionReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import alerts, caps, checklists, signals, steps, tallies
from hashdb.services.checklists import Seen
from hashdb.services.contention import again_if_stale
from hashdb.signals import SIGNAL_TYPES
from hashdb.store import Page, Store, Write, keyspace, lists

_OWN = {Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER}
# What waits for people, or has become their case, is not put before them again for another signal on the same day.
_WAITING = {State.PENDING_REVIEW, State.ESCALATED, State.CONFIRMED, State.REQUESTED}
_SAME = timedelta(hours=24)
# Where lives are in danger, law enforcement hears of it within the hour: people tell it, and say so (`alerts.handle`).
_TOLD_WITHIN = timedelta(hours=1)
# By these one person alone lets content be.
_LETTING_GO = {Step.FIND_FALSE, Step.EXEMPT}


class Verdict(StrEnum):
    """What a reviewer can decide about a match."""

    CONFIRM = "confirm"
    FALSE_POSITIVE = "false_positive"
    CONTEXT_EXEMPT = "context_exempt"
    ESCALATE = "escalate"


_STEPS = {
    Verdict.CONFIRM: Step.CONFIRM,
    Verdict.FALSE_POSITIVE: Step.FIND_FALSE,
    Verdict.CONTEXT_EXEMPT: Step.EXEMPT,
    Verdict.ESCALATE: Step.ESCALATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where a signal was found; the URL is still in clear. What `is_harmless` is nearer to the negative list."""

    member_id: str
    content_ref: str
    content_url: str | None = None
    distance: int
    view: str | None = None
    shares: Shares | None = None
    query_quality: int | None = None
    views_bucket: Views | None = None
    still_public: bool | None = None
    is_harmless: bool = False
    origin: Origin


@again_if_stale
def record(store: Store, signal_id: str, finding: Finding, *, actor: Actor, now: datetime) -> Match | None:
    """Record a finding of a live signal and put it before a reviewer; return None when there is nothing to record."""
    signal = store.signals.find(signal_id)
    if signal is None or not signal.is_live(now):
        return None
    policy = store.policy()
    detected = _detected(store, signal, finding, policy, now)
    match = _sorted_in(store, detected, policy, now, is_harmless=finding.is_harmless)
    if store.is_recorded(keyspace.MATCH_IDS, *identity(match)):
        return None
    once = store.unique(keyspace.MATCH_IDS, *identity(match))
    entry = audit.entry(actor, "match.record", now, before=detected, after=match, signal_id=signal.id)
    counted = caps.counted(store, signal, policy, now) + tallies.counted(store, None, match, now)
    store.commit(entry, store.matches.put(match), once, counted)
    return match


def identity(match: Match) -> tuple[str, str, str, str]:
    """Return what a finding is recorded once for: one that nobody looks at does not stand in the way of a clear one."""
    unseen = {State.SUPPRESSED: "blurred", State.DUPLICATE: "duplicate"}
    return match.signal_id, match.member_id, match.content_ref, unseen.get(match.state, "clear")


def _sorted_in(store: Store, detected: Match, policy: Policy, now: datetime, *, is_harmless: bool) -> Match:
    """Return the match as it begins: before a person, too blurred for that, or found in what waits there already."""
    if is_harmless or not detected.is_clear(policy.minimum_quality):
        return replace(detected.advance(Step.SUPPRESS), version=1)
    others = store.matches.all_of(lists.matches_at(detected.member_id, detected.content_ref))
    for each in others:
        if each.signal_id != detected.signal_id and each.state in _WAITING and now - each.matched_at < _SAME:
            return replace(detected.advance(Step.MARK_DUPLICATE), duplicate_of=each.id, version=1)
    return replace(detected.advance(Step.QUEUE), version=1)


def _detected(store: Store, signal: Signal, finding: Finding, policy: Policy, now: datetime) -> Match:
    return Match(
        id=new_id("mat", now),
        signal_id=signal.id,
        signal_type=signal.signal_type,
        member_id=finding.member_id,
        content_ref=finding.content_ref,
        content_url=None if finding.content_url is None else store.sealer.seal(finding.content_url),
        distance=finding.distance,
        view=finding.view,
        shares=finding.shares,
        threshold=policy.radius(SIGNAL_TYPES[signal.signal_type]),
        query_quality=finding.query_quality,
        views_bucket=finding.views_bucket,
        still_public=finding.still_public,
        origin=finding.origin,
        matched_at=now,
    )


def report(store: Store, signal_id: str, finding: Finding, *, actor: Actor, now: datetime) -> Match:
    """Record a match that a platform found itself."""
    signal = store.signals.find(signal_id)
    if signal is None or not signal.is_live(now):
        raise NotFoundError(f"there is no live signal {signal_id}")
    if finding.distance > SIGNAL_TYPES[signal.signal_type].max_radius:
        raise InvalidInputError(FieldProblem("distance", f"is too large for a match of {signal.signal_type}"))
    if finding.view is not None and finding.view not in signal.view_names():
        raise InvalidInputError(FieldProblem("view", "is not the name of a view of this signal"))
    match = record(store, signal.id, finding, actor=actor, now=now)
    if match is None:
        raise DuplicateError("this match is recorded already")
    return match


def get(store: Store, match_id: str, *, actor: Actor) -> Match:
    """Return a match; for a platform only those of its own content exist."""
    match = store.matches.get(match_id)
    if actor.role in _OWN and match.member_id != actor.member_id:
        raise NotFoundError(f"there is no match {match_id}")
    return match


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[Match]:
    """Return matches in the order in which they were found; a platform's own, or all for those who review."""
    name = lists.of_member("matches", actor.member_id) if actor.role in _OWN else lists.MATCHES
    return store.matches.page(name, after=after, limit=limit)


def review(
    store: Store,
    match_id: str,
    verdict: Verdict,
    *,
    note: str | None = None,
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> Match:
    """Decide about a match as a person of a member that it does not concern.

    A false positive is at the same time a negative opinion on the signal, and so disputes it.
    """
    before = store.matches.get(match_id)
    match, write = weighed(store, before, verdict, note=note, seen=seen, actor=actor, now=now)
    store.commit(write)
    return match


def weighed(
    store: Store,
    before: Match,
    verdict: Verdict,
    *,
    note: str | None = None,
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Match, Write]:
    """Return what a decision would come to, and all that it writes; or raise why it cannot be taken."""
    kept = checklists.require(seen, before, checklists.OF_MATCH.get(verdict, ()))
    step = _STEPS[verdict]
    match = before.advance(step)
    signal = store.signals.get(before.signal_id)
    access.require_outsider(actor, {store.members.get(before.member_id).group_id, *signal.concerned_groups()})
    _require_senior(actor, before)
    access.require_another_person(actor, [each.user_id for each in before.decisions])
    decision = Decision(
        user_id=access.require_person(actor), member_id=actor.member_id, step=step, note=note, decided_at=now
    )
    drawn = SecondLook() if step in _LETTING_GO and _is_drawn(store.policy()) else None
    match = replace(match, decisions=(*before.decisions, decision), second_look=drawn)
    follow = _follow(store, match, signal, step, actor, now)
    kept |= {"note": note, "signal_id": signal.id}
    write = steps.written(store, store.matches, before, match, step, actor=actor, now=now, **kept)
    return match, write + follow


def _is_drawn(policy: Policy) -> bool:
    """Whether chance wants somebody else to look at a decision, too; nobody can know it beforehand."""
    return secrets.randbelow(100) < policy.second_look_percent


def _require_senior(actor: Actor, match: Match) -> None:
    if match.state is State.ESCALATED and actor.role != Role.SENIOR_REVIEWER:
        raise ForbiddenError("an escalated match is decided by a senior_reviewer")


def _follow(store: Store, match: Match, signal: Signal, step: Step, actor: Actor, now: datetime) -> Write:
    """Return what a decision entails: a confirmed match needs its signal live, a false one speaks against it."""
    if step is Step.CONFIRM:
        if not signal.is_live(now):
            raise GuardError(f"the signal is {signal.state}; its matches cannot be confirmed")
        return store.signals.unchanged(signal)
    if step is Step.ESCALATE and signal.claim.is_threat_to_life():
        due, kind = now + _TOLD_WITHIN, AlertKind.THREAT_TO_LIFE
        return alerts.raised(store, kind, "match", match.id, severity=Severity.CRITICAL, due_at=due, now=now)
    if step is not Step.FIND_FALSE:
        return Write()
    reason = OpinionReason.BENIGN_TEMPLATE
    after = signals.with_opinion(store, signal, Stance.NEGATIVE, reason, None, actor, now)
    given = audit.entry(actor, "opinion.give", now, before=signal, after=signal, reason=reason, match_id=match.id)
    return Write(entries=(given,)) + signals.opined(store, signal, after, reason, actor=actor, now=now)
