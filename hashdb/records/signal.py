"""A signal: a fingerprint that members vouch for, with everything that was said and decided about it.

The value is unique for its type: whoever submits it again vouches for the same signal.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb.lifecycles import signal as lifecycle
from hashdb.records.benign import Nearness
from hashdb.signals import PICTURE, View

# A signal only counts in its first day: what goes wrong shows before anybody acts on it.
SHADOW = timedelta(hours=24)
# The tier of specific violence that is about to happen.
TIER_OF_THREATS = 1


class ContentType(StrEnum):
    """What kind of content the fingerprint was taken of."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    TEXT = "text"
    URL = "url"


class BehaviourLabel(StrEnum):
    """What the content does (the GIFCT taxonomy, spelled out in the domain model)."""

    IMMINENT_CREDIBLE_THREAT = "ict"
    GRAPHIC_VIOLENCE = "gvadp"
    GLORIFICATION = "gta"
    RECRUITMENT_INSTRUCTION = "recruitment_instruction"
    ATTACK_PRODUCED = "attack_produced"
    MANIFESTO = "manifesto"
    BRANDED_PUBLICATION = "branded_publication"


class MaterialType(StrEnum):
    """The kinds of terrorist content of Regulation (EU) 2021/784, Article 2(7)."""

    INCITES = "art2_7_a"
    SOLICITS_OFFENCES = "art2_7_b"
    SOLICITS_PARTICIPATION = "art2_7_c"
    INSTRUCTS = "art2_7_d"
    THREATENS = "art2_7_e"


class ContextFlag(StrEnum):
    """A context that may make the same content legitimate; any of them rules out acting without a human."""

    EDUCATIONAL = "educational"
    JOURNALISTIC = "journalistic"
    ARTISTIC = "artistic"
    RESEARCH = "research"
    COUNTER_TERRORISM = "counter_terrorism"
    PUBLIC_DEBATE = "public_debate"
    EVIDENCE_OF_ABUSE = "evidence_of_abuse"


class Stance(StrEnum):
    """Whether an opinion supports the signal; a negative one is a dispute, a seed is worth a look."""

    POSITIVE = "positive"
    SEED = "seed"
    NEGATIVE = "negative"


class AggregateOpinion(StrEnum):
    """What all opinions come to; one negative one makes a signal disputed, however many agree with it."""

    NONE = "none"
    SEED = "seed"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    DISPUTED = "disputed"


class OpinionReason(StrEnum):
    """Why a member holds its opinion."""

    SAW_THIS_TOO = "saw_this_too"
    NOT_TVEC = "not_tvec"
    WRONG_LABEL = "wrong_label"
    BENIGN_TEMPLATE = "benign_template"
    NEWS_OR_EVIDENCE = "news_or_evidence"
    LOW_QUALITY = "low_quality"
    WRONG_ENTITY = "wrong_entity"
    EXPIRED_DESIGNATION = "expired_designation"


class ReviewReason(StrEnum):
    """Why a reviewer decides as it does; it stands in the log for ever, so it is a word of this list and no text."""

    SAW_THIS_TOO = "saw_this_too"
    NOT_TVEC = "not_tvec"
    WRONG_LABEL = "wrong_label"
    BENIGN_TEMPLATE = "benign_template"
    NEWS_OR_EVIDENCE = "news_or_evidence"
    LOW_QUALITY = "low_quality"
    WRONG_ENTITY = "wrong_entity"
    EXPIRED_DESIGNATION = "expired_designation"
    VERIFIED = "verified"
    DUPLICATE = "duplicate"
    COURT_ORDER = "court_order"
    APPEAL_UPHELD = "appeal_upheld"
    EXPIRED_GROUND = "expired_ground"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what a submission rests; exactly one of the three is set."""

    register_entry_id: str | None = None
    incident_id: str | None = None
    behaviour: BehaviourLabel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a member states about a fingerprint."""

    content_type: ContentType
    tier: int
    behaviour_labels: tuple[BehaviourLabel, ...] = ()
    material_types: tuple[MaterialType, ...] = ()
    ground: Ground
    context_flags: tuple[ContextFlag, ...] = ()

    def is_threat_to_life(self) -> bool:
        """Whether this is about specific violence that is about to happen."""
        return self.tier == TIER_OF_THREATS or BehaviourLabel.IMMINENT_CREDIBLE_THREAT in self.behaviour_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One member's vouch; `claim` is kept only where it differs from the signal's own.

    One that was taken back, or that a rule refused, counts for nothing but stays: it concerns its member's group.
    """

    id: str
    member_id: str
    group_id: str
    submitted_at: datetime
    source_reference: str | None = None
    quality: int | None = None
    claim: Claim | None = None
    retracted_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether the member still vouches, and may."""
        return self.retracted_at is None and self.refused_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One member's answer to a signal; there is one for each member, the latest counts."""

    id: str
    member_id: str
    stance: Stance
    reason: OpinionReason
    note: str | None = None
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided, and why."""

    user_id: str
    member_id: str
    group_id: str = ""
    step: str
    reason: ReviewReason | None = None
    note: str | None = None
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A fingerprint value (lower-case hex) with its claim, vouches, opinions and decisions.

    `row` is its place in the packed columns of its type, None for types without a distance; its views, which came with
    the submission that began the case, have the rows behind it. `overruled` are the negative opinions in spite of which
    it was upheld; `decided_before` counts the decisions before its last dispute. `benign` is the nearest entry of the
    negative list, where one is near enough for people to look twice.
    """

    id: str
    signal_type: str
    signal_value: str
    row: int | None = None
    quality: int | None = None
    views: tuple[View, ...] = ()
    claim: Claim
    submissions: tuple[Submission, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    overruled: tuple[Opinion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    decided_before: int = 0
    created_at: datetime
    activated_at: datetime | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    review_due_at: datetime | None = None
    benign: Nearness | None = None
    state: lifecycle.State = lifecycle.State.SUBMITTED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Signal":
        """Return the signal after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    def is_live(self, now: datetime) -> bool:
        """Whether the signal is distributed and matched at *now*; expiry needs no job to have run."""
        return self.state in lifecycle.LIVE and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed, in whatever state it is."""
        return self.expires_at is not None and self.expires_at <= now

    def in_shadow(self, now: datetime) -> bool:
        """Whether the signal is too new for anything but looking."""
        return self.activated_at is not None and now < self.activated_at + SHADOW

    def codes(self) -> list[bytes]:
        """Return its value and those of its views, in the order of their rows."""
        return [bytes.fromhex(self.signal_value), *(bytes.fromhex(view.signal_value) for view in self.views)]

    def view_names(self) -> tuple[str, ...]:
        """Return what the codes are called: `picture`, and the names of the views."""
        return (PICTURE, *(view.name for view in self.views))

    def vouching_groups(self) -> frozenset[str]:
        """Return the corporate groups that stand behind the signal."""
        return frozenset(submission.group_id for submission in self.submissions if submission.stands)

    def concerned_groups(self) -> frozenset[str]:
        """Return the corporate groups that have ever vouched in this case; none of them decides in it."""
        return frozenset(submission.group_id for submission in self.submissions)

    def deciding_groups(self) -> frozenset[str]:
        """Return the corporate groups that have decided in this case; none of them vouches in it."""
        return frozenset(decision.group_id or decision.member_id for decision in self.decisions)

    def submission_of(self, member_id: str) -> Submission | None:
        """Return this member's vouch, if it stands."""
        return next((each for each in self.submissions if each.member_id == member_id and each.stands), None)

    def deciders(self) -> frozenset[str]:
        """Return the people who approved this signal, or have decided about it since it was last disputed."""
        approvals = (each for each in self.decisions[: self.decided_before] if each.step in lifecycle.APPROVALS)
        return frozenset(decision.user_id for decision in (*approvals, *self.decisions[self.decided_before :]))

    def has_overruled(self, opinion: Opinion) -> bool:
        """Whether the signal was upheld in spite of the same member's saying the same."""
        return any(each.member_id == opinion.member_id and each.reason == opinion.reason for each in self.overruled)

    def aggregate_opinion(self) -> AggregateOpinion:
        """Return what the opinions of all members come to."""
        said = {each.stance for each in self.opinions}
        if {Stance.POSITIVE, Stance.NEGATIVE} <= said:
            return AggregateOpinion.DISPUTED
        strongest = next((each for each in (Stance.NEGATIVE, Stance.POSITIVE, Stance.SEED) if each in said), None)
        return AggregateOpinion.NONE if strongest is None else AggregateOpinion(strongest)

    def context_flags(self) -> tuple[ContextFlag, ...]:
        """Return every context that somebody who vouches has stated."""
        vouches = (each.claim for each in self.submissions if each.stands and each.claim is not None)
        stated = {flag for claim in (self.claim, *vouches) for flag in claim.context_flags}
        return tuple(flag for flag in ContextFlag if flag in stated)

    def was_decided_against(self) -> bool:
        """Whether reviewers ended the signal; what only its own submitters took back is open to others."""
        withdrawn = self.decisions[-1:] and self.decisions[-1].step == lifecycle.Step.WITHDRAW
        return self.state is lifecycle.State.REJECTED or (self.state is lifecycle.State.WITHDRAWN and bool(withdrawn))
