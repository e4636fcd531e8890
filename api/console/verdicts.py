"""The decisions as pages offer them: their words, their keys, their checklists and their reasons.

A decision's panel is opened by its key; there 1 to 9 tick the checklist and choose the reason, and the same key again,
or Enter, sends it. What may be decided, by whom and with what, only the services say; `hashdb.services.options` asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.console.words import CHECKS, CONTEXTS, REASONS
from api.language import N_, gettext
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.signal import ReviewReason
from hashdb.services import checklists
from hashdb.services.checklists import Check
from hashdb.services.options import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One decision: what its button says, its key, what it brings about, and how it is told once it is taken."""

    words: str
    key: str
    done: str
    about: str = ""
    kind: str = "main"
    checks: Sequence[Check] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    reason_needed: bool = False
    note_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A choice on a page: where its form goes, and why it is closed to this person, if it is."""

    choice: Choice
    verdict: str
    action: str
    checks: dict[str, str]
    refusal: str | None = None


def _reasons(*chosen: ReviewReason) -> dict[str, str]:
    return {each: REASONS[each] for each in chosen}


_FOR = _reasons(ReviewReason.VERIFIED, ReviewReason.SAW_THIS_TOO, ReviewReason.COURT_ORDER, ReviewReason.OTHER)
_AGAINST = _reasons(
    ReviewReason.NOT_TVEC,
    ReviewReason.NEWS_OR_EVIDENCE,
    ReviewReason.BENIGN_TEMPLATE,
    ReviewReason.WRONG_LABEL,
    ReviewReason.WRONG_ENTITY,
    ReviewReason.LOW_QUALITY,
    ReviewReason.EXPIRED_DESIGNATION,
    ReviewReason.DUPLICATE,
    ReviewReason.OTHER,
)
OF_SIGNAL = {
    "approve": Choice(
        words=N_("Approve"),
        key="a",
        checks=checklists.OF_SIGNAL["approve"],
        about=N_("Two people of other organisations must, before anybody is matched against it."),
        done=N_("Approved."),
    ),
    "uphold": Choice(
        words=N_("Uphold"),
        key="a",
        checks=checklists.OF_SIGNAL["uphold"],
        reasons=_FOR,
        reason_needed=True,
        about=N_("It counts again, in spite of what was said against it."),
        done=N_("Upheld."),
    ),
    "release": Choice(
        words=N_("Release for review"),
        key="a",
        reasons=_FOR,
        reason_needed=True,
        about=N_("It was put aside; two people will look at it as at any other."),
        done=N_("Released."),
    ),
    "reaffirm": Choice(
        words=N_("Reaffirm"),
        key="a",
        checks=checklists.OF_SIGNAL["reaffirm"],
        about=N_("It stays on the list until its next review."),
        done=N_("Reaffirmed."),
    ),
    "reject": Choice(
        words=N_("Reject"),
        key="d",
        kind="grave",
        reasons=_AGAINST,
        reason_needed=True,
        about=N_("It does not come on the list, and counts against those who submitted it."),
        done=N_("Rejected."),
    ),
    "withdraw": Choice(
        words=N_("Withdraw"),
        key="w",
        kind="grave",
        reasons=_AGAINST,
        reason_needed=True,
        about=N_("Every member is told, and every platform that acted is asked to put the content back."),
        done=N_("Withdrawn."),
    ),
}
OF_MATCH = {
    "confirm": Choice(
        words=N_("Confirm"),
        key="a",
        checks=checklists.OF_MATCH["confirm"],
        about=N_("A request to the platform can be drafted then."),
        done=N_("Confirmed."),
    ),
    "false_positive": Choice(
        words=N_("False match"),
        key="d",
        kind="grave",
        reasons={
            "other_content": N_("Other content"),
            "harmless": N_("Harmless content that looks alike"),
            "unclear": N_("Too blurred to tell"),
        },
        about=N_("This disputes the signal: it is paused everywhere until somebody has decided."),
        done=N_("Found false."),
    ),
    "context_exempt": Choice(
        words=N_("Context exempts it"),
        key="x",
        kind="plain",
        reasons=CONTEXTS,
        reason_needed=True,
        about=N_("The content stays where it is; the signal is not touched."),
        done=N_("Found exempt."),
    ),
    "escalate": Choice(
        words=N_("Escalate"),
        key="e",
        kind="plain",
        reasons={
            "life": N_("A life may be in danger"),
            "context": N_("I cannot judge the context"),
            "ground": N_("I doubt the ground"),
            "law": N_("A question of law"),
        },
        reason_needed=True,
        about=N_("A senior reviewer decides."),
        done=N_("Escalated."),
    ),
}
OF_REQUEST = {
    "approve": Choice(
        words=N_("Approve"),
        key="a",
        checks=checklists.OF_REQUEST["approve"],
        about=N_("It goes to the platform at once."),
        done=N_("Approved."),
    ),
    "return": Choice(
        words=N_("Return"),
        key="r",
        kind="plain",
        reasons={
            "reasons": N_("The reasons do not say enough"),
            "exemptions": N_("The exemptions are not looked at well enough"),
            "ground": N_("The ground does not fit"),
            "action": N_("It asks for too much"),
            "items": N_("Items are missing, or wrong"),
        },
        note_needed=True,
        about=N_("Its author corrects it."),
        done=N_("Returned."),
    ),
    "refuse": Choice(
        words=N_("Refuse"),
        key="d",
        kind="grave",
        reasons={
            "exempt": N_("A context exempts the content"),
            "ground": N_("There is no ground for it"),
            "wrong": N_("It is not what the signal stands for"),
            "disproportionate": N_("It is out of proportion"),
        },
        note_needed=True,
        about=N_("It ends; the content may be asked about again on another request."),
        done=N_("Refused."),
    ),
    "withdraw": Choice(
        words=N_("Withdraw"),
        key="w",
        kind="grave",
        reasons={
            "error": N_("It was sent in error"),
            "facts": N_("New facts speak against it"),
            "ground": N_("The ground is none any more"),
        },
        note_needed=True,
        about=N_("The platform is told at once; if it has acted, it is asked to put the content back."),
        done=N_("Withdrawn."),
    ),
}


def panels(choices: Mapping[str, Choice], options: Iterable[Option], place: str) -> list[Panel]:
    """Return the panels of a case whose page is at *place*."""
    return [
        Panel(
            choice=choices[each.verdict],
            verdict=each.verdict,
            action=f"{place}/{each.verdict}",
            checks={check: CHECKS[check] for check in choices[each.verdict].checks},
            refusal=each.refusal,
        )
        for each in options
    ]


def note_of(choice: Choice, reason: str | None, note: str | None) -> str | None:
    """Return the reason chosen on a page and what was written beside it as one text, for services that take a text."""
    if reason is not None and reason not in choice.reasons:
        raise InvalidInputError(FieldProblem("reason", "must be one of those on the page"))
    said = [choice.reasons[reason]] if reason is not None else []
    return ". ".join([*said, *([note] if note else [])]) or None


def told(choice: Choice, state: str) -> str:
    """Return what the next page says of a decision that was taken."""
    return f"{gettext(choice.done)} {gettext('It is now: %(state)s.') % {'state': state.replace('_', ' ')}}"
