"""Appeals: their appellant sees how they stand, officers all but the address, auditors no word of the appellant."""

from api.context import store, surroundings
from api.present.common import Document
from hashdb.access import Actor
from hashdb.lifecycles.appeal import LIFECYCLE, State, Step
from hashdb.records.appeal import Appeal
from hashdb.roles import Role
from hashdb.services import appeals, triage
from hashdb.services.appeals import Lodged


def status(found: Appeal) -> Document:
    """Return how an appeal stands; what is proposed and not decided is nobody's but the officers'."""
    decided = found.decision is not None
    return {
        "id": found.id,
        "state": found.state,
        "received_at": found.received_at,
        "decide_by": found.decide_by,
        "question": found.question if found.state is State.WAITING_APPELLANT else None,
        "decision": found.decision,
        "reasons": found.reasons if decided else None,
        "decided_at": found.decided_at,
        "remedies": [{"kind": each.kind, "done_at": each.done_at} for each in found.remedies],
        "refer_by": appeals.refer_by(found, store().policy()) if LIFECYCLE.allows(found.state, Step.REFER) else None,
    }


def lodged(new: Lodged) -> Document:
    """Return a new appeal with its code."""
    return {**status(new.appeal), "code": new.code, "status_url": f"{surroundings().settings.address}/appeal/status"}


def appeal(found: Appeal, reader: Actor) -> Document:
    """Return an appeal in full; to auditors without what its appellant wrote."""
    redacted = reader.role != Role.APPEALS_OFFICER
    return {
        **status(found),
        "reasons": found.reasons,
        "question": found.question,
        "channel": found.channel,
        "appellant_kind": found.appellant_kind,
        "subject_type": found.subject_type,
        "subject_id": found.subject_id,
        "subject_ref": _opened(found.subject_ref, redacted=redacted),
        "file_digest": _opened(found.file_digest, redacted=redacted),
        "candidates": [] if redacted or found.state is not State.LODGED else triage.candidates(store(), found),
        "grounds": found.grounds,
        "statement": _opened(found.statement, redacted=redacted),
        "answer": _opened(found.answer, redacted=redacted),
        "language": found.language,
        "has_contact": found.contact is not None,
        "priority": found.priority,
        "due_at": found.due_at,
        "stopped_for": found.stopped_for,
        "proposed": found.proposed,
        "manifestly_unfounded": found.manifestly_unfounded,
        "closed_at": found.closed_at,
        "decisions": [
            {
                "user_id": each.user_id,
                "member_id": each.member_id,
                "step": each.step,
                "note": each.note,
                "decided_at": each.decided_at,
            }
            for each in found.decisions
        ],
    }


def _opened(sealed: str | None, *, redacted: bool) -> str | None:
    return None if sealed is None or redacted else store().sealer.open(sealed)
