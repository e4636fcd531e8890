import pytest
from flask.testing import FlaskClient

from api.problems import types


@pytest.mark.parametrize("slug", sorted(types()))
def test_every_kind_of_problem_is_explained_where_it_points(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"/problems/{slug}")

    assert answer.status_code == 200
    assert answer.get_json()["type"] == f"/problems/{slug}"
    assert answer.get_json()["meaning"]


def test_the_kinds_of_problems_are_listed(client: FlaskClient) -> None:
    assert {item["type"] for item in client.get("/problems").get_json()["items"]} == {
        f"/problems/{slug}" for slug in types()
    }


def test_an_unknown_kind_of_problem_is_not_found(client: FlaskClient) -> None:
    assert client.get("/problems/none-such").status_code == 404
