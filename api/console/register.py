"""/console/register: who is designated, by whom; what editors propose, and what a second person decides about it."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.steps import StepForm, steps_open, unchanged
from api.context import actor, now, store, surroundings
from api.language import N_, gettext
from api.models import PageQuery
from api.permissions import console
from api.present import register as present
from api.routes import group as begin
from api.v1.register import EntryPath, LongText
from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.register_entry import LIFECYCLE, State
from hashdb.records.register import RegisterEntry
from hashdb.services import case_files, dockets, entries, register

group = begin("console: register", "The register, and decisions about its entries.", keyless=True)

PLACE = "/console/register"
SHOWN = 100
FLAGS = {
    "vanished": N_("its list does not name it any more: confirm the delisting, or find out why"),
    "ended": N_("its designation has ended"),
    "renamed": N_("its list calls it something else altogether"),
    "listed_again": N_("it was delisted here, and is listed again"),
}


class RegisterQuery(PageQuery):
    """Which entries to show."""

    q: Annotated[str, Field(max_length=200)] = ""


class ReviewForm(StepForm):
    """A decision about a proposal; to refuse one takes a note."""

    note: LongText | None = None


class NoteForm(StepForm):
    """Why; it stands in the log."""

    note: LongText


@group.get(PLACE, doc_ui=False)
@console(Action.REGISTER_READ)
def show_register(query: RegisterQuery) -> Answer:
    """Show what waits, and the entries, all or by a name."""
    found = entries.page(store(), waiting=False, after=query.after or None, limit=SHOWN, actor=actor())
    return console_page(
        "console/register.html",
        q=query.q.strip(),
        candidates=_found(query.q) if query.q.strip() else [],
        found=found,
        works=entries.works_on(actor()),
        edits=actor().role in PERMISSIONS[Action.REGISTER_EDIT],
        waiting=dockets.proposed_entries(store(), limit=SHOWN).items,
        flagged=dockets.flagged_entries(store(), limit=SHOWN).items,
        flags=FLAGS,
    )


@group.get(f"{PLACE}/imports", doc_ui=False)
@console(Action.REGISTER_READ)
def show_imports(query: PageQuery) -> Answer:
    """Show the lists that were taken in or refused, with the reasons."""
    found = dockets.latest_imports(store(), before=query.after or None, limit=SHOWN)
    return console_page("console/register_imports.html", found=found)


@group.get(f"{PLACE}/<entry_id>", doc_ui=False)
@console(Action.REGISTER_READ)
def show_entry(path: EntryPath) -> Answer:
    """Show an entry with its designations, and what can be decided about it."""
    found = entries.get(store(), path.entry_id, actor=actor())
    authorities = entries.authorities_of(store(), [found])
    deciders = [*(each.user_id for each in found.decisions), *(each.user_id for each in found.approvals)]
    return console_page(
        "console/register_entry.html",
        entry=present.entry(found, authorities, actor(), now()),
        version=found.version,
        is_own=found.proposed_by == actor().user_id,
        proposed_by=found.proposed_by,
        approvals=found.approvals,
        parent=store().register.find(found.parent_id) if found.parent_id else None,
        names=case_files.names(store(), [found.proposed_by, *deciders], []),
        works=entries.works_on(actor()),
        steps=steps_open(LIFECYCLE, found.state, actor().role),
        flags=FLAGS,
    )


@group.post(f"{PLACE}/<entry_id>/approve", doc_ui=False)
@console(Action.REGISTER_APPROVE)
def approve(path: EntryPath, body: ReviewForm) -> Answer:
    """Make a proposal a ground."""
    found = register.approve(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Approved: signals and requests may rest on it."))


@group.post(f"{PLACE}/<entry_id>/refuse", doc_ui=False)
@console(Action.REGISTER_APPROVE)
def refuse(path: EntryPath, body: NoteForm) -> Answer:
    """Refuse a proposal."""
    found = register.refuse(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Refused."))


@group.post(f"{PLACE}/<entry_id>/suspend", doc_ui=False)
@console(Action.REGISTER_SUSPEND)
def suspend(path: EntryPath, body: NoteForm) -> Answer:
    """Agree to suspend an entry."""
    found = register.suspend(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    suspended = gettext("Suspended: nothing new may rest on it.")
    return go_to(_place(found), _agreed() if found.is_usable else suspended)


@group.post(f"{PLACE}/<entry_id>/reinstate", doc_ui=False)
@console(Action.REGISTER_SUSPEND)
def reinstate(path: EntryPath, body: NoteForm) -> Answer:
    """End a suspension or a challenge."""
    found = register.reinstate(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), _agreed() if found.state is State.SUSPENDED else gettext("Reinstated."))


@group.post(f"{PLACE}/<entry_id>/delist", doc_ui=False)
@console(Action.REGISTER_EDIT)
def delist(path: EntryPath, body: NoteForm) -> Answer:
    """Confirm that nobody designates an entry any more."""
    found = register.delist(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Delisted; whatever rests on it is looked at again."))


@group.post(f"{PLACE}/<entry_id>/relist", doc_ui=False)
@console(Action.REGISTER_EDIT)
def relist(path: EntryPath, body: NoteForm) -> Answer:
    """Propose an entry again that was delisted."""
    found = register.relist(store(), _shown(path, body).id, body.note, actor=actor(), now=now())
    return go_to(_place(found), gettext("Proposed again; a second person decides."))


def _found(name: str) -> list[entries.Candidate]:
    reader = actor()
    looked_through = surroundings().registers.get(reader.role, lambda: entries.searched(store(), actor=reader))
    return entries.search(looked_through, name)


def _shown(path: EntryPath, form: StepForm) -> RegisterEntry:
    return unchanged(store().register.get(path.entry_id), form)


def _agreed() -> str:
    return gettext("Noted; a person of the other office has to agree.")


def _place(entry: RegisterEntry) -> str:
    return f"{PLACE}/{entry.id}"
