"""The words of the pages for complaints: what can be chosen, how one stands, what is wrong with what was sent.

They stand apart because people must be able to read them in their own language (`api.language`); a refusal of the
service itself, which programs get, is English.
"""

from collections.abc import Mapping
from typing import Any

from api.language import N_, choose, gettext
from hashdb.lifecycles.appeal import State
from hashdb.records.appeal import AppealGround, AppealSubject, AppellantKind, RemedyKind

KINDS = {
    AppellantKind.CONTENT_PROVIDER: N_("I made or published the content"),
    AppellantKind.THIRD_PARTY: N_("I am shown in it or otherwise concerned"),
    AppellantKind.CIVIL_SOCIETY: N_("I write for a civil society organisation"),
    AppellantKind.LISTED_ENTITY: N_("I write for somebody who is in the register"),
    AppellantKind.PLATFORM: N_("I write for a platform"),
}
SUBJECTS = {
    AppealSubject.SIGNAL: N_("content that was found by its fingerprint"),
    AppealSubject.TAKEDOWN_REQUEST: N_("a request to a platform to remove content"),
    AppealSubject.REGISTER_ENTRY: N_("an entry of the register of organisations"),
    AppealSubject.INCIDENT_LABEL: N_("content that was linked to an attack"),
    AppealSubject.MEMBER_SUSPENSION: N_("a member that was suspended"),
}
GROUNDS = {
    AppealGround.NOT_TVEC: N_("It is not terrorist or violent extremist content"),
    AppealGround.EXEMPT_CONTEXT: N_("It is journalism, education, art, research, debate, or evidence of a crime"),
    AppealGround.FALSE_MATCH: N_("It is other content than the one that is meant"),
    AppealGround.WRONG_ENTITY: N_("It was attributed to the wrong organisation or person"),
    AppealGround.NOT_DESIGNATED: N_("The organisation or person is not, or not any more, designated"),
    AppealGround.PROCEDURE: N_("The procedure was wrong"),
    AppealGround.OTHER: N_("Something else"),
}
STATES = {
    State.LODGED: N_("We have received it and will look at it within two days."),
    State.INADMISSIBLE: N_("We could not take it up; the reasons are below. You may lodge it again."),
    State.UNDER_REVIEW: N_("Somebody who had no part in the case is looking at it."),
    State.WAITING_APPELLANT: N_("We have a question. The clock stands still until you answer."),
    State.UPHELD: N_("You were right. What follows from it is being done."),
    State.PARTLY_UPHELD: N_("You were right in part. What follows from it is being done."),
    State.DISMISSED: N_("We think that the decision was right; the reasons are below."),
    State.REMEDIED: N_("You were right, and what follows from it was done."),
    State.EXTERNAL_REVIEW: N_("A body outside the service is looking at it."),
    State.CLOSED: N_("The case is closed."),
}
REMEDIES = {
    RemedyKind.WITHDRAW_SIGNAL: N_("The fingerprint is taken off the list"),
    RemedyKind.NEGATIVE_LIST: N_("The fingerprint is noted as harmless, so that it is not listed again"),
    RemedyKind.REINSTATE: N_("The platform is asked to put the content back"),
    RemedyKind.SUSPEND_ENTRY: N_("Nothing rests on the entry of the register any more"),
    RemedyKind.REINSTATE_ENTRY: N_("The entry of the register is put right"),
    RemedyKind.OTHER: N_("Something else, as the reasons say"),
}
# One rule for each field of the forms, whichever way it was broken.
RULES = {
    "appellant_kind": N_("Choose one of the list."),
    "subject_type": N_("Choose one of the list."),
    "subject_ref": N_("Fill in this or the SHA-256 of the file, so that we know what it is about."),
    "file_digest": N_("These must be 64 digits from 0 to 9 and a to f."),
    "grounds": N_("Tick at least one."),
    "statement": N_("Say what went wrong, in up to 5,000 characters."),
    "language": N_("Two or three letters, such as en, kk or ru."),
    "contact": N_("This must be an e-mail address; or leave it empty."),
    "code": N_("Write the code as it was shown to you."),
    "text": N_("Write your answer, in up to 5,000 characters."),
}
# What became of a form as a whole, by the slug of the refusal.
REFUSALS = {
    "invalid-input": N_("It was not sent yet. Look at what is marked below; all that you wrote is still there."),
    "not-found": N_("No complaint has this code. Compare each letter and digit with what you wrote down."),
    "rate-limited": N_("So many complaints came from your network that this one has to wait. Try again later."),
    "unavailable": N_("We cannot take it in right now. All that you wrote is still there; try again in a minute."),
    "read-only": N_("We cannot take it in today. Keep what you wrote and try again tomorrow."),
}
CHANGED = N_("It was not sent: how the complaint stands has changed, or a time limit is over.")


def refusal(template: str, document: Mapping[str, Any]) -> dict[str, object]:
    """Return a refusal in the language of its page: what became of the form, and the rule beside each field."""
    choose(template)
    broken = dict.fromkeys(str(each["field"]).partition("[")[0] for each in document.get("errors", ()))
    slug = str(document["type"]).rpartition("/")[2]
    return {
        "says": gettext(REFUSALS.get(slug, CHANGED)),
        "errors": [{"field": each, "rule": gettext(RULES[each])} for each in broken if each in RULES],
    }
