"""What the console calls the words of the records: labels, kinds, tiers and reasons, as people say them."""

from collections.abc import Mapping

from api.language import N_
from hashdb.records.signal import BehaviourLabel, ContextFlag, MaterialType, OpinionReason, ReviewReason
from hashdb.records.takedown import LegalBasis, RequestedAction
from hashdb.services.checklists import Check

TIERS = {
    1: N_("1, threat to life"),
    2: N_("2, made by attackers"),
    3: N_("3, of a designated group"),
    4: N_("4, promotional"),
}
LABELS: Mapping[str, str] = {
    BehaviourLabel.IMMINENT_CREDIBLE_THREAT: N_("imminent credible threat"),
    BehaviourLabel.GRAPHIC_VIOLENCE: N_("graphic violence against defenceless people"),
    BehaviourLabel.GLORIFICATION: N_("glorification of terrorist acts"),
    BehaviourLabel.RECRUITMENT_INSTRUCTION: N_("recruitment or instruction"),
    BehaviourLabel.ATTACK_PRODUCED: N_("made by the attackers"),
    BehaviourLabel.MANIFESTO: N_("manifesto"),
    BehaviourLabel.BRANDED_PUBLICATION: N_("branded publication"),
}
MATERIALS: Mapping[str, str] = {
    MaterialType.INCITES: N_("incites to commit offences (a)"),
    MaterialType.SOLICITS_OFFENCES: N_("solicits offences (b)"),
    MaterialType.SOLICITS_PARTICIPATION: N_("solicits participation in a group (c)"),
    MaterialType.INSTRUCTS: N_("instructs (d)"),
    MaterialType.THREATENS: N_("threatens (e)"),
}
CONTEXTS: Mapping[str, str] = {
    ContextFlag.EDUCATIONAL: N_("educational"),
    ContextFlag.JOURNALISTIC: N_("journalistic"),
    ContextFlag.ARTISTIC: N_("artistic"),
    ContextFlag.RESEARCH: N_("research"),
    ContextFlag.COUNTER_TERRORISM: N_("against terrorism"),
    ContextFlag.PUBLIC_DEBATE: N_("public debate"),
    ContextFlag.EVIDENCE_OF_ABUSE: N_("evidence of abuse"),
}
REASONS: Mapping[str, str] = {
    ReviewReason.VERIFIED: N_("Verified"),
    ReviewReason.SAW_THIS_TOO: N_("Known from elsewhere"),
    ReviewReason.NOT_TVEC: N_("No terrorist or violent-extremist content"),
    ReviewReason.WRONG_LABEL: N_("The label is wrong"),
    ReviewReason.BENIGN_TEMPLATE: N_("A harmless template, logo or frame"),
    ReviewReason.NEWS_OR_EVIDENCE: N_("News, or evidence"),
    ReviewReason.LOW_QUALITY: N_("Too blurred to tell"),
    ReviewReason.WRONG_ENTITY: N_("Of another group or person"),
    ReviewReason.EXPIRED_DESIGNATION: N_("The designation has ended"),
    ReviewReason.DUPLICATE: N_("A duplicate"),
    ReviewReason.COURT_ORDER: N_("A court's order"),
    ReviewReason.APPEAL_UPHELD: N_("An appeal was upheld"),
    ReviewReason.EXPIRED_GROUND: N_("The ground is none any more"),
    ReviewReason.OTHER: N_("Another reason: say which"),
}
OPINIONS: Mapping[str, str] = {each: REASONS[each] for each in OpinionReason}
CHECKS: Mapping[str, str] = {
    Check.LABELS: N_("The tier and the labels fit what the submitters describe"),
    Check.GROUND: N_("The ground holds, and covers this content"),
    Check.CONTEXT: N_("No context exempts it: news, art, research, teaching, debate"),
    Check.HARMLESS: N_("It is no template, logo, flag or frame that harmless content shares"),
    Check.SAME: N_("The platform's content is what the signal stands for"),
    Check.REASONS: N_("The reasons tell the platform what is wrong, where, and why"),
    Check.ADDRESSEE: N_("The platform, the action asked for and the priority are right"),
}
BASES: Mapping[str, str] = {
    LegalBasis.REFERRAL: N_("Referral, for voluntary consideration"),
    LegalBasis.DSA_NOTICE: N_("Notice under Article 16 of the DSA"),
    LegalBasis.DSA_TRUSTED_FLAGGER_NOTICE: N_("Notice of a trusted flagger, Article 22 of the DSA"),
}
ACTIONS: Mapping[str, str] = {
    RequestedAction.REVIEW: N_("Review it"),
    RequestedAction.REMOVE: N_("Remove it"),
    RequestedAction.DISABLE_ACCESS: N_("Disable access to it"),
    RequestedAction.PRESERVE: N_("Preserve it"),
    RequestedAction.LABEL: N_("Label it"),
    RequestedAction.AGE_RESTRICT: N_("Restrict it by age"),
}
