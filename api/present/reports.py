"""Reports, trends and surges as they are told."""

from dataclasses import asdict

from api.present.common import Document
from hashdb.records.report import Report
from hashdb.services import reports
from hashdb.services.surges import Found


def summary(found: Report) -> Document:
    """Return what a list tells of a report."""
    return {
        "id": found.id,
        "kind": found.kind,
        "start": found.start,
        "end": found.end,
        "state": found.state,
        "frozen_at": found.frozen_at,
        "published_at": found.published_at,
        "corrects": found.corrects,
        "corrected_by": found.corrected_by,
        "correction_reason": found.correction_reason,
    }


def report(found: Report) -> Document:
    """Return a report; who attested to it is told by role, not by name."""
    return {
        **summary(found),
        "checkpoint": found.checkpoint or None,
        "attested_by": [each.role for each in found.approvals],
        "figures": reports.body_of(found) if found.data else None,
    }


def surge(found: Found) -> Document:
    """Return a surging count."""
    return {
        **asdict(found.watched),
        "start": found.start,
        "days": found.days,
        "count": found.surge.count,
        "expected": round(found.surge.expected, 2),
        "probability": found.surge.probability,
    }
