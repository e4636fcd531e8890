"""An application over the real store, with the sample routes, and keys of every role."""

from collections.abc import Iterator

import pytest
import redis
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from api import app as application
from api.context import Surroundings
from hashdb.access import OPERATOR
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF
from hashdb.roles import Role
from hashdb.sealing import Sealer
from hashdb.services import members
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Database, Store
from tests.api.keys import key
from tests.api.sample import START, Calls, Clock, Headers, KeyFor, sample
from tests.services.world import World


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def store_in_use(redis_client: redis.Redis, redis_url: str) -> Iterator[Store]:
    redis_client.ping()
    with Database.at(redis_url) as database:
        yield Store(database, Sealer(Fernet.generate_key()))


@pytest.fixture
def matcher(store_in_use: Store) -> Matcher:
    return Matcher(store_in_use.signals.columns)


@pytest.fixture
def surroundings(store_in_use: Store, matcher: Matcher, clock: Clock) -> Surroundings:
    return Surroundings(
        settings=Settings.from_environment({"HASHDB_MAX_BODY_BYTES": "200000"}),
        store=store_in_use,
        matcher=matcher,
        benign=Matcher(store_in_use.benign.columns),
        clock=clock,
    )


@pytest.fixture
def app(surroundings: Surroundings, calls: Calls) -> Flask:
    return application.create_app(surroundings, (*application.GROUPS, sample(calls)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def key_for(store_in_use: Store) -> KeyFor:
    """Return a function that issues a key of a role to a member that may hold it, and returns the header."""

    def issue(role: Role) -> str:
        kind = next(kind for kind, roles in ROLES_OF.items() if role in roles)
        member = members.create_member(store_in_use, f"{kind} of the tests", kind, actor=OPERATOR, now=START)
        person: str | None = None
        if role in PERSONAL_ROLES:
            address = f"ada@{member.id}.example"
            person = members.create_user(store_in_use, member.id, "Ada", address, actor=OPERATOR, now=START).id
        issued = members.issue_key(store_in_use, member.id, role, user_id=person, actor=OPERATOR, now=START)
        return f"Bearer {issued.token}"

    return issue


@pytest.fixture
def submitter(key_for: KeyFor) -> Headers:
    """The headers of a caller who may submit."""
    return {"Authorization": key_for(Role.PLATFORM_SUBMITTER)}


@pytest.fixture
def world(store_in_use: Store) -> World:
    """The members and people of the tests of the services, over the application's store."""
    return World(store_in_use)


@pytest.fixture
def gamma(world: World) -> Headers:
    """The headers of platform gamma, which matches."""
    return key(world, Role.PLATFORM_MATCHER, world.gamma)
