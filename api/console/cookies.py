"""The console's cookies: the session, the mark of a device known from before, and a way in through the provider.

All are out of reach for scripts, and sent with no request that another site makes, but for a link that is followed. On
https their names begin with `__Host-`: no other host of the same domain can set or read them.
"""

from datetime import timedelta

from flask import Response

from api.context import request, surroundings

SESSION = "hashdb_session"
DEVICE = "hashdb_device"
PROVIDER = "hashdb_provider"
DEVICE_LASTS = timedelta(days=180)


def _is_secure() -> bool:
    return request().is_secure or surroundings().settings.address.startswith("https://")


def _name(cookie: str) -> str:
    return f"__Host-{cookie}" if _is_secure() else cookie


def value(cookie: str) -> str:
    """Return what the browser sent, or nothing."""
    return request().cookies.get(_name(cookie), "")


def put(response: Response, cookie: str, content: str, lasting: timedelta | None = None) -> None:
    """Set a cookie; without *lasting* the browser forgets it when it is closed."""
    response.set_cookie(
        _name(cookie), content, max_age=lasting, secure=_is_secure(), httponly=True, samesite="Lax", path="/"
    )


def drop(response: Response, cookie: str) -> None:
    """Have the browser forget a cookie."""
    response.delete_cookie(_name(cookie), secure=_is_secure(), httponly=True, samesite="Lax", path="/")
