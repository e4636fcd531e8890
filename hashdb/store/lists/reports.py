"""The lists of transparency reports."""

from hashdb.lifecycles.report import State
from hashdb.records.report import Report
from hashdb.store.lists.scores import Scores

REPORTS = "reports"
REPORTS_PUBLISHED = "reports:published"

_PUBLIC = {State.PUBLISHED, State.CORRECTED}


def report_lists(report: Report) -> Scores:
    """Return the lists of a report; one that was corrected stays where it was published."""
    scores: Scores = {REPORTS: 0}
    if report.state in _PUBLIC:
        scores[REPORTS_PUBLISHED] = 0
    return scores
