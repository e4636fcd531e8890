"""`hashdb admin` beside the running service: what it does holds from the next request on."""

import httpx
import pytest

from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually


def admin(serving: Serving, *arguments: str) -> str:
    """Run `hashdb admin` and return what it printed."""
    done = serving.run("admin", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def status(serving: Serving, token: str) -> int:
    """Return how the service answers to this key."""
    return httpx.get(f"{serving.url}/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.fixture(scope="module")
def member_id(serving: Serving) -> str:
    return admin(serving, "member", "create", "Cairnboard", "--kind", "platform", "--country", "DE")


def test_a_key_works_as_soon_as_it_is_printed_and_no_more_once_it_is_revoked(serving: Serving, member_id: str) -> None:
    token = admin(serving, "key", "create", member_id, "platform_submitter")
    before = status(serving, token)
    admin(serving, "key", "revoke", f"key_{token.split('_')[1]}")

    assert (before, status(serving, token)) == (200, 401)
    assert f"key_{token.split('_')[1]}  revoked" in admin(serving, "key", "list", member_id)


def test_a_reviewers_key_is_issued_to_a_person(serving: Serving, member_id: str) -> None:
    refused = serving.run("admin", "key", "create", member_id, "reviewer")
    person = admin(serving, "user", "create", member_id, "Ada", "ada@example.org")
    token = admin(serving, "key", "create", member_id, "reviewer", "--user", person)

    assert refused.returncode == 2
    assert refused.stderr == "hashdb: user: a key with the role reviewer belongs to one person\n"
    assert status(serving, token) == 200


def test_a_suspended_members_keys_open_nothing_until_it_is_readmitted(serving: Serving, member_id: str) -> None:
    token = admin(serving, "key", "create", member_id, "platform_matcher")
    admin(serving, "member", "step", member_id, "suspend")
    suspended = status(serving, token)
    admin(serving, "member", "step", member_id, "readmit")

    assert (suspended, status(serving, token)) == (401, 200)


def test_the_policy_is_shown_and_changed(serving: Serving) -> None:
    before = admin(serving, "policy").split("\n")
    after = admin(serving, "policy", "radius_64_bit=5").split("\n")
    refused = serving.run("admin", "policy", "radius_pdq=32")
    admin(serving, "policy", "radius_64_bit=6")

    assert "radius_64_bit=6" in before
    assert "radius_64_bit=5" in after
    assert (refused.returncode, refused.stderr) == (2, "hashdb: radius_pdq: must be 0 to 31\n")


def test_the_service_says_how_the_first_administrator_gets_in(serving: Serving) -> None:
    start = f"once: {serving.url}"
    eventually(lambda: start in serving.log, "the link is printed")
    path = serving.log.partition(start)[2].split()[0]

    assert "the first administrator" in httpx.get(serving.url + path).text


def test_what_the_command_does_is_in_the_log(serving: Serving, member_id: str) -> None:
    entries = [entry.fields() for entry in serving.service.store().log.everything()]
    made = [each for each in entries if each["object_id"] == member_id]

    assert (made[0]["action"], made[0]["actor_id"], made[0]["to_state"]) == ("member.create", "operator", "active")
