"""What waits for somebody who arrives, by what their role may decide: how much of it, and by when the first is due.

Lists are read to MOST and no further; whoever has more than that before them needs no exact number.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.console.desk import QUEUE
from api.context import actor, now, store
from api.language import N_
from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.appeal import State
from hashdb.roles import Role
from hashdb.services import dockets, inbox, reviews, role_changes

MOST = 100
_OURS = {State.LODGED, State.UNDER_REVIEW}
Due = Sequence[datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Things of one kind that wait for the same decision, and where they are decided."""

    words: str
    path: str
    count: int
    first_due: datetime | None

    @property
    def said(self) -> str:
        """How many there are; of many, that they are many."""
        return f"{MOST}+" if self.count >= MOST else str(self.count)


def _cases() -> Due:
    # A match has no deadline: `due_at` says when it was found.
    found = reviews.queue(store(), limit=MOST, actor=actor(), now=now())
    return [None if each.kind == "match" else each.due_at for each in found]


def _asked() -> Due:
    found = inbox.waiting(store(), limit=MOST, actor=actor())
    return [each.respond_by or each.acknowledge_by for each in found]


def _appeals() -> Due:
    found = dockets.appeals_open(store(), limit=MOST).waiting
    return [each.due_at or each.decide_by for each in found if each.state in _OURS]


def _entries() -> Due:
    return [None for _ in dockets.proposed_entries(store(), limit=MOST).items]


def _changes() -> Due:
    return [each.due_at for each in role_changes.waiting(store(), limit=MOST)]


def _alerts() -> Due:
    return [each.due_at for each in dockets.open_alerts(store(), limit=MOST)]


# In the order in which they are shown: the words, where, who decides it, and what there is.
_PILES: tuple[tuple[str, str, Action, Callable[[], Due]], ...] = (
    (N_("cases in your queue"), QUEUE, Action.QUEUE_READ, _cases),
    (N_("requests that wait for your answer"), "/console/inbox", Action.TAKEDOWN_RESPOND, _asked),
    (N_("appeals to decide"), "/console/appeals", Action.APPEAL_DECIDE, _appeals),
    (N_("proposals for the register"), "/console/register", Action.REGISTER_APPROVE, _entries),
    (N_("changes of roles to decide"), "/console/role-changes", Action.MEMBER_MANAGE, _changes),
    (N_("open alerts"), "/console/alerts", Action.ALERT_HANDLE, _alerts),
)


def waiting() -> Iterator[Pile]:
    """Yield what the person may decide, the empty piles, too: that nothing waits is worth knowing."""
    role = Role(actor().role)
    for words, path, action, read in _PILES:
        if role in PERMISSIONS[action]:
            due = read()
            yield Pile(words=words, path=path, count=len(due), first_due=min(filter(None, due), default=None))
