"""Match jobs over HTTP: what their member sees of them, and the results, a line for each query."""

from collections.abc import Iterable

import orjson
from flask.testing import FlaskClient

from hashdb.roles import Role
from hashdb.services.signals import Verdict
from tests.api.bulk import JOBS, NDJSON, body, done, line, lines_of, post, work
from tests.api.sample import Headers, KeyFor
from tests.services.world import World, near, value


def test_a_job_is_accepted_where_it_can_be_followed(client: FlaskClient, gamma: Headers) -> None:
    answer = post(client, gamma, body(line(1), line(2)))
    job = answer.get_json()

    assert (answer.status_code, answer.headers["Location"]) == (202, f"{JOBS}/{job['id']}")
    assert (job["state"], job["total"], job["done"], job["radius"]) == ("queued", 2, 0, None)
    assert client.get(answer.headers["Location"], headers=gamma).get_json() == job
    assert client.get(JOBS, headers=gamma).get_json() == {"items": [job], "next": None}


def test_there_is_a_result_for_each_query(client: FlaskClient, world: World, gamma: Headers) -> None:
    signal = world.active(1)
    where = done(client, world, gamma, body(line(1, ref="one"), b"", line(2, ref="two"), b'{"ref": "three"}'))
    first, second, third = lines_of(client.get(f"{where}/results", headers=gamma))
    job = client.get(where, headers=gamma).get_json()

    assert (job["state"], job["total"], job["done"]) == ("finished", 3, 3)
    assert (first["line"], first["ref"], first["matches"][0]["signal_id"]) == (1, "one", signal.id)
    assert second == {"line": 3, "ref": "two", "matches": []}
    assert third == {"line": 4, "ref": "three", "problem": {"field": "signal_type", "rule": "is required"}}


def test_a_match_has_the_form_that_a_lookup_gives_it(client: FlaskClient, world: World, gamma: Headers) -> None:
    world.active(1)
    world.matcher.catch_up()
    query = {"signal_type": "pdq", "signal_value": near(value(1), 5), "quality": 90}
    looked_up = client.post("/v1/match", json={"signals": [query]}, headers=gamma).get_json()["results"][0]
    where = done(client, world, gamma, body(query))

    assert lines_of(client.get(f"{where}/results", headers=gamma)) == [{"line": 1, **looked_up}]
    assert len(looked_up["matches"]) == 1


def test_orientations_and_views_are_searched_too(client: FlaskClient, world: World, gamma: Headers) -> None:
    world.active(1)
    turned = [value(("turn", number)) for number in range(7)] + [value(1)]
    viewed = line("whole", views=[{"name": "left", "signal_value": value(1)}])
    where = done(client, world, gamma, body(line("other", all_orientations=turned), viewed))
    found = lines_of(client.get(f"{where}/results", headers=gamma))

    assert [each["matches"][0]["query_view"] for each in found] == ["orientation_7", "left"]


def test_a_radius_is_that_of_all_lines_whose_type_allows_it(client: FlaskClient, world: World, gamma: Headers) -> None:
    world.active(1)
    far = {"signal_type": "pdq", "signal_value": near(value(1), 12)}
    narrow = {"signal_type": "dhash", "signal_value": "0123456789abcdef"}
    where = done(client, world, gamma, body(far, narrow), "?radius=11")
    first, second = lines_of(client.get(f"{where}/results", headers=gamma))

    assert client.get(where, headers=gamma).get_json()["radius"] == 11
    assert first["matches"] == []
    assert second["problem"]["field"] == "radius"


def test_lines_without_a_match_can_be_left_out_and_reading_goes_on_anywhere(
    client: FlaskClient, world: World, gamma: Headers
) -> None:
    world.active(1)
    where = done(client, world, gamma, body(line(1), line(2), b"x", line(1)))

    def told(query: str) -> list[int]:
        return [each["line"] for each in lines_of(client.get(f"{where}/results{query}", headers=gamma))]

    assert told("") == [1, 2, 3, 4]
    assert told("?only=matches") == [1, 3, 4]
    assert told("?after=2") == [3, 4]
    assert told("?after=3&only=matches") == [4]
    assert told("?after=99") == []


def test_results_of_a_job_that_runs_are_those_that_are_done(client: FlaskClient, world: World, gamma: Headers) -> None:
    job = post(client, gamma, body(*(line(number) for number in range(1_500)))).get_json()
    before = lines_of(client.get(f"{JOBS}/{job['id']}/results", headers=gamma))
    work(world, job["id"], over=True)
    after = lines_of(client.get(f"{JOBS}/{job['id']}/results", headers=gamma))
    now = client.get(f"{JOBS}/{job['id']}", headers=gamma).get_json()

    assert before == []
    assert [each["line"] for each in after] == list(range(1, 1_001))
    assert (now["state"], now["done"], now["total"]) == ("running", 1_000, 1_500)


def test_a_withdrawn_signal_is_not_in_the_results_any_more(client: FlaskClient, world: World, gamma: Headers) -> None:
    signal = world.active(1)
    where = done(client, world, gamma, body(line(1)))
    world.review(signal, Verdict.WITHDRAW, world.other_senior)

    assert lines_of(client.get(f"{where}/results", headers=gamma)) == [{"line": 1, "matches": []}]


def test_a_deleted_job_is_gone(client: FlaskClient, world: World, gamma: Headers) -> None:
    where = done(client, world, gamma, body(line(1)))

    assert client.delete(where, headers=gamma).status_code == 204
    assert client.get(where, headers=gamma).status_code == 404
    assert client.get(f"{where}/results", headers=gamma).status_code == 404
    assert client.get(JOBS, headers=gamma).get_json()["items"] == []


def test_a_job_of_another_member_does_not_exist(client: FlaskClient, gamma: Headers, key_for: KeyFor) -> None:
    where = post(client, gamma, body(line(1))).headers["Location"]
    stranger = {"Authorization": key_for(Role.PLATFORM_MATCHER)}

    assert client.get(where, headers=stranger).status_code == 404
    assert client.get(f"{where}/results", headers=stranger).status_code == 404
    assert client.delete(where, headers=stranger).status_code == 404
    assert client.get(JOBS, headers=stranger).get_json()["items"] == []


def test_an_answer_that_breaks_off_says_so_in_its_last_line(client: FlaskClient, world: World, gamma: Headers) -> None:
    where = done(client, world, gamma, body(*(line(number) for number in range(1_500))))
    answer = client.get(f"{where}/results", headers=gamma, buffered=False)
    chunks = answer.iter_encoded()
    next(chunks)
    client.delete(where, headers=gamma)
    rest = [orjson.loads(each) for chunk in chunks for each in chunk.splitlines()]

    assert [each.get("line") for each in rest] == [*range(101, 1_001), None]
    assert rest[-1]["problem"]["field"] == "results"


def test_the_document_describes_a_line_and_its_result(client: FlaskClient) -> None:
    described = client.get("/openapi.json").get_json()
    asked = described["paths"][JOBS]["post"]["requestBody"]["content"]
    told = described["paths"][JOBS + "/{job_id}/results"]["get"]["responses"]["200"]["content"]
    names: Iterable[str] = (content[NDJSON]["schema"]["$ref"].rpartition("/")[2] for content in (asked, told))

    assert list(names) == ["JobLine", "JobResult"]
    assert {"JobLine", "JobResult", "Hit", "ViewBody"} <= set(described["components"]["schemas"])
