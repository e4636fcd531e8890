from hashdb.reports.quantiles import Spread, quantile, spread


def test_a_quantile_is_a_value_that_was_seen() -> None:
    values = [15.0, 20.0, 35.0, 40.0, 50.0]

    assert [quantile(values, share) for share in (0.05, 0.3, 0.4, 0.5, 0.9, 1.0)] == [15, 20, 20, 35, 50, 50]


def test_median_and_p90_of_a_hundred_answers() -> None:
    assert spread([float(each) for each in range(1, 101)]) == Spread(count=100, median=50, p90=90)


def test_few_answers_tell_nothing_about_themselves() -> None:
    assert spread([30.0] * 9) == Spread(count="<10")


def test_no_answer_at_all_is_a_number() -> None:
    assert spread([]) == Spread(count=0)
