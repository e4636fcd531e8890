"""A service that lets people in through a real identity provider, and browsers of people at its door."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from api import app as application
from api.context import Surroundings
from hashdb.records.member import User
from hashdb.roles import Role
from hashdb.settings import Settings
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.identity_provider import IdentityProvider, provider_at_work
from tests.console.provider.way import BACK, EMAIL
from tests.services.people import with_account
from tests.services.world import World


@pytest.fixture
def provider(clock: Clock) -> Iterator[IdentityProvider]:
    with provider_at_work(f"https://hashdb.example{BACK}", clock) as provider:
        provider.person = {"sub": "248289761001", "email": EMAIL.upper(), "email_verified": True}
        yield provider


@pytest.fixture
def surroundings(surroundings: Surroundings, provider: IdentityProvider) -> Surroundings:
    variables = {"HASHDB_PUBLIC_URL": "https://hashdb.example", **provider.variables()}
    return replace(surroundings, settings=Settings.from_environment(variables))


@pytest.fixture
def browser(stranger: Browser) -> Browser:
    """A browser that keeps the cookies of https."""
    stranger.client.environ_base["wsgi.url_scheme"] = "https"
    return stranger


@pytest.fixture
def plainly(surroundings: Surroundings) -> Browser:
    """A browser at a service without a provider."""
    return Browser(application.create_app(replace(surroundings, settings=Settings.from_environment({}))).test_client())


@pytest.fixture
def user(store: Store, world: World, clock: Clock) -> User:
    user = with_account(store, world.charity.id, EMAIL, clock(), Role.REVIEWER)
    clock.advance(minutes=1)
    return user


@pytest.fixture
def another(browser: Browser) -> Callable[[], Browser]:
    """Return a function that opens another browser."""

    def other() -> Browser:
        client = browser.client.application.test_client()
        client.environ_base["wsgi.url_scheme"] = "https"
        return Browser(client)

    return other


@pytest.fixture
def at(surroundings: Surroundings) -> Callable[[str], Browser]:
    """Return a function that opens a browser at a service with another provider, or with none."""

    def opened(issuer: str) -> Browser:
        settings = replace(surroundings.settings, oidc_issuer=issuer)
        client = application.create_app(replace(surroundings, settings=settings)).test_client()
        client.environ_base["wsgi.url_scheme"] = "https"
        return Browser(client)

    return opened
