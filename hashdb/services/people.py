"""The people of a member as administrators see them: with account or without, by which link they may make one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hashdb.records.account import Account, Invitation
from hashdb.records.member import User
from hashdb.services import invitations
from hashdb.store import Page, Store, lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who acts for a member: the account, if it was made, and the link that can still be used."""

    user: User
    account: Account | None
    invitation: Invitation | None

    @property
    def state(self) -> str:
        """Where the person's account stands, in a word."""
        if self.account is not None:
            return "active" if self.account.blocked_at is None else "blocked"
        return "invited" if self.invitation is not None else "without_account"


def page(store: Store, member_id: str, *, after: str | None, limit: int, now: datetime) -> Page[Known]:
    """Return the people of a member in the order in which they were registered."""
    found = store.users.page(lists.of_member("users", member_id), after=after, limit=limit)
    return Page(_known(store, found.items, now), found.next)


def of(store: Store, user_id: str, *, now: datetime) -> Known:
    """Return one person."""
    return _known(store, [store.users.get(user_id)], now)[0]


def _known(store: Store, users: Iterable[User], now: datetime) -> list[Known]:
    links = {each.user_id: each for each in invitations.waiting(store, now=now)}
    return [Known(user=each, account=store.accounts.find(each.id), invitation=links.get(each.id)) for each in users]
