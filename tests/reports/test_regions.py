import pytest

from hashdb.reports import regions


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("DE", "western_europe"),
        ("gb", "northern_europe"),
        ("NZ", "australia_and_new_zealand"),
        ("IQ", "western_asia"),
        ("NG", "sub_saharan_africa"),
        ("AQ", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_country_stands_in_its_sub_region(country: str | None, region: str) -> None:
    assert regions.region_of(country) == region


def test_no_country_stands_in_two_regions() -> None:
    listed = [country for countries in regions._COUNTRIES.values() for country in countries.split()]  # noqa: SLF001

    assert len(listed) == len(set(listed)) == 249
