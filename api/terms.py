"""Plain words for the terms that records keep as codes: steps that were taken, states, kinds of fingerprints, papers.

What has no word here is said by `api.wording.plain`.
"""

from collections.abc import Mapping

from api.language import N_
from hashdb.records.order import AuthorityType
from hashdb.records.signal import MaterialType

# What a person did, as it is told afterwards; the tables of `hashdb.lifecycles` name the steps.
STEPS: Mapping[str, str] = {
    "approve_first": N_("approved, as the first of two"),
    "approve": N_("approved"),
    "approve_provisionally": N_("approved for the time of a crisis"),
    "confirm_provisionally": N_("confirmed for the time of a crisis"),
    "reject": N_("rejected"),
    "dispute": N_("disputed"),
    "uphold": N_("upheld"),
    "uphold_uncorroborated": N_("upheld; another organisation must vouch"),
    "uphold_partly": N_("upheld in part"),
    "reaffirm": N_("reaffirmed"),
    "withdraw": N_("withdrawn"),
    "release": N_("released"),
    "confirm": N_("confirmed"),
    "false_positive": N_("found to be a false match"),
    "context_exempt": N_("found exempt by its context"),
    "escalate": N_("passed on to a senior reviewer"),
    "submit": N_("handed over"),
    "discard": N_("discarded"),
    "return": N_("returned for correction"),
    "refuse": N_("refused"),
    "clarify": N_("answered the platform's question"),
    "admit": N_("admitted"),
    "find_inadmissible": N_("sent back as inadmissible"),
    "ask": N_("asked the appellant"),
    "dismiss": N_("dismissed"),
    "overturn": N_("overturned by the body outside"),
    "affirm": N_("affirmed by the body outside"),
}
# Where something stands, if the word of its lifecycle is none that people use.
STATES: Mapping[str, str] = {
    "pending_review": N_("waits for review"),
    "pending_second": N_("waits for a second person"),
    "pending_second_approval": N_("waits for a second person"),
    "pending_verification": N_("waits for its proof"),
    "awaiting_corroboration": N_("waits for another organisation"),
    "waiting_appellant": N_("waits for the appellant"),
    "quarantined": N_("put aside"),
    "context_exempt": N_("exempt by its context"),
    "false_positive": N_("false match"),
    "dispatched": N_("sent"),
    "actioned": N_("acted on"),
    "partially_actioned": N_("acted on in part"),
    "clarification": N_("the platform asks"),
    "closed_no_response": N_("closed without an answer"),
    "partly_upheld": N_("upheld in part"),
    "external_review": N_("before a body outside"),
    "endpoint_gone": N_("its endpoint is gone"),
}
TYPES: Mapping[str, str] = {
    "pdq": "PDQ",
    "phash": "pHash",
    "dhash": "dHash",
    "whash": "wHash",
    "vpdq": "vPDQ",
    "text_minhash": N_("MinHash of a text"),
    "text_sha256": N_("SHA-256 of a text"),
    "url_sha256": N_("SHA-256 of an address"),
    "sha256": N_("SHA-256 of a file"),
    "sha1": N_("SHA-1 of a file"),
    "md5": N_("MD5 of a file"),
}
# What stands in the papers of the Regulation under a code, as their forms word it.
PAPERS: Mapping[str, str] = {
    MaterialType.INCITES: N_("(a) incites the commission of terrorist offences"),
    MaterialType.SOLICITS_OFFENCES: N_("(b) solicits a person to commit or contribute to terrorist offences"),
    MaterialType.SOLICITS_PARTICIPATION: N_("(c) solicits participation in the activities of a terrorist group"),
    MaterialType.INSTRUCTS: N_("(d) provides instruction on methods for terrorist offences"),
    MaterialType.THREATENS: N_("(e) constitutes a threat to commit a terrorist offence"),
    AuthorityType.JUDICIAL: N_("judicial authority"),
    AuthorityType.LAW_ENFORCEMENT: N_("law enforcement authority"),
    AuthorityType.OTHER_COMPETENT: N_("other competent authority"),
    "content_removed": N_("the content was removed"),
    "access_disabled_all_member_states": N_("access to it was disabled in all Member States"),
    "force_majeure_or_de_facto_impossibility": N_("force majeure, or de facto impossibility"),
    "manifest_errors": N_("the order contains manifest errors"),
    "insufficient_information": N_("the order does not contain sufficient information"),
}
