"""In which capacity somebody acts. The lifecycles' tables name who may take a step by these words."""

from enum import StrEnum


class Role(StrEnum):
    """In which capacity a key acts; `public` is anyone without a key."""

    PLATFORM_SUBMITTER = "platform_submitter"
    PLATFORM_MATCHER = "platform_matcher"
    PLATFORM_RESPONDER = "platform_responder"
    PLATFORM_ADMIN = "platform_admin"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    REGISTER_EDITOR = "register_editor"
    APPEALS_OFFICER = "appeals_officer"
    INCIDENT_COMMANDER = "incident_commander"
    AUTHORITY_OFFICER = "authority_officer"
    AUDITOR = "auditor"
    RESEARCHER = "researcher"
    ADMIN = "admin"
    PUBLIC = "public"


# Who acts without a key: the service by its clock, and whoever has the machine's command line.
SYSTEM_ROLE = "system"
OPERATOR_ROLE = "operator"

# Groups of roles that several tables name.
BY_SYSTEM: frozenset[str] = frozenset({SYSTEM_ROLE})
REVIEWERS: frozenset[str] = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER})
SENIOR: frozenset[str] = frozenset({Role.SENIOR_REVIEWER})
