"""People of a journey who work with what the SDK does not speak: appeals, incidents, the register, as plain HTTP."""

from typing import Any

import httpx

from hashdb.records.member import Kind, Member
from hashdb.roles import Role
from tests.journeys.cast import Cast


class Office:
    """Somebody with a key of one role; of an organisation of their own, unless they are of one that is named."""

    def __init__(self, players: Cast, role: Role, member: Member | None = None) -> None:
        member = member or players.serving.service.member(f"office of a {role}", Kind.CIVIL_SOCIETY)
        self._http = httpx.Client(base_url=players.serving.url, headers=players.bearer(member, role))
        players.stack.enter_context(self._http)

    def asks(self, path: str) -> Any:
        """Return what is there."""
        return self._http.get(path).raise_for_status().json()

    def does(self, path: str, **body: object) -> Any:
        """Do it, and return the outcome."""
        return self._http.post(path, json=body).raise_for_status().json()

    def tries(self, path: str, **body: object) -> tuple[int, str]:
        """Try it, and return the status and the kind of refusal."""
        answer = self._http.post(path, json=body)
        return answer.status_code, str(answer.json().get("type", "")).rpartition("/")[2]

    def sends(self, raw: bytes, *, removals: int = 0) -> httpx.Response:
        """Send a list of designated organisations."""
        path = f"/v1/register/imports?removals={removals}"
        return self._http.post(path, content=raw, headers={"Content-Type": "application/xml"})
