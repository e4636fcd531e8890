"""What was told to law enforcement is noted in the log and counted for the transparency report, in one act.

The service tells nobody anything by itself: people do, and say so, here or where they handle an alert. To whom stands
beside the entry, where it can be erased.
"""

from datetime import datetime
from typing import NamedTuple

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.ids import new_id
from hashdb.records.disclosure import DisclosureGround
from hashdb.records.tally import Cell
from hashdb.store import Store, Write

MADE = "disclosure.made"
_NO_SIGNAL = ""


class Noted(NamedTuple):
    """A disclosure: the id under which the log has it, and what its act writes."""

    id: str
    written: Write


def note(
    store: Store, ground: DisclosureGround, recipient: str, *, about: str | None = None, actor: Actor, now: datetime
) -> str:
    """Note a disclosure to *recipient*, perhaps *about* a record, and return the id under which the log has it."""
    made = noted(store, ground, recipient, about=about, actor=actor, now=now)
    store.commit(made.written)
    return made.id


def noted(
    store: Store, ground: DisclosureGround, recipient: str, *, about: str | None, actor: Actor, now: datetime
) -> Noted:
    """Return a disclosure to *recipient*, to be written with the act that made it."""
    if not recipient.strip():
        raise InvalidInputError(FieldProblem("recipient", "must say who was told"))
    identifier = new_id("dsc", now)
    entry = audit.entry(
        actor,
        "disclosure.note",
        now,
        object_type="disclosure",
        object_id=identifier,
        reason=ground,
        recipient=recipient,
        about=about,
    )
    counted = Cell(
        event=MADE,
        signal_type=_NO_SIGNAL,
        content_type=_NO_SIGNAL,
        tier=_NO_SIGNAL,
        member_id=actor.member_id,
        reason=str(ground),
    )
    return Noted(identifier, Write(entries=(entry,)) + store.tallies.add(now.date(), {counted: 1}))
