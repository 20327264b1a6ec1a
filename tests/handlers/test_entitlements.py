"""The arithmetic of labour law, at its borders."""

from fractions import Fraction

import pytest

from handlers import calculator, entitlements
from handlers.entitlements import Length, Wage, figure
from locales.rights import rights

BY_DAY, BY_MONTH = Wage(Fraction(400), by_month=False), Wage(Fraction(15_000), by_month=True)


@pytest.mark.parametrize(
    ("worked", "days"),
    [
        (Length(), 0),
        (Length(days=119), 0),
        (Length(days=120), 30),
        (Length(months=3, days=29), 0),
        (Length(months=3, days=30), 30),
        (Length(months=4), 30),
        (Length(months=11, days=30), 30),
        (Length(days=364), 30),
        (Length(days=365), 90),
        (Length(months=12), 90),
        (Length(months=35, days=29), 90),
        (Length(months=36), 180),
        (Length(months=71), 180),
        (Length(months=72), 240),
        (Length(months=119), 240),
        (Length(months=120), 300),
        (Length(days=20 * 365 - 1), 300),
        (Length(months=239, days=30), 300),
        (Length(months=240), 400),
        (Length(months=600), 400),
    ],
)
def test_severance_goes_up_on_the_very_day(worked: Length, days: int) -> None:
    made = entitlements.severance(BY_DAY, worked)
    assert (made.days, made.amount) == (days, days * 400)
    assert entitlements.TIERS[made.tier][1] == days


def test_severance_by_the_month_counts_a_thirtieth_a_day() -> None:
    made = entitlements.severance(BY_MONTH, Length(months=42))
    assert (made.daily, made.days, made.amount) == (500, 180, 90_000)


@pytest.mark.parametrize(("days", "amount"), [(30, 10_000), (90, 30_000), (400, 133_333)])
def test_severance_is_rounded_once_at_the_end(days: int, amount: int) -> None:
    """A thirtieth of 10,000 is 333.33...: times 90 it is 30,000 and not 29,999.70."""
    least = next(least for least, many in entitlements.TIERS if many == days)
    made = entitlements.severance(Wage(Fraction(10_000), by_month=True), least)
    assert made.amount == amount


def test_the_tiers_are_those_of_the_reviewed_answer() -> None:
    told = rights()["severance"].texts["en"]
    for _, days in entitlements.TIERS[1:]:
        assert f" {days}" in told


@pytest.mark.parametrize(
    ("wage", "hours", "amounts"),
    [
        (BY_MONTH, (10, 0, 0), {"61": 938}),
        (BY_MONTH, (0, 8, 0), {"62": 500}),
        (BY_MONTH, (0, 8, 2), {"62": 500, "63": 375}),
        (BY_DAY, (0, 8, 0), {"62": 800}),
        (BY_DAY, (2, 8, 1), {"61": 150, "62": 800, "63": 150}),
        (BY_DAY, (Fraction(1, 2), 0, 0), {"61": 38}),
        (BY_DAY, (0, 0, 0), {}),
    ],
)
def test_overtime_by_its_three_sections(
    wage: Wage, hours: tuple[Fraction, Fraction, Fraction], amounts: dict[str, int]
) -> None:
    made = entitlements.overtime(wage, *map(Fraction, hours))
    assert {part.section: part.amount for part in made.parts} == amounts
    assert made.amount == sum(amounts.values())


def test_an_hour_is_the_month_by_thirty_by_eight() -> None:
    """The example of the reviewed answer: 12,000 / 30 / 8 = 50, and 75 for overtime."""
    wage = Wage(Fraction(12_000), by_month=True)
    made = entitlements.overtime(wage, Fraction(1), Fraction(0), Fraction(0))
    assert (wage.hourly, made.amount) == (50, 75)
    assert "12,000 / 30 / 8 = 50" in rights()["hourly"].texts["en"]


@pytest.mark.parametrize(
    ("wage", "period", "told", "pay_day", "due", "paid", "amount"),
    [
        (BY_MONTH, "month", 0, 0, 30, 30, 15_000),
        (BY_MONTH, "month", 0, 10, 40, 40, 20_000),
        (BY_MONTH, "month", 7, 0, 30, 23, 11_500),
        (BY_MONTH, "month", 30, 0, 30, 0, 0),
        (BY_MONTH, "month", 90, 10, 40, 0, 0),
        (BY_MONTH, "half", 0, 0, 15, 15, 7_500),
        (BY_DAY, "month", 0, 0, 30, 26, 10_400),
        (BY_DAY, "week", 0, 0, 7, 6, 2_400),
        (BY_DAY, "day", 0, 0, 1, 1, 400),
        (BY_DAY, "day", 1, 0, 1, 0, 0),
    ],
)
def test_notice_that_was_missing_is_paid(
    wage: Wage, period: str, told: int, pay_day: int, due: int, paid: int, amount: int
) -> None:
    made = entitlements.notice(wage, period, told, pay_day)
    assert (made.due, made.paid, made.amount) == (due, paid, amount)


@pytest.mark.parametrize(
    ("owed", "days", "interest"),
    [(30_000, 0, 0), (30_000, 365, 4_500), (30_000, 73, 900), (400, 1, 0), (1_217, 1, 1)],
)
def test_interest_is_fifteen_percent_a_year(owed: int, days: int, interest: int) -> None:
    made = entitlements.unpaid(Fraction(owed), days)
    assert (made.owed, made.interest, made.amount) == (owed, interest, owed + interest)


def test_wages_of_months_and_days() -> None:
    assert entitlements.wages_of(BY_MONTH, Fraction(3, 2), Fraction(10)) == 27_500
    assert entitlements.wages_of(BY_DAY, Fraction(0), Fraction(15)) == 6_000


@pytest.mark.parametrize(("baht", "whole"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3)])
def test_half_a_baht_counts_upwards(baht: str, whole: int) -> None:
    assert entitlements.whole(Fraction(baht)) == whole


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(125, 2), "62.5"), (Fraction(1000, 3), "333.33"), (18_000, "18,000"), (0, "0")],
)
def test_figures_as_people_write_them(value: Fraction | int, shown: str) -> None:
    assert figure(value) == shown


def test_nonsense_is_refused() -> None:
    for baht in (0, -400):
        with pytest.raises(ValueError, match="more than nothing"):
            Wage(Fraction(baht), by_month=False)
    with pytest.raises(ValueError, match="hours"):
        entitlements.overtime(BY_DAY, Fraction(-1), Fraction(0), Fraction(0))
    for told, pay_day in ((-1, 0), (0, -1), (0, 31)):
        with pytest.raises(ValueError, match="pay day"):
            entitlements.notice(BY_MONTH, "month", told, pay_day)
    for owed, days in ((0, 1), (100, -1)):
        with pytest.raises(ValueError, match="owed"):
            entitlements.unpaid(Fraction(owed), days)
    with pytest.raises(ValueError, match="days"):
        entitlements.wages_of(BY_DAY, Fraction(1), Fraction(0))


def test_what_is_offered_under_a_right_can_be_worked_out() -> None:
    assert set(calculator.OFFERS) <= set(rights())
    assert set(calculator.OFFERS.values()) == set(calculator.KINDS)
