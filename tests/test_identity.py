"""What keeps the service from starting with an identity provider that it could not speak to."""

import sys

import pytest

from hashdb import identity
from hashdb.errors import InvalidInputError
from hashdb.processes import serve
from hashdb.settings import Settings

GIVEN = {
    "HASHDB_OIDC_ISSUER": "https://login.example",
    "HASHDB_OIDC_CLIENT_ID": "hashdb",
    "HASHDB_OIDC_CLIENT_SECRET": "a secret",
}


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_a_provider_that_is_set_up_in_part_is_refused_by_the_variable_that_is_missing(missing: str) -> None:
    settings = Settings.from_environment({**GIVEN, missing: ""})

    with pytest.raises(InvalidInputError, match=f"{missing}: is needed"):
        identity.require_ready(settings)


def test_without_the_extra_the_start_is_refused_naming_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_environment(GIVEN)
    identity.require_ready(settings)
    monkeypatch.setitem(sys.modules, "joserfc", None)

    with pytest.raises(InvalidInputError, match=r"HASHDB_OIDC_ISSUER: needs the extra: pip install '\.\[oidc\]'"):
        serve.serve(settings, print)
    with pytest.raises(InvalidInputError, match="needs the extra"):
        serve.become("api", (), settings)


def test_without_a_provider_nothing_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joserfc", None)

    identity.require_ready(Settings.from_environment({}))
