"""The JSON API, version 1: one module a subject; a view parses, calls one service and presents.

GROUPS lists them; the application registers no others.
"""

from api.v1 import (
    audit,
    inventory,
    match_jobs,
    matches,
    matching,
    me,
    members,
    signal_types,
    signals,
    snapshots,
    takedowns,
    webhooks,
)

GROUPS = (
    me.group,
    signals.group,
    signal_types.group,
    matching.group,
    match_jobs.group,
    snapshots.group,
    snapshots.keys,
    inventory.group,
    matches.group,
    takedowns.group,
    webhooks.group,
    members.group,
    audit.group,
    audit.auditors,
)
