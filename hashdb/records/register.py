"""The register of designated organisations and people, and where its entries come from."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from hashdb.lifecycles import register_entry as lifecycle
from hashdb.records.approval import Approval
from hashdb.records.signal import Decision


class Schema(StrEnum):
    """What an entry is, in FollowTheMoney's words."""

    ORGANIZATION = "Organization"
    PERSON = "Person"


class Ideology(StrEnum):
    """In whose name."""

    ISLAMIST = "islamist"
    FAR_RIGHT = "far_right"
    FAR_LEFT = "far_left"
    ETHNO_NATIONALIST = "ethno_nationalist"
    SINGLE_ISSUE = "single_issue"
    OTHER = "other"


class Source(StrEnum):
    """Which list a designation was imported from; `manual` is an editor's own."""

    UN = "un"
    EU = "eu"
    OFAC = "ofac"
    MANUAL = "manual"


class Acceptance(StrEnum):
    """Whether an authority's designations may ground requests."""

    ACCEPTED = "accepted"
    ADVISORY_ONLY = "advisory_only"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The properties of an entry, as FollowTheMoney names them: every one is a list of texts."""

    name: tuple[str, ...]
    alias: tuple[str, ...] = ()
    weak_alias: tuple[str, ...] = ()
    previous_name: tuple[str, ...] = ()
    abbreviation: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """One authority's decision about an entry; it holds until `end_date`, or until an editor confirms that it is gone.

    `vanished_at` is when it was first missing from its source.
    """

    id: str
    authority: str
    source: Source = Source.MANUAL
    authority_id: str | None = None
    program: str | None = None
    program_id: str | None = None
    listing_date: date | None = None
    end_date: date | None = None
    reason: str | None = None
    source_url: str | None = None
    source_snapshot_sha256: str | None = None
    imported_at: datetime | None = None
    vanished_at: datetime | None = None
    ended_at: datetime | None = None

    def holds(self, today: date) -> bool:
        """Whether the designation has not ended."""
        return self.ended_at is None and (self.end_date is None or self.end_date > today)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One organisation or person; `parent_id` is the entry that it belongs to.

    `merged_into` is the entry that was found to be the same.
    """

    id: str
    schema: Schema
    properties: Names
    ideology: Ideology = Ideology.OTHER
    parent_id: str | None = None
    designations: tuple[Designation, ...] = ()
    flags: tuple[str, ...] = ()
    proposed_by: str
    created_at: datetime
    updated_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()
    approvals: tuple[Approval, ...] = ()
    review_due_at: datetime | None = None
    delisted_at: datetime | None = None
    merged_into: str | None = None
    state: lifecycle.State = lifecycle.State.PROPOSED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "RegisterEntry":
        """Return the entry after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    @property
    def is_usable(self) -> bool:
        """Whether requests and signals may rest on the entry."""
        return self.state in lifecycle.USABLE

    @property
    def is_challenged(self) -> bool:
        """Whether somebody has contested the entry, and nobody decided yet."""
        return self.state is lifecycle.State.UNDER_CHALLENGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who designates; `id` is a slug. Two people stand behind what its word counts, with published reasons.

    `proposed` is what the first of them wants.
    """

    id: str
    name: str
    acceptance: Acceptance = Acceptance.NOT_ACCEPTED
    reasons: str | None = None
    decided_by: tuple[Approval, ...] = ()
    decided_at: datetime | None = None
    proposed: Acceptance | None = None
    proposed_reasons: str | None = None
    approvals: tuple[Approval, ...] = ()
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file that was taken in, or refused as a whole; of what cannot be read nobody knows the source."""

    id: str
    source: Source | None = None
    generated_at: datetime | None = None
    sha256: str
    counts: dict[str, int] = field(default_factory=dict)
    refused_because: str | None = None
    warning: str | None = None
    imported_by: str
    imported_at: datetime
    version: int = 1
