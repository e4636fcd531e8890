"""The lists of the register, of authorities and imports."""

from hashdb.lifecycles.register_entry import USABLE, State
from hashdb.records.register import Authority, Import, RegisterEntry, Source
from hashdb.store.lists.scores import Scores, timed

ENTRIES = "register"
ENTRIES_USABLE = "register:usable"
REGISTER_QUEUE = "register:queue"
REGISTER_REVIEW_DUE = "register:review_due"
REGISTER_FLAGGED = "register:flagged"
AUTHORITIES = "authorities"
IMPORTS = "imports"
IMPORTS_KEPT = "imports:kept"

_OVER = {State.REFUSED, State.DELISTED}


def entries_of(authority_id: str) -> str:
    """Return the list of the entries that an authority has designated, whatever became of that."""
    return f"register:authority:{authority_id}"


def imports_of(source: Source) -> str:
    """Return the list of what was taken in from one source, the latest list first."""
    return f"imports:source:{source}"


def entry_lists(entry: RegisterEntry) -> Scores:
    """Return the lists of an entry of the register."""
    scores: Scores = {entries_of(each.authority): 0 for each in entry.designations}
    scores |= {ENTRIES: 0, **timed(REGISTER_REVIEW_DUE, entry.review_due_at)}
    if entry.state in USABLE:
        scores[ENTRIES_USABLE] = 0
    if entry.state is State.PROPOSED:
        scores[REGISTER_QUEUE] = 0
    if entry.flags and entry.state not in _OVER:
        scores[REGISTER_FLAGGED] = 0
    return scores


def authority_lists(_authority: Authority) -> Scores:
    """Return the lists of an authority."""
    return {AUTHORITIES: 0}


def import_lists(imported: Import) -> Scores:
    """Return the lists of an import."""
    scores: Scores = {IMPORTS: 0, **timed(IMPORTS_KEPT, imported.imported_at)}
    if imported.source is not None and imported.generated_at is not None and imported.refused_because is None:
        scores[imports_of(imported.source)] = -imported.generated_at.timestamp()
    return scores
