"""The JSON API, version 1: one module a subject; a view parses, calls one service and presents.

GROUPS lists them; the application registers no others.
"""

from api.v1 import me

GROUPS = (me.group,)
