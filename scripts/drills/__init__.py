"""Fault drills: a service of its own under load, one of its processes killed again and again, then a count."""
