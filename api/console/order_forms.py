"""What officers write about orders: the fields of Annex I as one form, and what is said of an order later."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.console import answers
from api.console.desk import CaseForm
from api.console.steps import StepForm
from api.console.words import MATERIALS
from api.language import N_
from api.v1.orders import AnnexFields, OrderBody, OrderItemBody
from api.v1.takedowns import MOST_ITEMS, ExemptionBody, Text
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.order import AuthorityType
from hashdb.records.signal import MaterialType
from hashdb.records.takedown import Exempt, RequestedAction
from hashdb.services.scrutiny import Verdict as Finding

AUTHORITY_TYPES = {
    AuthorityType.JUDICIAL: N_("A judicial authority"),
    AuthorityType.LAW_ENFORCEMENT: N_("A law enforcement authority"),
    AuthorityType.OTHER_COMPETENT: N_("Another competent authority"),
}
ORDERED = {
    RequestedAction.REMOVE: N_("Remove it"),
    RequestedAction.DISABLE_ACCESS: N_("Disable access to it in all Member States"),
}
BASES = {each: words for each, words in answers.BASES.items() if each.is_order}
# Nobody answers these without choosing.
EXEMPT = {"": N_("choose"), Exempt.NO: N_("no"), Exempt.YES: N_("yes"), Exempt.UNCLEAR: N_("unclear")}
FINDINGS = {
    Finding.NO_INFRINGEMENT: N_("No infringement"),
    Finding.INTENDS: N_("We intend to find an infringement: the issuer is told first"),
    Finding.INFRINGES: N_("It seriously or manifestly infringes the Regulation, or rights of the Charter"),
}
# What stays the same from order to order of one authority, so that the next form begins with it.
ALWAYS = (
    "issuing_member_state",
    "authority_type",
    "authority_name",
    "representative_name",
    "post_held",
    "address",
    "phone",
    "fax",
    "email",
    "follow_up_contact",
    "redress_body",
    "redress_deadline",
    "redress_law_url",
)
Yes = Literal["yes"] | None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class OrderForm(AnnexFields):
    """An order; each line of `content` is an address, and behind a blank what else identifies the content."""

    content: Annotated[str, Field(max_length=60_000)]
    art2_7_a: Yes = None
    art2_7_b: Yes = None
    art2_7_c: Yes = None
    art2_7_d: Yes = None
    art2_7_e: Yes = None
    educational: Exempt
    journalistic: Exempt
    artistic: Exempt
    research: Exempt
    counter_terrorism: Exempt
    public_debate: Exempt
    exemption_note: Text | None = None
    languages: Annotated[str, Field(pattern="^ *[a-z]{2,3}( *, *[a-z]{2,3}){0,23} *$")] | None = None
    non_disclosure: Yes = None
    copy_sent_to_home_authority: Yes = None

    def body(self) -> OrderBody:
        """Return the order as a program would send it."""
        same = {name: getattr(self, name) for name in AnnexFields.model_fields}
        exempt = {name: getattr(self, name) for name in ExemptionBody.model_fields if name != "note"}
        return OrderBody(
            **same
            | {
                "items": _items(self.content),
                "material_types": self._materials(),
                "exemption_assessment": ExemptionBody(**exempt, note=self.exemption_note),
                "languages": [each.strip() for each in (self.languages or "").split(",") if each.strip()],
                "non_disclosure": self.non_disclosure == "yes",
                "copy_sent_to_home_authority": self.copy_sent_to_home_authority == "yes",
            }
        )

    def _materials(self) -> list[MaterialType]:
        chosen = [each for each in MaterialType if getattr(self, each) == "yes"]
        if not chosen:
            first = next(iter(MATERIALS))
            raise InvalidInputError(FieldProblem(first, "or another kind of content must be chosen"))
        return chosen


class OrderReviewForm(CaseForm):
    """What the second officer decides."""

    reason: Annotated[str, Field(max_length=40)] | None = None


class ReasonsForm(StepForm):
    """Why somebody contests, confirms or annuls an order."""

    reasons: Text


class AnswerForm(StepForm):
    """The answer to the provider's question."""

    text: Text


class ScrutinyForm(ReasonsForm):
    """What the home authority finds, and why."""

    finding: Finding


class UntilForm(StepForm):
    """Until when the uploader is not told."""

    until: Annotated[datetime, AfterValidator(_in_utc)]


def _items(content: str) -> list[OrderItemBody]:
    lines = [each.strip() for each in content.splitlines() if each.strip()]
    if not 1 <= len(lines) <= MOST_ITEMS:
        raise InvalidInputError(FieldProblem("content", f"must be 1 to {MOST_ITEMS} addresses, one on each line"))
    return [_item(number, line) for number, line in enumerate(lines, 1)]


def _item(number: int, line: str) -> OrderItemBody:
    url, _, place = line.partition(" ")
    if not url.startswith(("http://", "https://")):
        raise InvalidInputError(FieldProblem("content", f"line {number} must begin with http:// or https://"))
    return OrderItemBody(url=url, additional_location_info=place.strip() or None)
