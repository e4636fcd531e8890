"""The SDK's receiver against real deliveries: verified by itself, told, told again after a failure, never twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask

from hashdb.client import Client
from hashdb.client.webhooks import Event, Receiver, application_for, blueprint
from hashdb.roles import Role
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.waiting import eventually

PATH = "/hashdb/webhooks"


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Stay silent."""


def by_flask(receiver: Receiver) -> WSGIApplication:
    app = Flask("platform")
    app.register_blueprint(blueprint(receiver, PATH))
    return app.wsgi_app


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """Serve a platform's application on a port of its own."""
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
        server.shutdown()
        thread.join()


class Platform:
    """A platform whose secret is known only once its endpoint is registered, as everybody's is."""

    def __init__(self, serve: Callable[[Receiver], WSGIApplication]) -> None:
        self._serve = serve
        self._taking: WSGIApplication | None = None
        self.told: list[Event] = []

    def trust(self, secret: str, client: Client) -> None:
        receiver = Receiver([secret], client=client)
        receiver.on("*")(self.told.append)
        self._taking = self._serve(receiver)

    def application(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if self._taking is None:
            start_response("401 Unauthorized", [("Content-Length", "0")])
            return [b""]
        return list(self._taking(environ, start_response))


@pytest.mark.parametrize("serve", [by_flask, application_for])
def test_an_endpoint_is_verified_and_told_and_a_replay_is_handled_once(
    cast: Cast, serve: Callable[[Receiver], WSGIApplication]
) -> None:
    platform = Platform(serve)
    with served(platform.application) as url:
        endpoint = cast.webmaster.create_webhook_endpoint(url)
        platform.trust(endpoint["secret"], cast.client(cast.gamma, Role.PLATFORM_ADMIN))
        eventually(lambda: [each["state"] for each in cast.webmaster.webhook_endpoints()] == ["active"], "is verified")
        request = cast.request_about(fresh_signal())
        event = eventually(lambda: platform.told, "the request is told")[0]
        eventually(lambda: cast.state_of(request) == "received", "the delivery is acknowledged")
        cast.webmaster.replay_delivery(event.id)
        delivery = eventually(
            lambda: next(
                (each for each in cast.webmaster.deliveries() if len(each["attempts"]) == 2 and each["id"] == event.id),
                None,
            ),
            "the delivery is replayed",
        )

    assert (event.type, event.data["id"]) == ("takedown.requested", request["id"])
    assert [each["status_code"] for each in delivery["attempts"]] == [204, 204]
    assert len(platform.told) == 1
