"""The settings that people may change while the service runs: one record, every change audited.

The defaults are those of the domain model; what the law fixes is data too, so that an operator's lawyer can change it.
"""

from dataclasses import dataclass
from datetime import timedelta

from hashdb.records.member import Role
from hashdb.signals import SignalType

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
    corroboration_wait: int = 30 * 86_400
    signal_lifetime: int = 730 * 86_400
    first_review_within: int = 72 * 3_600
    second_review_within: int = 4 * 3_600
    dispute_within: int = 72 * 3_600

    # Matches: the radius for each signal type that has a distance (that of PDQ is for frames, too); how many of a
    # video's frames, in per cent, have to be found; and the ids of the members whom the review band beyond the radius
    # of a match is open to (`*`: all). It tells a prober more than the list needs to tell, so nobody has it at first.
    radius_pdq: int = 31
    radius_64_bit: int = 6
    radius_text: int = 64
    frames_percent: int = 80
    review_band_members: tuple[str, ...] = ()

    # Requests: what platforms are asked for, in general and in an urgent matter.
    draft_lifetime: int = 24 * 3_600
    request_approval_within: int = 4 * 3_600
    urgent_request_approval_within: int = 15 * 60
    acknowledge_within: int = 24 * 3_600
    urgent_acknowledge_within: int = 15 * 60
    respond_within: int = 72 * 3_600
    urgent_respond_within: int = 3_600
    no_response_closes_after: int = 7 * 86_400
    preserve_for: int = 182 * 86_400

    # Callers: hashes a second and at once, for each key; how long a saved answer is replayed.
    rate_per_second: int = 20_000
    rate_burst: int = 200_000
    idempotency_lifetime: int = 86_400

    # Match jobs: the most hashes of one, how many a member may have at a time, finished ones included; how long an
    # upload may take, and how long results are kept.
    match_job_limit: int = 1_000_000
    match_jobs_at_once: int = 10
    match_job_upload_within: int = 3_600
    match_job_lifetime: int = 7 * 86_400

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

    def respond_window(self, *, urgent: bool) -> timedelta:
        """Return how long a platform may take to answer, counted from receipt."""
        return timedelta(seconds=self.urgent_respond_within if urgent else self.respond_within)
