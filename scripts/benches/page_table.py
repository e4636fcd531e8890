"""The pages that `pages` asks for and who asks: one table, a line for each page, and for each case that may be slow.

`path` names ids of `busy` in braces. A test compares the table with the routes there are.
"""

from dataclasses import dataclass

from hashdb.roles import Role
from scripts.benches.busy.members import BARRED, CONCERNED

# What an identity provider has to answer first: its time is not ours.
ELSEWHERE = (
    "/console/account/provider",
    "/console/sign-in/code",
    "/console/sign-in/provider",
    "/console/sign-in/provider/back",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it is asked for: by somebody in a role, or by anybody; `said` tells a special case."""

    path: str
    who: str = ""
    said: str = ""

    @property
    def name(self) -> str:
        """What the page is called in the table of results."""
        shown = self.path.replace("{", "").replace("}", "")
        return " ".join(each for each in (shown, self.who and f"({self.who})", self.said) if each)


def _of(who: str, *paths: str) -> tuple[Page, ...]:
    return tuple(Page(path=each, who=who) for each in paths)


PUBLIC = _of(
    "",
    "/",
    "/appeal",
    "/appeal?lang=kk",
    "/appeal/status",
    "/docs",
    "/incidents/{incident}",
    "/log",
    "/log/entry?seq={sealed}",
    "/register",
    "/register/{entry}",
    "/register/authorities",
    "/transparency",
    "/transparency/{report}",
    "/transparency/{report}/csv",
    "/console/sign-in",
    "/console/invitation/{link}",
)
REVIEWER = _of(
    Role.REVIEWER,
    "/console",
    "/console/account",
    "/console/account/authenticator",
    "/console/account/keys",
    "/console/account/recovery-codes",
    "/console/account/renew-codes",
    "/console/keys",
    "/console/shown-once",
    "/console/queue",
    "/console/next",
    "/console/find?id={signal}",
    "/console/desk/{signal}?version=1",
    "/console/signals/{signal}",
    "/console/matches/{match}",
    "/console/second-looks",
    "/console/takedown-requests",
    "/console/takedown-requests/{request}",
    "/console/takedown-requests/{draft}/edit",
    "/console/takedown-requests/new?match_id={confirmed}",
    "/console/figures",
    "/console/figures?by=week",
    "/console/reports",
    "/console/reports/{report}",
    "/console/reports/{report}/csv",
)
SENIOR = _of(
    Role.SENIOR_REVIEWER,
    "/console/queue",
    "/console/next",
    "/console/signals/{disputed}",
    "/console/second-looks/{let_go}",
    "/console/takedown-requests/{request}",
    "/console/reputation",
    "/console/alerts",
    "/console/alerts/{alert}",
    "/console/incidents/{incident_ended}/sample/{sampled}",
)
PLATFORM = (
    *_of(Role.PLATFORM_RESPONDER, "/console/inbox", "/console/inbox/{asked}"),
    *_of(Role.PLATFORM_MATCHER, "/console/inventory"),
    *_of(
        Role.PLATFORM_SUBMITTER,
        "/console/submissions",
        "/console/submissions/{submission}",
        "/console/submissions/search?signal_type=pdq&signal_value={value}",
    ),
    *_of(
        Role.PLATFORM_ADMIN,
        "/console/api-keys",
        "/console/endpoints",
        "/console/endpoints/{endpoint}",
        "/console/contact-points",
        "/console/contact-points/{point}",
        "/console/deliveries",
        "/console/deliveries?only=dead",
    ),
)
OFFICERS = (
    *_of(Role.ADMIN, "/console/members", "/console/members/{member}", "/console/people/{person}"),
    *_of(Role.ADMIN, "/console/invitations", "/console/role-changes", "/console/negative-list"),
    *_of(Role.ADMIN, "/console/policy", "/console/policy/first_review_within", "/console/figures/service"),
    *_of(Role.APPEALS_OFFICER, "/console/appeals", "/console/appeals/next"),
    *_of(Role.APPEALS_OFFICER, "/console/appeals/{appeal}", "/console/appeals/{appeal_admitted}"),
    *_of(Role.INCIDENT_COMMANDER, "/console/incidents", "/console/incidents/{incident_active}"),
    *_of(Role.INCIDENT_COMMANDER, "/console/figures/early-warning"),
    *_of(Role.REGISTER_EDITOR, "/console/register", "/console/register/{entry_proposed}", "/console/register/new"),
    *_of(Role.REGISTER_EDITOR, "/console/register/imports", "/console/authorities"),
    *_of(Role.AUTHORITY_OFFICER, "/console/orders", "/console/orders/new"),
)
AUDITOR = _of(
    Role.AUDITOR,
    "/console/orders",
    "/console/orders/{order}",
    "/console/orders/{order}/documents/annex_i.html",
    "/console/deliveries",
    "/console/checkpoints",
    "/console/spot-checks",
    "/console/spot-checks/{decision}",
    "/console/log",
    "/console/log/{sealed}",
    "/console/figures/clocks",
    "/console/figures/mistakes",
    "/console/figures/service",
)
# What was slow once, or would be first.
WORST = (
    Page(path="/console/queue", who=CONCERNED, said="vouched for nine of ten"),
    Page(path="/console/next", who=CONCERNED, said="vouched for nine of ten"),
    Page(path="/console/queue", who=BARRED, said="vouched for all but the last"),
    Page(path="/console/log?actor={person}&action=session", who=Role.AUDITOR, said="a rare action"),
    Page(path="/console/log?subject=nobody", who=Role.AUDITOR, said="what is not there"),
    Page(path="/console/log?first={past}&last={past}", who=Role.AUDITOR, said="a day"),
    Page(path="/register?q=Vermilion Mountian Brigade", said="a misspelt name"),
    Page(path="/console/register?q=Vermilion Mountian Brigade", who=Role.REGISTER_EDITOR, said="a misspelt name"),
)
PAGES = (*PUBLIC, *REVIEWER, *SENIOR, *PLATFORM, *OFFICERS, *AUDITOR, *WORST)
