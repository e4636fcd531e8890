"""From the uploads of a body to queries: what breaks a rule is told all at once, each by its place."""

import pytest

from hashdb.errors import InvalidInputError
from hashdb.services.queries import Upload, parse_queries
from hashdb.signals import View
from tests.services.world import value


def upload(text: str, *views: View) -> Upload:
    return Upload(signal_type="pdq", signal_value=text, quality=None, views=views)


def test_all_uploads_that_break_a_rule_are_told_by_their_places() -> None:
    uploads = [upload("0x"), upload(value(1)), upload(value(2), View(name="A", signal_value=value(3)))]
    with pytest.raises(InvalidInputError) as refused:
        parse_queries(uploads, [[], [value(4)], []])

    assert [each.field for each in refused.value.problems] == [
        "signals[0].signal_value",
        "all_orientations[1]",
        "signals[2].views[0].name",
    ]


def test_orientations_are_those_of_the_upload_at_their_place() -> None:
    turned = [value(("turn", number)) for number in range(8)]
    first, second = parse_queries([upload(value(1)), upload(value(2))], [[], turned])

    assert first.values == (bytes.fromhex(value(1)),)
    assert second.values == tuple(map(bytes.fromhex, (value(2), *turned)))


def test_orientations_of_another_number_of_uploads_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="all_orientations: must have one list for each signal"):
        parse_queries([upload(value(1))], [[], []])
