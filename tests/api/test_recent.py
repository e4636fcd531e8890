from dataclasses import dataclass, replace

import pytest
import redis

from api import app as application
from api import recent
from api.context import Surroundings
from api.recent import Recent
from hashdb.errors import UnauthenticatedError
from hashdb.roles import Role
from hashdb.signals import SIGNAL_TYPES
from tests.api.sample import KeyFor


@dataclass
class Seconds:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Reader:
    """What is read: a number that goes up at each reading."""

    count: int = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def kept(seconds: Seconds) -> Recent[int]:
    return Recent(1.0, seconds)


def test_what_was_read_is_good_for_its_time_and_no_longer(kept: Recent[int], seconds: Seconds) -> None:
    read = Reader()
    first = kept.get("a", read)
    seconds.now = 0.999
    again = kept.get("a", read)
    seconds.now = 1.0

    assert (first, again, kept.get("a", read)) == (1, 1, 2)


def test_the_time_counts_from_when_the_reading_began(kept: Recent[int], seconds: Seconds) -> None:
    read = Reader()

    def slowly() -> int:
        seconds.now += 0.9
        return read()

    kept.get("a", slowly)
    seconds.now += 0.1

    assert kept.get("a", read) == 2


def test_each_key_has_its_own_value(kept: Recent[int]) -> None:
    read = Reader()

    assert [kept.get(key, read) for key in ("a", "b", "a")] == [1, 2, 1]


def test_a_refusal_is_not_remembered(kept: Recent[int]) -> None:
    def refuse() -> int:
        raise UnauthenticatedError("the key is unknown or revoked")

    with pytest.raises(UnauthenticatedError):
        kept.get("a", refuse)

    assert kept.get("a", Reader()) == 1


def test_no_more_is_remembered_than_there_is_room_for(kept: Recent[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 2)
    read = Reader()

    assert [kept.get(key, read) for key in ("a", "b", "c", "c", "a")] == [1, 2, 3, 3, 4]


def test_a_second_lookup_reads_neither_key_nor_member_nor_policy(
    surroundings: Surroundings, key_for: KeyFor, redis_client: redis.Redis
) -> None:
    still = Seconds()
    kept = replace(surroundings, callers=Recent(1.0, still), policies=Recent(1.0, still))
    client = application.create_app(kept).test_client()
    headers = {"Authorization": key_for(Role.PLATFORM_MATCHER)}
    body = {"signals": [{"signal_type": "pdq", "signal_value": SIGNAL_TYPES["pdq"].example}]}
    reads = []
    for _ in range(2):
        assert client.post("/v1/match", json=body, headers=headers).status_code == 200
        reads.append(redis_client.info("commandstats")["cmdstat_get"]["calls"])

    assert reads[0] == reads[1]
