"""The OpenAPI document: what flask-openapi found in the code, and the roles that each route is open to."""

import re
from typing import Any

from flask import Flask, current_app
from flask_openapi.openapi import OpenAPI

from api.permissions import declaration_of
from hashdb.access import PERMISSIONS

ROLES = "x-roles"
VARIABLE = re.compile(r"<(?:[^<:]+:)?([^>]+)>")


def _roles(app: Flask, endpoint: str) -> list[str]:
    declaration = declaration_of(app, endpoint)
    if declaration is None or declaration.action is None:
        return ["everybody"]
    return sorted(PERMISSIONS[declaration.action])


def document() -> dict[str, Any]:
    """Return the document of the running application."""
    app: OpenAPI = current_app  # type: ignore[assignment]
    found: dict[str, Any] = app.api_doc
    for rule in app.url_map.iter_rules():
        path = found["paths"].get(VARIABLE.sub(r"{\1}", rule.rule), {})
        for method in rule.methods or ():
            if method.lower() in path:
                path[method.lower()][ROLES] = _roles(app, rule.endpoint)
    return found
