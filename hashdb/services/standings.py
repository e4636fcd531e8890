"""How well each member submits, a page of members at a time, in the order in which they joined."""

from dataclasses import dataclass

from hashdb.records.member import Member
from hashdb.services import reputation
from hashdb.services.reputation import Reputation
from hashdb.store import Page, Store, lists
from hashdb.store.reputations import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A member and its reputation."""

    member: Member
    reputation: Reputation


def page(store: Store, *, after: str | None, limit: int) -> Page[Standing]:
    """Return members with their reputations."""
    found = store.members.page(lists.MEMBERS, after=after, limit=limit)
    outcomes = store.reputations.of_many([each.id for each in found.items])
    return Page(
        [
            Standing(
                member=member,
                reputation=reputation.judged(confirmed=latest.count(Outcome.CONFIRMED), decided=len(latest)),
            )
            for member, latest in zip(found.items, outcomes, strict=True)
        ],
        found.next,
    )
