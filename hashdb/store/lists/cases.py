"""The lists of appeals and incidents."""

from hashdb.lifecycles import appeal as appeal_life
from hashdb.lifecycles.incident import State
from hashdb.records.appeal import Appeal
from hashdb.records.incident import Incident
from hashdb.store.lists.scores import Scores, time_of, timed

APPEALS = "appeals"
APPEALS_DUE = "appeals:due"
APPEALS_OPEN = "appeals:open"
APPEALS_OUTSIDE = "appeals:outside"
APPEALS_CLOSED = "appeals:closed"
INCIDENTS = "incidents"
INCIDENTS_ACTIVE = "incidents:active"
INCIDENTS_DUE = "incidents:due"


def appeals_about(subject_id: str) -> str:
    """Return the list of the appeals about one subject."""
    return f"appeals:subject:{subject_id}"


def appeal_lists(appeal: Appeal) -> Scores:
    """Return the lists of an appeal."""
    scores: Scores = {APPEALS: 0, **timed(APPEALS_DUE, appeal.due_at)}
    if appeal.subject_id is not None:
        scores[appeals_about(appeal.subject_id)] = 0
    if appeal.state in appeal_life.OPEN:
        scores[APPEALS_OPEN] = time_of(appeal.due_at or appeal.decide_by)
    if appeal.state is appeal_life.State.EXTERNAL_REVIEW:
        scores[APPEALS_OUTSIDE] = 0
    if appeal.contact_erased_at is None:
        scores |= timed(APPEALS_CLOSED, appeal.closed_at)
    return scores


def incident_lists(incident: Incident) -> Scores:
    """Return the lists of an incident; whether an active one still is, the incident itself tells."""
    scores: Scores = {INCIDENTS: 0, **timed(INCIDENTS_DUE, incident.due_at)}
    if incident.state is State.ACTIVE:
        scores[INCIDENTS_ACTIVE] = 0
    return scores
