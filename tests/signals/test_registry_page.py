"""The page about signal types says what the registry says."""

from pathlib import Path

import pytest

from hashdb.signals import SIGNAL_TYPES, SignalType

PAGE = (Path(__file__).parents[2] / "docs" / "signal-types.md").read_text()
KINDS = list(SIGNAL_TYPES.values())


def row(kind: SignalType) -> str:
    radius = f"{kind.default_radius}, up to {kind.max_radius}" if kind.max_radius else "-"
    views = f"{kind.most_views} ({kind.most_views_asked} asked)" if kind.most_views else "-"
    cells = (", ".join(kind.content_types), kind.hex_digits, kind.distance, radius, kind.review_radius or "-", views)
    return f"| `{kind.name}` | {' | '.join(map(str, cells))} |"


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_the_page_tells_of_each_type_what_the_registry_does(kind: SignalType) -> None:
    assert row(kind) in PAGE.splitlines()
