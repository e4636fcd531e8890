"""The words in which a platform's answers are offered, and which of them make sense where a request stands.

What an answer means, and whether it is allowed, only `hashdb.services.responses` decides.
"""

from api.language import N_
from hashdb.lifecycles.takedown import State
from hashdb.records.takedown import DeclineReason, LegalBasis, ResponseType, TakedownRequest
from hashdb.services.responses import NO_EXECUTION

ANSWERS = {
    ResponseType.REMOVED: N_("We have removed it"),
    ResponseType.ACCESS_DISABLED_EU: N_("We have disabled access to it in the EU"),
    ResponseType.ACCESS_DISABLED_GLOBAL: N_("We have disabled access to it everywhere"),
    ResponseType.RESTRICTED_OTHER: N_("We have restricted it in another way"),
    ResponseType.LABELLED: N_("We have put a label on it"),
    ResponseType.ALREADY_ABSENT: N_("It was not there any more"),
    ResponseType.DECLINED: N_("We decline"),
    ResponseType.INSUFFICIENT_INFORMATION: N_("We need to know more"),
    ResponseType.MANIFEST_ERROR: N_("It is manifestly wrong"),
    ResponseType.UNABLE_TECHNICAL: N_("We cannot, for technical reasons"),
    ResponseType.UNABLE_FORCE_MAJEURE: N_("We cannot, because of force majeure"),
    ResponseType.ACKNOWLEDGED: N_("We have seen it and are looking into it"),
    ResponseType.GROUNDS_CEASED: N_("We are able to again"),
    ResponseType.REINSTATED: N_("We have put it back"),
    ResponseType.REINSTATEMENT_REFUSED: N_("We do not put it back, on our own terms"),
}
DECLINING = {
    DeclineReason.NOT_VIOLATING_TERMS: N_("It does not violate our terms"),
    DeclineReason.NOT_ILLEGAL: N_("It is not illegal"),
    DeclineReason.EXEMPT_CONTEXT: N_("Its context exempts it: news, art, research, education, debate"),
    DeclineReason.WRONG_LOCATION: N_("It is not at this place"),
    DeclineReason.DUPLICATE: N_("We were asked for it before"),
    DeclineReason.DISAGREE_WITH_LABEL: N_("It is not what the label says"),
    DeclineReason.LEGAL_CONFLICT: N_("Another law forbids it to us"),
    DeclineReason.OTHER: N_("Something else: say what below"),
}
BASES = {
    LegalBasis.REFERRAL: N_("Referral"),
    LegalBasis.DSA_NOTICE: N_("Notice (DSA, Article 16)"),
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: N_("Notice of a trusted flagger"),
    LegalBasis.TCO_REMOVAL_ORDER: N_("Removal order"),
    LegalBasis.COURT_ORDER: N_("Order of a court"),
    LegalBasis.NATIONAL_ORDER: N_("National order"),
}
_LATER = (ResponseType.GROUNDS_CEASED, ResponseType.REINSTATED, ResponseType.REINSTATEMENT_REFUSED)
_USUAL = tuple(each for each in ANSWERS if each not in _LATER)
_OFFERED = {
    State.RECEIVED: _USUAL,
    State.OVERDUE: _USUAL,
    State.PARTIALLY_ACTIONED: _USUAL[:7],
    State.UNABLE: (ResponseType.GROUNDS_CEASED,),
    State.REINSTATEMENT_REQUESTED: (
        ResponseType.REINSTATED,
        ResponseType.REINSTATEMENT_REFUSED,
        ResponseType.ACKNOWLEDGED,
    ),
}


def offered(request: TakedownRequest) -> dict[ResponseType, str]:
    """Return the answers that may be given to a request where it stands, with their words."""
    excluded = NO_EXECUTION if request.legal_basis.is_removal_order else frozenset()
    return {each: ANSWERS[each] for each in _OFFERED.get(request.state, ()) if each not in excluded}
