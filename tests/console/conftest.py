"""The console over the real store, and people who are signed in to it."""

from collections.abc import Callable, Iterator

import pytest
import redis
from cryptography.fernet import Fernet
from flask import Flask

from api import app as application
from api.context import Surroundings
from hashdb.records.member import Member
from hashdb.roles import Role
from hashdb.sealing import Sealer
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Database, Store
from tests.api.sample import Clock
from tests.console.browsing import Browser
from tests.console.people import Person, signed_in
from tests.services.world import World

SignIn = Callable[..., Browser]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(redis_client: redis.Redis, redis_url: str) -> Iterator[Store]:
    redis_client.ping()
    with Database.at(redis_url) as database:
        yield Store(database, Sealer(Fernet.generate_key()))


@pytest.fixture
def surroundings(store: Store, clock: Clock) -> Surroundings:
    return Surroundings(
        settings=Settings.from_environment({}),
        store=store,
        matcher=Matcher(store.signals.columns),
        benign=Matcher(store.benign.columns),
        clock=clock,
    )


@pytest.fixture
def app(surroundings: Surroundings) -> Flask:
    return application.create_app(surroundings)


@pytest.fixture
def world(store: Store) -> World:
    """The members and people of the tests of the services."""
    return World(store)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """The browser of somebody who is not signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browser_of(app: Flask) -> Callable[[Person], Browser]:
    """Return a function from somebody who is signed in to the browser of that person."""

    def opened(person: Person) -> Browser:
        client = app.test_client()
        for name, value in person.cookies().items():
            client.set_cookie(name, value)
        return Browser(client)

    return opened


@pytest.fixture
def as_(store: Store, clock: Clock, browser_of: Callable[[Person], Browser]) -> SignIn:
    """Return a function that signs in somebody with these roles and returns the browser: `as_(Role.REVIEWER)`."""

    def enter(*roles: Role, member: Member | None = None) -> Browser:
        return browser_of(signed_in(store, *roles, now=clock(), member=member))

    return enter
