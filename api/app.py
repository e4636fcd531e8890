"""The HTTP application, assembled.

The order below is the order in which a request passes: id, permission, Idempotency-Key, view; and back: common
headers, saved answer, log line. Every route must have declared who may call it, or the application does not start.
"""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from flask import Request
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from api import (
    answers,
    docs,
    drawing,
    errors,
    idempotency,
    language,
    pages,
    permissions,
    probes,
    problems,
    public,
    routes,
    static_files,
    tracing,
    v1,
    wording,
)
from api.console import groups as console
from api.context import EXTENSION, Surroundings
from hashdb import __version__, identity

OPENAPI_VERSION = "3.1.0"
GROUPS = (*v1.GROUPS, *public.GROUPS, *console.GROUPS, static_files.group, probes.group, problems.group, docs.group)

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(OpenAPI):
    """Flask with OpenAPI; its faults are logged by place, not by message."""

    json_provider_class = answers.OrjsonProvider

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return *func* as it is: no view here is a coroutine, so it need not be looked for at every call."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Look routes up by path and method alone: no route depends on the host, which takes longest to read."""
        if request is None:
            return None
        return self.url_map.bind("", path_info=request.path, default_method=request.method)

    def log_exception(self, exc_info: _Fault) -> None:
        """Log a fault under the request id."""
        tracing.log_fault(exc_info[0], exc_info[2])


def _empty() -> Application:
    app = Application(
        __name__,
        info=Info(title="hashdb", version=__version__, description="Sharing of perceptual hashes, with due process."),
        security_schemes={routes.BEARER: routes.KEY_SCHEME},
        validation_error_model=routes.Problem,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = OPENAPI_VERSION
    app.url_map.merge_slashes = False
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    return app


def create_app(surroundings: Surroundings, groups: Iterable[APIBlueprint] = GROUPS) -> OpenAPI:
    """Return the application; raises RuntimeError naming a route that declares no permission.

    Settings of an identity provider that cannot be spoken to raise InvalidInputError.
    """
    identity.require_ready(surroundings.settings)
    app = _empty()
    if proxies := surroundings.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    app.extensions[EXTENSION] = surroundings
    for part in (tracing, errors, permissions, idempotency, answers, language, wording, pages, drawing):
        part.register(app)
    for group in groups:
        app.register_api(group)
    permissions.require_declarations(app)
    permissions.withdraw_head(app)
    return app
