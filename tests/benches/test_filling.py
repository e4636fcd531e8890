from scripts.benches import filling


def test_the_signals_with_a_record_are_spread_over_all_rows() -> None:
    assert filling.places(1_000) == list(range(0, 1_000, 10))


def test_few_signals_all_have_a_record() -> None:
    assert filling.places(7) == list(range(7))


def test_of_very_many_signals_ten_thousand_have_a_record() -> None:
    places = filling.places(10_000_000)

    assert len(places) == 10_000
    assert places[-1] == 9_999_000
