import subprocess
import sys

import pytest

from hashdb.errors import InvalidInputError
from hashdb.signals import SIGNAL_TYPES, Distance, SignalType, degenerate, parse_value, signal_type_named

KINDS = list(SIGNAL_TYPES.values())
NAMES = [kind.name for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_example_of_a_type_is_a_usable_value(kind: SignalType) -> None:
    value = parse_value(kind.name, kind.example)

    assert len(value) * 8 == kind.bits
    assert degenerate(kind.name, value) is None


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_radius_belongs_to_a_distance_and_never_exceeds_the_maximum(kind: SignalType) -> None:
    assert (kind.max_radius > 0) == kind.has_rows == (kind.distance is not Distance.EXACT)
    assert kind.default_radius <= kind.max_radius <= kind.largest_radius


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_views_of_a_type_are_of_one_whose_bits_are_compared(kind: SignalType) -> None:
    assert kind.most_views <= kind.most_views_asked
    assert (kind.most_views > 0) == (kind.view_type is not None) == kind.has_bits
    assert kind.view_type is None or SIGNAL_TYPES[kind.view_type].distance is Distance.HAMMING


def test_the_radii_are_the_published_ones() -> None:
    radii = {kind.name: (kind.default_radius, kind.max_radius) for kind in KINDS if kind.max_radius}

    assert radii == {
        "pdq": (31, 31),
        "phash": (6, 10),
        "dhash": (6, 10),
        "whash": (6, 10),
        "vpdq": (31, 31),
        "text_minhash": (64, 90),
    }


def test_only_pdq_has_a_review_band() -> None:
    assert {kind.name: kind.review_radius for kind in KINDS if kind.review_radius} == {"pdq": 64}


def test_no_digest_is_of_the_length_of_another_by_mistake() -> None:
    digits = {kind.name: kind.hex_digits for kind in KINDS if kind.distance is Distance.EXACT}

    assert digits == {"text_sha256": 64, "url_sha256": 64, "sha256": 64, "sha1": 40, "md5": 32}


def test_a_name_that_is_no_type_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InvalidInputError, match="signal_type: must be one of pdq, phash"):
        signal_type_named("PDQ")


def test_the_registry_costs_no_process_numpy_or_pillow() -> None:
    code = "import sys, hashdb.signals; print('numpy' in sys.modules, 'PIL' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.split() == ["False", "False"]
