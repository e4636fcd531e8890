"""/console/takedown-requests/new: a reviewer drafts a request about confirmed matches, and changes a draft."""

from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console import words
from api.console.desk import place_of
from api.console.pages import console_page, go_to
from api.console.requests import PLACE
from api.context import actor, now, store
from api.language import gettext
from api.models import Body, Query, id_of
from api.permissions import console
from api.routes import group as begin
from api.v1.takedowns import DraftBody, ExemptionBody, RequestPath, Text, draft_of
from hashdb.access import Action
from hashdb.records.takedown import Exempt, ExemptionAssessment, LegalBasis, RequestedAction
from hashdb.records.webhook import Priority
from hashdb.services import case_files, drafts, inbox, matches
from hashdb.services.checklists import Seen
from hashdb.services.drafts import Revision
from hashdb.services.requests import SHORTEST_REASONS

group = begin("console: drafts", "Drafts of takedown requests.", keyless=True)

_IDS = "^ *mat_[0-9A-Z]{26}([ ,]+mat_[0-9A-Z]{26}){0,98} *$"


class NewQuery(Query):
    """The match that the request is about."""

    match_id: Annotated[str, id_of("mat")]


class RevisionForm(Body):
    """What the author of a draft says, and may change."""

    requested_action: RequestedAction
    statement_of_reasons: Annotated[str, Field(min_length=SHORTEST_REASONS, max_length=5_000)]
    educational: Exempt
    journalistic: Exempt
    artistic: Exempt
    research: Exempt
    counter_terrorism: Exempt
    public_debate: Exempt
    exemption_note: Text | None = None

    def exemptions(self) -> dict[str, object]:
        """Return the six contexts with their note."""
        contexts = [name for name in ExemptionBody.model_fields if name != "note"]
        return {**{name: getattr(self, name) for name in contexts}, "note": self.exemption_note}


class ChangeForm(RevisionForm):
    """A changed draft, and the version that it was made of."""

    version: Annotated[int, Field(ge=1)]

    def revision(self) -> Revision:
        """Return it as the service takes it."""
        return Revision(
            requested_action=self.requested_action,
            statement_of_reasons=self.statement_of_reasons,
            exemption_assessment=ExemptionAssessment(**self.exemptions()),  # type: ignore[arg-type]
        )


class DraftForm(RevisionForm):
    """A new draft."""

    match_id: Annotated[str, id_of("mat")]
    more_matches: Annotated[str, Field(pattern=_IDS)] | None = None
    legal_basis: LegalBasis
    priority: Priority
    good_faith_statement: Annotated[str, Field(pattern="^yes$")] | None = None
    extra_location: Annotated[str, Field(max_length=500)] | None = None
    previous_request_id: Annotated[str, id_of("tdr")] | None = None
    new_facts: Text | None = None

    def body(self) -> DraftBody:
        """Return the draft as a program would send it."""
        return DraftBody(
            match_ids=[self.match_id, *(self.more_matches or "").replace(",", " ").split()],
            legal_basis=self.legal_basis,
            requested_action=self.requested_action,
            priority=self.priority,
            statement_of_reasons=self.statement_of_reasons,
            exemption_assessment=ExemptionBody(**self.exemptions()),  # type: ignore[arg-type]
            good_faith_statement=self.good_faith_statement is not None,
            extra_location=self.extra_location,
            previous_request_id=self.previous_request_id,
            new_facts=self.new_facts,
        )


@group.get(f"{PLACE}/new", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def show_new(query: NewQuery) -> Answer:
    """Offer the form of a draft, beside what it is about."""
    found = matches.get(store(), query.match_id, actor=actor())
    file = case_files.of_match(store(), found, actor=actor(), now=now())
    return console_page("console/draft.html", words=words, match=found, file=file, draft=None)


@group.post(f"{PLACE}/new", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def draft(body: DraftForm) -> Answer:
    """Draft a request; nothing goes out before a second person has approved it."""
    drafted = drafts.create(store(), draft_of(body.body()), actor=actor(), now=now())
    return go_to(place_of(drafted.id), gettext("Drafted. Look it over, then hand it over."))


@group.get(f"{PLACE}/<request_id>/edit", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def show_draft(path: RequestPath) -> Answer:
    """Offer what the author of a draft may change."""
    found = inbox.fetch(store(), path.request_id, actor=actor(), now=now())
    return console_page("console/draft.html", words=words, match=None, file=None, draft=found)


@group.post(f"{PLACE}/<request_id>/edit", doc_ui=False)
@console(Action.TAKEDOWN_DRAFT)
def change(path: RequestPath, body: ChangeForm) -> Answer:
    """Change one's draft."""
    seen = Seen(version=body.version)
    changed = drafts.revise(store(), path.request_id, body.revision(), seen=seen, actor=actor(), now=now())
    return go_to(place_of(changed.id), gettext("Changed. Look it over, then hand it over."))
