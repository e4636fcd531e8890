"""The legal effect of a removal order, as one table.

What a platform does about an order is the life of its request (`takedown`): two tables over one fact would disagree.
"""

from enum import StrEnum

from hashdb.lifecycles.table import Lifecycle
from hashdb.roles import BY_SYSTEM, Role


class State(StrEnum):
    """Where the legal effect of an order stands."""

    DRAFTED = "drafted"
    INFORMED = "informed"
    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"
    CONFIRMED = "confirmed"
    ANNULLED = "annulled"
    FINAL = "final"


class Step(StrEnum):
    """What can happen to the effect of an order."""

    INFORM = "inform"
    ISSUE = "issue"
    LODGE_REVIEW = "lodge_review"
    CONFIRM = "confirm"
    ANNUL = "annul"
    BECOME_FINAL = "become_final"
    TELL_INTENTION = "tell_intention"
    EXTEND = "extend_non_disclosure"
    REMIND = "remind"


LIFECYCLE = Lifecycle(
    "removal order",
    {
        (State.DRAFTED, Step.INFORM): State.INFORMED,
        (State.DRAFTED, Step.ISSUE): State.IN_FORCE,
        (State.INFORMED, Step.ISSUE): State.IN_FORCE,
        (State.IN_FORCE, Step.LODGE_REVIEW): State.UNDER_REVIEW,
        (State.IN_FORCE, Step.ANNUL): State.ANNULLED,
        (State.IN_FORCE, Step.BECOME_FINAL): State.FINAL,
        (State.IN_FORCE, Step.TELL_INTENTION): State.IN_FORCE,
        (State.IN_FORCE, Step.EXTEND): State.IN_FORCE,
        (State.UNDER_REVIEW, Step.TELL_INTENTION): State.UNDER_REVIEW,
        (State.UNDER_REVIEW, Step.EXTEND): State.UNDER_REVIEW,
        (State.UNDER_REVIEW, Step.REMIND): State.UNDER_REVIEW,
        (State.UNDER_REVIEW, Step.CONFIRM): State.CONFIRMED,
        (State.UNDER_REVIEW, Step.ANNUL): State.ANNULLED,
        (State.CONFIRMED, Step.EXTEND): State.CONFIRMED,
        (State.CONFIRMED, Step.ANNUL): State.ANNULLED,
        (State.CONFIRMED, Step.BECOME_FINAL): State.FINAL,
    },
    {
        Step.INFORM: BY_SYSTEM,
        Step.ISSUE: BY_SYSTEM,
        Step.LODGE_REVIEW: frozenset({Role.PLATFORM_RESPONDER, Role.AUTHORITY_OFFICER}),
        Step.CONFIRM: frozenset({Role.AUTHORITY_OFFICER}),
        Step.ANNUL: frozenset({Role.AUTHORITY_OFFICER}),
        Step.BECOME_FINAL: BY_SYSTEM,
        Step.TELL_INTENTION: frozenset({Role.AUTHORITY_OFFICER}),
        Step.EXTEND: frozenset({Role.AUTHORITY_OFFICER}),
        Step.REMIND: BY_SYSTEM,
    },
)
after = LIFECYCLE.after
