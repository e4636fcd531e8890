"""The OpenAPI document: what flask-openapi found in the code, and the roles that each route is open to."""

import re
from threading import Lock
from typing import Any

from flask import Flask, current_app
from flask_openapi.openapi import OpenAPI

from api.described import Group
from api.permissions import declaration_of
from hashdb.access import PERMISSIONS

ROLES = "x-roles"
_describing = Lock()
VARIABLE = re.compile(r"<(?:[^<:]+:)?([^>]+)>")


def _roles(app: Flask, endpoint: str) -> list[str]:
    declaration = declaration_of(app, endpoint)
    if declaration is None or declaration.action is None:
        return ["everybody"]
    return sorted(PERMISSIONS[declaration.action])


def _described(app: OpenAPI) -> dict[str, Any]:
    """Return what the library makes of the groups, each described by now; it makes it once."""
    with _describing:
        for group in app.blueprints.values() if not app.spec_json else ():
            if isinstance(group, Group):
                group.describe()
                app.tags += [each for each in group.tags if each.name not in app.tag_names]
                app.tag_names += [each.name for each in group.tags]
                app.paths.update(group.paths)
                app.components_schemas.update(group.components_schemas)
        found: dict[str, Any] = app.api_doc
        return found


def document() -> dict[str, Any]:
    """Return the document of the running application."""
    app: OpenAPI = current_app  # type: ignore[assignment]
    found = _described(app)
    for rule in app.url_map.iter_rules():
        path = found["paths"].get(VARIABLE.sub(r"{\1}", rule.rule), {})
        for method in rule.methods or ():
            if method.lower() in path:
                path[method.lower()][ROLES] = _roles(app, rule.endpoint)
    return found
