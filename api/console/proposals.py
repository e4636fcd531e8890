"""/console/register/new: an editor's proposal, with the decision of one authority; lists bring further ones."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body, id_of
from api.permissions import console
from api.routes import group as begin
from api.v1.register import DesignationBody, LongText, PropertiesBody, ProposalBody, Slug, Text
from hashdb.access import Action
from hashdb.records.register import Ideology, Schema
from hashdb.services import authorities, proposals

group = begin("console: proposals", "Proposals for the register.", keyless=True)

PLACE = "/console/register/new"
SCHEMAS = {Schema.ORGANIZATION: N_("An organisation"), Schema.PERSON: N_("A person")}
IDEOLOGIES = {
    Ideology.ISLAMIST: N_("Islamist"),
    Ideology.FAR_RIGHT: N_("Far right"),
    Ideology.FAR_LEFT: N_("Far left"),
    Ideology.ETHNO_NATIONALIST: N_("Ethno-nationalist"),
    Ideology.SINGLE_ISSUE: N_("Single issue"),
    Ideology.OTHER: N_("Another, or none"),
}
Lines = Annotated[str, Field(max_length=20_000)]


class EntryForm(Body):
    """An entry; of names, one stands on each line."""

    entity_schema: Schema
    name: Lines
    alias: Lines = ""
    previous_name: Lines = ""
    weak_alias: Lines = ""
    abbreviation: Lines = ""
    country: Lines = ""
    notes: LongText | None = None
    ideology: Ideology = Ideology.OTHER
    parent_id: Annotated[str, id_of("reg")] | None = None
    authority: Slug
    authority_id: Text | None = None
    program: Text | None = None
    program_id: Text | None = None
    listing_date: date | None = None
    end_date: date | None = None
    reason: LongText | None = None
    source_url: Annotated[str, Field(max_length=2_000, pattern="^https?://")] | None = None

    def body(self) -> ProposalBody:
        """Return the proposal as a program would send it."""
        stated = {name: getattr(self, name) for name in DesignationBody.model_fields}
        names = {
            "name": _lines(self.name),
            "alias": _lines(self.alias),
            "previousName": _lines(self.previous_name),
            "weakAlias": _lines(self.weak_alias),
            "abbreviation": _lines(self.abbreviation),
            "country": _lines(self.country),
            "notes": [self.notes] if self.notes else [],
            "topics": [],
        }
        return ProposalBody(
            schema=self.entity_schema,
            properties=PropertiesBody(**names),
            ideology=self.ideology,
            parent_id=self.parent_id,
            designations=[DesignationBody(**stated)],
        )


@group.get(PLACE, doc_ui=False)
@console(Action.REGISTER_EDIT)
def show_form() -> Answer:
    """Show the form of a proposal."""
    known = {each.id: each.name for each in authorities.everyone(store())}
    return console_page("console/register_new.html", authorities=known, schemas=SCHEMAS, ideologies=IDEOLOGIES)


@group.post(PLACE, doc_ui=False)
@console(Action.REGISTER_EDIT)
def propose_entry(body: EntryForm) -> Answer:
    """Propose an entry."""
    made = proposals.propose(store(), body.body().proposal(), actor=actor(), now=now())
    return go_to(f"/console/register/{made.id}", gettext("Proposed; a senior reviewer decides."))


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]
