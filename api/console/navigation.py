"""What stands in the navigation of the console: one table, a line for each page that is a way in.

An entry is shown to those whose role may take its action; without an action, to everybody who is signed in.
"""

from dataclasses import dataclass

from api.language import N_
from hashdb.access import PERMISSIONS, Action
from hashdb.roles import Role

DECIDE = N_("Decide")
WATCH = N_("Watch")
KEEP = N_("Look after")
HOME = "/console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A way in: where it leads, what it is called, and who may take it."""

    path: str
    words: str
    group: str
    action: Action | None = None

    def is_open_to(self, role: Role) -> bool:
        """Whether somebody in this role gets to see it."""
        return self.action is None or role in PERMISSIONS[self.action]


# In the order in which they are shown; entries of one group stand together.
NAVIGATION: tuple[Entry, ...] = (
    Entry(path=HOME, words=N_("Overview"), group=DECIDE),
    Entry(path="/console/queue", words=N_("Queue"), group=DECIDE, action=Action.QUEUE_READ),
    Entry(path="/console/takedown-requests", words=N_("Requests"), group=DECIDE, action=Action.TAKEDOWN_WITHDRAW),
    Entry(path="/console/inbox", words=N_("Inbox"), group=DECIDE, action=Action.TAKEDOWN_RESPOND),
    Entry(path="/console/appeals", words=N_("Appeals"), group=DECIDE, action=Action.APPEAL_READ),
    Entry(path="/console/orders", words=N_("Orders"), group=DECIDE, action=Action.ORDER_READ),
    Entry(path="/console/incidents", words=N_("Incidents"), group=DECIDE, action=Action.INCIDENT_READ),
    Entry(path="/console/register", words=N_("Register"), group=DECIDE, action=Action.REGISTER_READ),
    Entry(path="/console/alerts", words=N_("Alerts"), group=WATCH, action=Action.ALERT_READ),
    Entry(path="/console/reports", words=N_("Reports"), group=WATCH, action=Action.REPORT_READ),
    Entry(path="/console/figures", words=N_("Figures"), group=WATCH, action=Action.FIGURES_READ),
    Entry(path="/console/deliveries", words=N_("Deliveries"), group=WATCH, action=Action.DELIVERY_READ),
    Entry(path="/console/reputation", words=N_("Reputation"), group=WATCH, action=Action.REPUTATION_READ),
    Entry(path="/console/log", words=N_("Log"), group=WATCH, action=Action.AUDIT_READ),
    Entry(path="/console/checkpoints", words=N_("Checkpoints"), group=WATCH, action=Action.AUDIT_READ),
    Entry(path="/console/spot-checks", words=N_("Spot checks"), group=WATCH, action=Action.AUDIT_CHECK),
    Entry(path="/console/submissions", words=N_("Submissions"), group=WATCH, action=Action.SIGNAL_RETRACT),
    Entry(path="/console/inventory", words=N_("Inventory"), group=WATCH, action=Action.INVENTORY_WRITE),
    Entry(path="/console/endpoints", words=N_("Endpoints"), group=KEEP, action=Action.ENDPOINT_MANAGE),
    Entry(path="/console/contact-points", words=N_("Contact points"), group=KEEP, action=Action.CONTACT_MANAGE),
    Entry(path="/console/api-keys", words=N_("Keys of programs"), group=KEEP, action=Action.KEY_MANAGE),
    Entry(path="/console/members", words=N_("Members"), group=KEEP, action=Action.MEMBER_READ),
    Entry(path="/console/role-changes", words=N_("Changes of roles"), group=KEEP, action=Action.MEMBER_READ),
    Entry(path="/console/invitations", words=N_("Invitations"), group=KEEP, action=Action.MEMBER_READ),
    Entry(path="/console/negative-list", words=N_("Negative list"), group=KEEP, action=Action.NEGATIVE_LIST_COUNT),
    Entry(path="/console/policy", words=N_("Policy"), group=KEEP, action=Action.POLICY_READ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as one page shows it."""

    path: str
    words: str
    is_current: bool


def of(role: Role, path: str) -> list[tuple[str, list[Link]]]:
    """Return the groups of links that *role* sees on the page at *path*."""
    groups: dict[str, list[Link]] = {}
    for each in NAVIGATION:
        if each.is_open_to(role):
            link = Link(path=each.path, words=each.words, is_current=_is_under(path, each.path))
            groups.setdefault(each.group, []).append(link)
    return list(groups.items())


def _is_under(path: str, entry: str) -> bool:
    return path == entry or (entry != HOME and path.startswith(f"{entry}/"))
