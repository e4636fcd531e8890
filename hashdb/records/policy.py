"""The settings that people may change while the service runs: one record, every change audited.

The defaults are those of the domain model; what the law fixes is data too, so that an operator's lawyer can change it.
"""

from dataclasses import dataclass
from datetime import timedelta

from hashdb.roles import Role
from hashdb.signals import SignalType

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400

EVERY_MEMBER = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is asked of signals, of requests and of callers. Durations are in seconds."""

    # Signals: distinct corporate groups that must vouch, and the tiers for which one is enough.
    vouches_required: int = 2
    vouch_exempt_tiers: tuple[int, ...] = (1, 2)
    first_review_roles: tuple[Role, ...] = (Role.REVIEWER, Role.SENIOR_REVIEWER)
    second_review_roles: tuple[Role, ...] = (Role.SENIOR_REVIEWER,)
    minimum_quality: int = 50
    corroboration_wait: int = 30 * _DAY
    signal_lifetime: int = 730 * _DAY
    first_review_within: int = 72 * _HOUR
    second_review_within: int = 4 * _HOUR
    dispute_within: int = 72 * _HOUR
    review_after: int = 365 * _DAY
    review_after_tier4: int = 182 * _DAY

    # What one member may send in a day, and whether its first thirty signals need one person more; how many matches a
    # day stop a signal: so many at least, and so many times what is usual for its label.
    submissions_per_day: int = 2_000_000
    probation_extra_reviewer: bool = False
    match_cap_floor: int = 50
    match_cap_factor: int = 20

    # Matches: the radius for each signal type that has a distance (that of PDQ is for frames, too); how many of a
    # video's frames, in per cent, have to be found; and the ids of the members whom the review band beyond the radius
    # of a match is open to (`*`: all). It tells a prober more than the list needs to tell, so nobody has it at first.
    radius_pdq: int = 31
    radius_64_bit: int = 6
    radius_text: int = 64
    frames_percent: int = 80
    review_band_members: tuple[str, ...] = ()

    # Requests: what platforms are asked for, in general and in an urgent matter.
    draft_lifetime: int = 24 * _HOUR
    request_approval_within: int = 4 * _HOUR
    urgent_request_approval_within: int = 15 * _MINUTE
    acknowledge_within: int = 24 * _HOUR
    urgent_acknowledge_within: int = 15 * _MINUTE
    respond_within: int = 72 * _HOUR
    urgent_respond_within: int = _HOUR
    no_response_closes_after: int = 7 * _DAY
    preserve_for: int = 182 * _DAY
    undeliverable_after: int = 72 * _HOUR
    urgent_undeliverable_after: int = 24 * _HOUR
    clarify_within: int = 24 * _HOUR
    urgent_clarify_within: int = _HOUR
    closes_after: int = 30 * _DAY
    declined_closes_after: int = 7 * _DAY

    # Removal orders: Regulation (EU) 2021/784, Articles 3(2), 3(3), 4 and 11(3).
    order_comply_within: int = _HOUR
    prior_information: int = 12 * _HOUR
    review_request_within: int = 48 * _HOUR
    scrutiny_within: int = 72 * _HOUR
    non_disclosure: int = 42 * _DAY

    # Appeals: the first look, the decision (72 hours in a crisis), that about an entry of the register, and how long an
    # appellant who was asked may take.
    triage_within: int = 48 * _HOUR
    appeal_within: int = 14 * _DAY
    crisis_appeal_within: int = 72 * _HOUR
    challenge_within: int = 30 * _DAY
    appellant_waits: int = 14 * _DAY
    external_review_within: int = 90 * _DAY
    appeals_per_day_and_address: int = 20

    # Crises: how long one lasts unless it is extended, and at the most; what is provisional meanwhile.
    crisis_sunset: int = 24 * _HOUR
    crisis_hard_stop: int = 7 * _DAY
    provisional_second_within: int = 4 * _HOUR
    provisional_lifetime: int = 72 * _HOUR
    crisis_dispute_within: int = 4 * _HOUR
    crisis_review_within: int = 72 * _HOUR
    debrief_within: int = 30 * _DAY
    public_debrief_within: int = 60 * _DAY

    # The register, contact points and secrets.
    delisting_review_within: int = 7 * _DAY
    reverify_after: int = 180 * _DAY
    secret_overlap: int = 24 * _HOUR

    # How many in a hundred of the matches that one person let go are looked at by another.
    second_look_percent: int = 5

    # After how many cases in a day a person is advised to rest.
    cases_per_day_and_person: int = 150

    # How long what is over is kept (9.13).
    keep_rejected_signals: int = 30 * _DAY
    keep_false_matches: int = 7 * _DAY
    keep_content_references: int = 90 * _DAY
    keep_appellants: int = 90 * _DAY
    keep_attempts: int = 30 * _DAY
    keep_payloads: int = 730 * _DAY
    keep_settled: int = 730 * _DAY

    # Early warning: on how many days in a thousand an alarm may be false.
    surge_alpha_per_mille: int = 10

    # Callers: hashes a second and at once, for each key; how long a saved answer is replayed.
    rate_per_second: int = 20_000
    rate_burst: int = 200_000
    idempotency_lifetime: int = _DAY

    # Match jobs: the most hashes of one, how many a member may have at a time, finished ones included; how long an
    # upload may take, and how long results are kept.
    match_job_limit: int = 1_000_000
    match_jobs_at_once: int = 10
    match_job_upload_within: int = _HOUR
    match_job_lifetime: int = 7 * _DAY

    version: int = 1

    def radius(self, kind: SignalType) -> int:
        """Return the radius within which values of this type count as a match; 0 for types without a distance."""
        wanted = {64: self.radius_64_bit, 256: self.radius_pdq, 1024: self.radius_text}
        return min(wanted.get(kind.bits, 0), kind.max_radius)

    def opens_review_band_to(self, member_id: str) -> bool:
        """Whether a member may ask for what lies beyond the radius of a match, to show it to a person."""
        return not {member_id, EVERY_MEMBER}.isdisjoint(self.review_band_members)

    def vouches_for(self, tier: int) -> int:
        """Return how many corporate groups must vouch for a signal of *tier*."""
        return 1 if tier in self.vouch_exempt_tiers else self.vouches_required

    def approval_window(self, *, urgent: bool) -> timedelta:
        """Return how long the second approval of a request may take."""
        return timedelta(seconds=self.urgent_request_approval_within if urgent else self.request_approval_within)

    def acknowledge_window(self, *, urgent: bool) -> timedelta:
        """Return how long a platform may take to acknowledge."""
        return timedelta(seconds=self.urgent_acknowledge_within if urgent else self.acknowledge_within)

    def undeliverable_window(self, *, urgent: bool) -> timedelta:
        """Return how long a request is tried to be delivered."""
        return timedelta(seconds=self.urgent_undeliverable_after if urgent else self.undeliverable_after)

    def clarify_window(self, *, urgent: bool) -> timedelta:
        """Return how long we may take to answer a platform's question."""
        return timedelta(seconds=self.urgent_clarify_within if urgent else self.clarify_within)

    def respond_window(self, *, urgent: bool) -> timedelta:
        """Return how long a platform may take to answer, counted from receipt."""
        return timedelta(seconds=self.urgent_respond_within if urgent else self.respond_within)
