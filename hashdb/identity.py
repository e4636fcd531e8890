"""The identity provider of the service (OpenID Connect Core 1.0): nothing else talks to it, or knows its words.

Authorization code flow with PKCE. What the provider offers, and the keys that it signs with, are read anew for each
sign-in, so that nothing here goes stale. Its word counts only as an ID token with a good signature, by this issuer, for
this service, in time, and made for the very sign-in that was begun here (`nonce`). joserfc looks at signature and
claims; it comes with the extra `oidc`, and is imported, like httpx, when somebody signs in.

Whose account it is here, `hashdb.services.bindings` decides.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from threading import BoundedSemaphore
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel, Field

from hashdb import logs
from hashdb.errors import FieldProblem, InvalidInputError, ProviderError, RateLimitedError, SignInRefusedError
from hashdb.settings import SECURE_URL, Settings

# Of public keys only: what is signed with a shared secret, or not at all, proves nothing.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Any of these in `amr` (RFC 8176) says that the provider has asked for a second factor.
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk"})
_DISCOVERY = "/.well-known/openid-configuration"
_TIMEOUT = 5.0
_CLOCKS_DIFFER = 60
_BAD_REQUEST = 400

# A provider that hangs must not hold all threads that answer.
_AT_A_TIME = BoundedSemaphore(4)
_PATIENCE = 2.0

_log = logs.get_logger(__name__)
_secret = partial(secrets.token_urlsafe, 32)


def require_ready(settings: Settings) -> None:
    """Refuse settings that name a provider in part, or one that cannot be spoken to without the extra."""
    names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
    given = [name for name in names if getattr(settings, name)]
    missing = [name for name in names if name not in given]
    if given and missing:
        raise InvalidInputError(FieldProblem(f"HASHDB_{missing[0].upper()}", "is needed with the other HASHDB_OIDC_*"))
    if given and find_spec("joserfc") is None:
        raise InvalidInputError(FieldProblem("HASHDB_OIDC_ISSUER", "needs the extra: pip install '.[oidc]'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A sign-in that is under way at the provider: what its answer must fit to."""

    state: str = field(default_factory=_secret)
    nonce: str = field(default_factory=_secret)
    verifier: str = field(default_factory=_secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the provider has let in; `email` is empty unless it was verified, `strong` means with a second factor."""

    issuer: str
    subject: str
    email: str = ""
    strong: bool = False


_Url = Annotated[str, Field(min_length=1, pattern=f"^({SECURE_URL})$")]


class _Offered(BaseModel):
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: _Url
    token_endpoint: _Url
    jwks_uri: _Url
    userinfo_endpoint: _Url | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider, and who we are there; people come back to `back`."""

    issuer: str
    client_id: str
    secret: str
    back: str

    def address(self, going: Going) -> str:
        """Return where the provider asks people who they are."""
        with _turn():
            place = self._offered().authorization_endpoint
        challenge = urlsafe_b64encode(sha256(going.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.back,
            "scope": "openid email",
            "state": going.state,
            "nonce": going.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"

    def identity(self, code: str, going: Going, *, now: datetime) -> Identity:
        """Return whom the provider has let in; raise SignInRefusedError when its word does not hold."""
        with _turn():
            offered = self._offered()
            token = self._token(offered, code, going)
            claims = self._claims(str(token.get("id_token")), _asked("GET", offered.jwks_uri), going, now)
            if "email" not in claims and offered.userinfo_endpoint is not None:
                claims = _completed(claims, offered.userinfo_endpoint, str(token.get("access_token")))
        methods = claims.get("amr")
        return Identity(
            issuer=self.issuer,
            subject=claims["sub"],
            email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
            strong=isinstance(methods, list) and not SECOND_FACTORS.isdisjoint(map(str, methods)),
        )

    def _offered(self) -> _Offered:
        document = _asked("GET", self.issuer.rstrip("/") + _DISCOVERY)
        try:
            offered = _Offered.model_validate(document)
        except ValueError:
            raise _astray("discovery", "malformed") from None
        if offered.issuer != self.issuer:
            raise _astray("discovery", "another issuer")
        return offered

    def _token(self, offered: _Offered, code: str, going: Going) -> Mapping[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back}
        form |= {"code_verifier": going.verifier}
        if "client_secret_basic" in offered.token_endpoint_auth_methods_supported:
            who = (quote(self.client_id, safe=""), quote(self.secret, safe=""))
            return _asked("POST", offered.token_endpoint, data=form, auth=who)
        form |= {"client_id": self.client_id, "client_secret": self.secret}
        return _asked("POST", offered.token_endpoint, data=form)

    def _claims(self, token: str, keys: Mapping[str, Any], going: Going, now: datetime) -> dict[str, Any]:
        """Return what an ID token says, if it is one for this sign-in."""
        from joserfc import jwt  # noqa: PLC0415 - an extra
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415
        from joserfc.jws import JWSRegistry  # noqa: PLC0415

        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_CLOCKS_DIFFER,
            iss={"essential": True, "value": self.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": self.client_id},
            azp={"value": self.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": going.nonce},
        )
        try:
            registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
            claims = jwt.decode(token, KeySet.import_key_set(keys), registry=registry).claims  # type: ignore[arg-type]
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            _log.warning("id_token_refused", error=type(error).__name__, claim=getattr(error, "claim", "-"))
            raise SignInRefusedError("what the identity provider says does not hold; begin again") from None
        return claims


def _completed(claims: dict[str, Any], place: str, access: str) -> dict[str, Any]:
    """Return the claims with the address, where the provider tells it at another place only."""
    told = _asked("GET", place, headers={"Authorization": f"Bearer {access}"})
    if told.get("sub") != claims["sub"]:
        raise _astray("userinfo", "another subject")
    return {**told, **claims}


def _asked(method: str, place: str, **sent: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as httpx takes it
    """Return what the provider answers, a JSON object."""
    import httpx  # noqa: PLC0415

    try:
        answer = httpx.request(method, place, timeout=_TIMEOUT, **sent)
        if method == "POST" and answer.status_code == _BAD_REQUEST:  # RFC 6749, 5.2: the code was used, or is not ours
            raise SignInRefusedError("the identity provider does not know this sign-in any more; begin again")
        document = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _astray(method, type(error).__name__) from None
    if not isinstance(document, dict):
        raise _astray(method, "malformed")
    return document


def _astray(what: str, why: str) -> ProviderError:
    _log.warning("provider_astray", what=what, why=why)
    return ProviderError("sign in with password and code for now; whoever runs the service finds the reason in its log")


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_A_TIME.acquire(timeout=_PATIENCE):
        raise RateLimitedError(int(_PATIENCE), "too many people sign in at this moment")
    try:
        yield
    finally:
        _AT_A_TIME.release()
