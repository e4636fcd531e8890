"""The secret of an authenticator app: offered as a QR code and as text, and taken back sealed with the form.

The secret that a page offers goes with its form, sealed, and is the account's only when a code has proved that the app
has it. A form that is shown again offers the same secret once more, or the app would have to be set up anew.
"""

import re
from io import BytesIO

from cryptography.fernet import InvalidToken
from markupsafe import Markup

from api.context import call, store
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.services import second_factor

_SECRET = re.compile("[A-Z2-7]{32}")


def offered(email: str) -> dict[str, object]:
    """Return the facts of a page that offers a secret: the code, the text, and what the form gives back."""
    secret = _offered_before() or second_factor.new_secret()
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"qr": _drawn(second_factor.address(secret, email)), "secret": grouped, "seed": store().sealer.seal(secret)}


def taken(seed: str) -> str:
    """Return the secret that a form gives back; what was sealed for another purpose is none."""
    broken = InvalidInputError(FieldProblem("seed", "is not what the page offered; open it anew"))
    try:
        secret = store().sealer.open(seed)
    except InvalidToken:
        raise broken from None
    if _SECRET.fullmatch(secret) is None:
        raise broken
    return secret


def _offered_before() -> str | None:
    """Return the secret that stood in the form that is shown again."""
    seed = (call().form or {}).get("seed", [""])[0]
    return taken(seed) if call().again and seed else None


def _drawn(text: str) -> Markup:
    """Return a QR code as SVG, dark on light in any colour scheme; drawn by segno, which is slow to import."""
    import segno  # noqa: PLC0415

    drawn = BytesIO()
    segno.make(text, error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=4,
        border=4,
        light="#fff",
        nl=False,
        svgclass="qr",
        lineclass=None,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made of squares
