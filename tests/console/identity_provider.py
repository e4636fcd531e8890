"""A real identity provider on a port of its own: it asks people who they are, and signs what it says.

It checks what a provider must (client, place to come back to, PKCE, a code counting once), and does wrong on demand.
"""

import hmac
import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug.exceptions import BadRequest, Unauthorized
from werkzeug.serving import make_server

CLIENT, SECRET = "hashdb at the tests", "a secret: of %two"
HEAD = "<!doctype html><html lang=en><title>Provider</title><link rel=icon href=data:,>"
DOOR = f"{HEAD}<form method=post><button>It is me</button></form>"
Claims = dict[str, Any]


@dataclass
class IdentityProvider:
    """The provider; `person` is who sits before it, `lies` goes into ID tokens, and `algorithm` signs them."""

    back: str
    clock: Callable[[], datetime]
    url: str = ""
    person: Claims = field(default_factory=dict)
    lies: Claims = field(default_factory=dict)
    algorithm: str = "ES256"
    apart: bool = False
    signs_with: ECKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}))

    def variables(self) -> dict[str, str]:
        """Return the settings of a service that trusts this provider."""
        given = {"ISSUER": self.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
        return {f"HASHDB_OIDC_{name}": value for name, value in given.items()}

    def offers(self) -> Claims:
        """Say what there is, and where."""
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        endpoints = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in places.items()}
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **endpoints}

    def authorize(self) -> Response | str:
        """Ask the person, and send them back with a code."""
        query = request.args.to_dict()
        fits = (query["client_id"], query["redirect_uri"], query["response_type"]) == (CLIENT, self.back, "code")
        if not fits or query["code_challenge_method"] != "S256" or "openid" not in query["scope"].split():
            raise BadRequest
        if request.method == "GET":
            return DOOR
        code = secrets.token_urlsafe()
        self.asked[code] = query
        there = urlencode({"code": code, "state": query["state"], "session_state": "of no importance"})
        return redirect(f"{self.back}?{there}")  # type: ignore[return-value]

    def token(self) -> Claims | tuple[Claims, int]:
        """Give a token for a code, once."""
        who = request.authorization
        if who is None or (who.username, who.password) != ("hashdb%20at%20the%20tests", "a%20secret%3A%20of%20%25two"):
            raise Unauthorized
        query = self.asked.pop(request.form["code"], None)
        challenge = _in_letters(sha256(request.form["code_verifier"].encode()).digest()).decode()
        if query is None or query["code_challenge"] != challenge or request.form["redirect_uri"] != self.back:
            return {"error": "invalid_grant"}, 400
        now = int(self.clock().timestamp())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"]}
        claims |= {"sub": self.person["sub"]} if self.apart else self.person
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._signed({**claims, **self.lies})}

    def userinfo(self) -> Claims:
        """Tell more of the person."""
        assert request.headers["Authorization"] == "Bearer access"
        return self.person

    def _signed(self, claims: Claims) -> str:
        if self.algorithm == "ES256":
            return jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signs_with or self.key)
        return self._forged(claims)

    def _forged(self, claims: Claims) -> str:
        """Return a token as nobody's library makes it: not signed, or with the public key as if it were a secret."""
        parts = (json.dumps(each).encode() for each in ({"alg": self.algorithm, "kid": "one"}, claims))
        token = b".".join(map(_in_letters, parts))
        signature = hmac.digest(self.key.as_pem(private=False), token, "sha256") if self.algorithm == "HS256" else b""
        return (token + b"." + _in_letters(signature)).decode()


def _in_letters(content: bytes) -> bytes:
    return urlsafe_b64encode(content).rstrip(b"=")


@contextmanager
def provider_at_work(back: str, clock: Callable[[], datetime]) -> Iterator[IdentityProvider]:
    """Open the provider for a service to which people come back at *back*."""
    provider, app = IdentityProvider(back=back, clock=clock), Flask(__name__)
    app.add_url_rule("/.well-known/openid-configuration", view_func=provider.offers)
    app.add_url_rule("/authorize", view_func=provider.authorize, methods=["GET", "POST"])
    app.add_url_rule("/token", view_func=provider.token, methods=["POST"])
    app.add_url_rule("/userinfo", view_func=provider.userinfo)
    app.add_url_rule("/keys", "keys", lambda: {"keys": [provider.key.as_dict(private=False)]})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
