"""What tests of the register begin with: an accepted authority, a proposal, an entry on which something may rest."""

from dataclasses import replace
from datetime import date

from hashdb.records.register import Acceptance, Authority, Names, RegisterEntry, Schema
from hashdb.records.signal import Claim, Ground
from hashdb.register.ftm import Designated, Stated
from hashdb.services import authorities, proposals, register
from hashdb.services.authorities import Wanted
from hashdb.services.proposals import Proposal
from tests.services.world import CLAIM, World

REASONS = "Listed by a supranational body after review, with a way for the listed to be heard."
AUTHORITY = "un-security-council"


def accept(world: World, authority_id: str = AUTHORITY, acceptance: Acceptance = Acceptance.ACCEPTED) -> Authority:
    """Have two people of two organisations decide what an authority's word counts."""
    wanted = Wanted(id=authority_id, name=f"Authority {authority_id}", acceptance=acceptance, reasons=REASONS)
    authorities.propose(world.store, wanted, actor=world.editor, now=world.now)
    return authorities.agree(world.store, authority_id, actor=world.senior, now=world.now)


def designated(authority: str = AUTHORITY, *, end_date: date | None = None) -> Designated:
    """Return an authority's decision."""
    return Designated(authority=authority, authority_id="X.1", listing_date=date(2020, 1, 1), end_date=end_date)


def proposal(name: str = "Vermilion Lantern Front", *designations: Designated) -> Proposal:
    """Return what an editor proposes about an organisation."""
    names = Names(name=(name,), alias=("Red Lantern Movement",), weak_alias=("The Lanterns",))
    stated = Stated(schema=Schema.ORGANIZATION, names=names, designations=designations or (designated(),))
    return Proposal(stated=stated)


def proposed_entry(world: World, *designations: Designated, name: str = "Vermilion Lantern Front") -> RegisterEntry:
    """Return an entry that waits for its second person."""
    if world.store.authorities.find(AUTHORITY) is None:
        accept(world)
    return proposals.propose(world.store, proposal(name, *designations), actor=world.editor, now=world.now)


def usable_entry(world: World, *designations: Designated, name: str = "Vermilion Lantern Front") -> RegisterEntry:
    """Return an approved entry of an accepted authority."""
    waiting = proposed_entry(world, *designations, name=name)
    return register.approve(world.store, waiting.id, None, actor=world.senior, now=world.now)


def resting_on(entry_id: str) -> Claim:
    """Return a claim whose only ground is this entry."""
    return replace(CLAIM, ground=Ground(register_entry_id=entry_id))
