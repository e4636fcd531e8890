"""One organisation, several lists: a proposal about somebody whom the register has already goes into that entry.

The entry then rests on the word of all their authorities, and is not delisted while one that is accepted still has it.
Only what was never a ground is merged: nothing rests on it that would have to follow.
"""

from dataclasses import fields, replace
from datetime import datetime

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import GuardError
from hashdb.lifecycles.register_entry import Step
from hashdb.records.register import Names, RegisterEntry, Source
from hashdb.services import register
from hashdb.store import Store, Write

_OWN_TO_AN_ENTRY = frozenset({"name", "notes", "topics"})


def merge(store: Store, entry_id: str, into_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Find, as another person than the one who proposed it, that a proposal is about an entry that is in force."""
    before, into = store.register.get(entry_id), store.register.get(into_id)
    merged = before.advance(Step.MERGE)
    access.require_another_person(actor, [before.proposed_by])
    _require_mergeable(before, into)
    after = replace(merged, designations=(), flags=(), merged_into=into.id)
    return register.decided(
        store, before, after, Step.MERGE, note, actor=actor, now=now, follow=_joined(store, before, into, actor, now)
    )


def _require_mergeable(entry: RegisterEntry, into: RegisterEntry) -> None:
    if not into.is_usable or into.schema is not entry.schema:
        raise GuardError(f"the entry {into.id} is {into.state}, a {into.schema}; a {entry.schema} in force is needed")
    if any(each.step == Step.APPROVE for each in entry.decisions):
        raise GuardError("the entry was a ground before; what rested on it cannot be moved")
    sources = {each.source for each in into.designations} & {each.source for each in entry.designations}
    if sources - {Source.MANUAL}:
        raise GuardError(f"both are on the list of {', '.join(sorted(sources))}, which tells them apart")


def _joined(store: Store, entry: RegisterEntry, into: RegisterEntry, actor: Actor, now: datetime) -> Write:
    """Give the designations and names of an entry to the other, and let the log say so."""
    after = replace(
        into,
        designations=(*into.designations, *entry.designations),
        properties=_names(into.properties, entry.properties),
        flags=tuple(sorted({*into.flags, *entry.flags})),
        updated_at=now,
        version=into.version + 1,
    )
    noted = audit.entry(actor, "register.join", now, before=into, after=after, joined=entry.id)
    return store.register.put(after, into) + Write(entries=(noted,))


def _names(held: Names, more: Names) -> Names:
    """Return the names with those of another list; what that one calls it is an alias here."""
    known = {*held.name, *held.alias, *held.previous_name}
    alias = (*held.alias, *(each for each in dict.fromkeys((*more.name, *more.alias)) if each not in known))
    others = {
        each.name: tuple(dict.fromkeys((*getattr(held, each.name), *getattr(more, each.name))))
        for each in fields(Names)
        if each.name not in _OWN_TO_AN_ENTRY | {"alias"}
    }
    return replace(held, alias=alias, **others)
