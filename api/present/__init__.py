"""Records as their readers see them: from a record and a reader to what an answer holds."""

from api.present.accounts import delivery, endpoint, key, member
from api.present.common import page_of
from api.present.match_jobs import job_result, match_job
from api.present.signals import feed_entry, hit, match, signal
from api.present.takedowns import listed, takedown

__all__ = [
    "delivery",
    "endpoint",
    "feed_entry",
    "hit",
    "job_result",
    "key",
    "listed",
    "match",
    "match_job",
    "member",
    "page_of",
    "signal",
    "takedown",
]
