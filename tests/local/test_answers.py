"""The copy answers what the service answers, word for word, whatever is asked."""

from typing import Any

import httpx
import orjson
import pytest

from hashdb.local.bodies import queries_of
from hashdb.local.matching import documents
from hashdb.services.signals import Verdict
from hashdb.signals import video_value
from tests.local.conftest import Member
from tests.services.world import near, value, view

pytestmark = pytest.mark.usefixtures("compiled")

FRAMES = [view(f"second_{number}") for number in range(12)]
TEXT = "".join(value(("words", number)) for number in range(4))


def asked(signal_type: str, text: str, **more: object) -> dict[str, object]:
    return {"signal_type": signal_type, "signal_value": text, **more}


def as_views(frames: list[Any]) -> list[dict[str, object]]:
    return [{"name": frame.name, "signal_value": frame.signal_value, "quality": frame.quality} for frame in frames]


QUESTIONS = [
    asked("pdq", near(value(1), 7)),
    asked("pdq", value("other"), views=[{"name": "middle", "signal_value": near(value("left"), 3), "quality": 90}]),
    asked("pdq", value("nothing")),
    asked("pdq", value(1), quality=12),
    asked("vpdq", video_value(FRAMES[:10]), views=as_views(FRAMES[:10])),
    asked("text_minhash", TEXT[:-40] + 40 * "0"),
    asked("url_sha256", value("address")),
    asked("sha256", value("file")),
    asked("sha256", value("withdrawn")),
    asked("phash", "b19cd28e6d3c8a73"),
]


def fill(member: Member) -> None:
    """Have one signal of each kind live, and one withdrawn."""
    world = member.world
    world.active_value(value(1), views=[view("left"), view("right")])
    world.active_value(video_value(FRAMES), signal_type="vpdq", views=FRAMES)
    world.active_value(TEXT, signal_type="text_minhash")
    world.active_value(value("address"), signal_type="url_sha256")
    world.active_value(value("file"), signal_type="sha256")
    world.active_value("b19cd28e6d3c8a73", signal_type="phash")
    gone = world.active_value(value("withdrawn"), signal_type="sha256")
    world.review(gone, Verdict.WITHDRAW, world.other_senior)


def at_the_service(member: Member, body: dict[str, object]) -> list[list[dict[str, Any]]]:
    answer = httpx.post(f"{member.url}/v1/match", json=body, headers={"Authorization": f"Bearer {member.key}"})
    return [each["matches"] for each in answer.raise_for_status().json()["results"]]


def at_the_copy(member: Member, body: dict[str, object]) -> list[list[dict[str, Any]]]:
    queries, radius = queries_of(orjson.dumps(body))
    return [documents(hits) for hits in member.opened().hits(queries, radius=radius)]


@pytest.mark.parametrize("published_first", [True, False], ids=["from the feed", "from the snapshot"])
def test_every_question_has_the_same_answer(member: Member, *, published_first: bool) -> None:
    if published_first:
        member.world.active("before")
        member.publish()
        member.sync()
    fill(member)
    member.publish()
    member.sync()
    body: dict[str, object] = {"signals": QUESTIONS}
    answers = at_the_service(member, body)

    assert [len(each) for each in answers] == [1, 1, 0, 1, 1, 1, 1, 1, 0, 1]
    assert at_the_copy(member, body) == answers


def test_a_smaller_radius_and_orientations_are_heeded(member: Member) -> None:
    fill(member)
    member.publish()
    member.sync()
    turned = [value(("turn", number)) for number in range(7)]
    body: dict[str, object] = {
        "signals": [asked("pdq", near(value(1), 7)), asked("pdq", value("other"))],
        "all_orientations": [[], [*turned, value(1)]],
        "radius": 5,
    }
    answers = at_the_service(member, body)

    assert [[hit["query_view"] for hit in each] for each in answers] == [[], ["orientation_7"]]
    assert at_the_copy(member, body) == answers
