from api.purse import Purse


def test_units_are_spent_until_none_are_left() -> None:
    purse = Purse()
    purse.fill("key:a", 3)

    assert [purse.spend("key:a", 2), purse.spend("key:a", 2), purse.spend("key:a", 1)] == [True, False, True]


def test_units_of_one_bucket_are_not_those_of_another() -> None:
    purse = Purse()
    purse.fill("key:a", 3)

    assert not purse.spend("key:b", 1)


def test_units_are_lost_after_a_second() -> None:
    time = 0.0
    purse = Purse(lambda: time)
    purse.fill("key:a", 3)
    time = 1.1

    assert not purse.spend("key:a", 1)
