"""`hashdb admin account|role`: links are printed once, and the machine is one of two people."""

import pytest
import redis
from click.testing import CliRunner
from cryptography.fernet import Fernet

from hashdb.cli.admin import admin
from hashdb.roles import Role
from hashdb.services import invitations, role_changes
from hashdb.store import Store
from tests.services.people import administrator, with_account
from tests.services.world import World


@pytest.fixture
def world(redis_client: redis.Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    redis_client.ping()
    key = Fernet.generate_key().decode()
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("HASHDB_SECRET_KEY", key)
    monkeypatch.setenv("HASHDB_PUBLIC_URL", "https://hashdb.example")
    return World(Store.at(redis_url, key))


def said(*words: str) -> str:
    """Return what the command prints, without the line's end."""
    return CliRunner().invoke(admin, [*words]).output.strip()


def test_links_are_printed_as_people_follow_them(world: World) -> None:
    first = said("account", "first")
    person = said("account", "invite", world.charity.id, "Noor Haddad", "noor@charity.example")
    administrator(world.store, world.now)

    assert first.startswith("https://hashdb.example/console/invitation/")
    assert person.startswith("https://hashdb.example/console/invitation/")
    assert len(invitations.waiting(world.store, now=world.now)) == 2
    assert "there is an administrator" in said("account", "first")


def test_a_role_that_the_machine_proposes_an_administrator_grants(world: World) -> None:
    person = with_account(world.store, world.charity.id, "noor@charity.example", world.now)
    admin_of_it = administrator(world.store, world.now)
    change = said("role", "propose", person.id, "reviewer", "--reason", "the first reviewer")
    waiting, own = said("role", "waiting"), CliRunner().invoke(admin, ["role", "grant", change])
    role_changes.grant(world.store, change, actor=admin_of_it, now=world.now)

    assert f"{change}  give reviewer" in waiting
    assert own.exit_code != 0
    assert world.store.users.get(person.id).roles == (Role.REVIEWER,)


def test_the_machine_grants_or_refuses_what_an_administrator_proposes_and_blocks(world: World) -> None:
    person = with_account(world.store, world.charity.id, "noor@charity.example", world.now, Role.REVIEWER)
    taking = said("role", "propose", person.id, "reviewer", "--take", "--reason", "has left")
    said("account", "block", person.id, "has left")

    assert said("role", "refuse", taking) == "refused"
    assert world.store.accounts.get(person.id).blocked_at is not None
    assert said("account", "invite-again", person.id).startswith("https://hashdb.example/")
