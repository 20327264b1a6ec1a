"""What labour law gives in money: arithmetic only, no talk.

Exact inside (Fraction). What is shown is rounded to whole baht, half a baht upwards, each line for
itself, so that the lines add up. The law is that of locales/rights; where it leaves more than one
reading, the simple case is counted, and the talk (handlers/calculator.py) says which.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

OFFERS = {
    "severance": "severance", "retirement": "severance",
    "overtime_rate": "overtime", "holiday_work": "overtime", "holiday_overtime": "overtime",
    "hourly": "overtime", "notice": "notice", "pay_day": "wages", "late_interest": "wages",
}  # fmt: skip
"""Answers about rights (locales/rights), and what can be worked out under them."""
HOURS_A_DAY, DAYS_A_MONTH = 8, 30
"""Section 68 divides a monthly wage by thirty and the hours of a day."""
INTEREST = Fraction(15, 100)
PERIODS = {"day": 1, "week": 7, "half": 15, "month": DAYS_A_MONTH}
"""Days from pay day to pay day. None is longer than the three months that limit notice."""


@dataclass(frozen=True)
class Wage:
    """The last wage. Raises ValueError unless it is more than nothing."""

    baht: Fraction
    by_month: bool

    def __post_init__(self) -> None:
        if self.baht <= 0:
            raise ValueError("a wage is more than nothing")

    @property
    def daily(self) -> Fraction:
        """The wage of one day."""
        return self.baht / DAYS_A_MONTH if self.by_month else self.baht

    @property
    def hourly(self) -> Fraction:
        """The wage of one hour (section 68)."""
        return self.daily / HOURS_A_DAY

    @property
    def working(self) -> str:
        """How the wage of one day comes about: 15,000 ÷ 30 = 500."""
        return (f"{figure(self.baht)} ÷ 30 = " if self.by_month else "") + figure(self.daily)


@dataclass(frozen=True)
class Length:
    """How long somebody has worked without a break."""

    months: int = 0
    days: int = 0

    def reaches(self, least: "Length") -> bool:
        """Whether it is at least as long: in days where the least is days, a month being thirty;
        else in full months, 365 days being twelve."""
        if not least.months:
            return self.months * DAYS_A_MONTH + self.days >= least.days
        return self.months + self.days // 365 * 12 >= least.months


TIERS = (
    (Length(), 0), (Length(days=120), 30), (Length(12), 90), (Length(36), 180),
    (Length(72), 240), (Length(120), 300), (Length(240), 400),
)  # fmt: skip
"""Section 118: who has worked so long gets the last wage of so many days."""


@dataclass(frozen=True)
class Severance:
    """Section 118: `amount` is `days` of the `daily` wage. `tier` counts in TIERS."""

    amount: int
    daily: Fraction
    days: int
    tier: int


@dataclass(frozen=True)
class Part:
    """Hours of one kind: `amount` is `hours` x the hourly wage x `times`, by this section."""

    section: str
    hours: Fraction
    times: Fraction
    amount: int


@dataclass(frozen=True)
class Overtime:
    """Sections 61 to 63: `amount` is the sum of the parts."""

    amount: int
    hourly: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Notice:
    """Sections 17 and 17/1: of `due` days of notice `missing` were not given; `amount` is the
    `daily` wage of `paid` days."""

    amount: int
    daily: Fraction
    due: int
    missing: int
    paid: int


@dataclass(frozen=True)
class Unpaid:
    """Section 9: `amount` is `owed` + `interest` for so many `days`."""

    amount: int
    owed: int
    interest: int
    days: int


def whole(baht: Fraction) -> int:
    """Returns whole baht, half a baht upwards."""
    return int(baht + Fraction(1, 2))


def figure(value: Fraction | int) -> str:
    """Returns 18,000 or 62.5: two places at most, and only where they are needed."""
    written = f"{Decimal(value.numerator) / Decimal(value.denominator):,.2f}"
    return written.rstrip("0").rstrip(".")


def severance(wage: Wage, worked: Length) -> Severance:
    """Returns the severance of somebody dismissed without serious fault."""
    tier = max(at for at, (least, _) in enumerate(TIERS) if worked.reaches(least))
    days = TIERS[tier][1]
    return Severance(whole(days * wage.daily), wage.daily, days, tier)


def overtime(wage: Wage, normal: Fraction, off: Fraction, beyond: Fraction) -> Overtime:
    """Returns the least pay for hours of overtime on working days, for work on days off, and
    `beyond` its normal hours. Work on a day off is once more the wage for those paid by the month,
    whose salary covers the day, and twice for others. Raises ValueError below nothing."""
    once = Fraction(1 if wage.by_month else 2)
    asked = (("61", normal, Fraction(3, 2)), ("62", off, once), ("63", beyond, Fraction(3)))
    if any(hours < 0 for _, hours, _ in asked):
        raise ValueError("hours are not less than nothing")
    parts = tuple(
        Part(section, hours, times, whole(hours * wage.hourly * times))
        for section, hours, times in asked
        if hours
    )
    return Overtime(sum(part.amount for part in parts), wage.hourly, parts)


def notice(wage: Wage, period: str, told: int, pay_day: int = 0) -> Notice:
    """Returns what is paid in place of notice that was not given.

    `told`: days from being told to the last day of work; `pay_day`: from being told to the next
    pay day. Notice ends on the pay day after that one. Of those paid by the day six days of seven
    count, one a week being off (section 28). Raises ValueError for less than nothing, and for a
    pay day further off than a period.
    """
    if told < 0 or not 0 <= pay_day <= PERIODS[period]:
        raise ValueError("days are not less than nothing, nor a pay day further than a period")
    due = pay_day + PERIODS[period]
    missing = max(0, due - told)
    paid = missing if wage.by_month else whole(Fraction(missing * 6, 7))
    return Notice(whole(paid * wage.daily), wage.daily, due, missing, paid)


def wages_of(wage: Wage, months: Fraction, days: Fraction) -> Fraction:
    """Returns the wages of so long. Raises ValueError for months of somebody paid by the day."""
    if months and not wage.by_month:
        raise ValueError("who is paid by the day is owed days")
    return months * wage.baht + days * wage.daily


def unpaid(owed: Fraction, days: int) -> Unpaid:
    """Returns money owed with 15 % a year for so many days of years of 365, and no interest on
    interest. Raises ValueError where nothing is owed, or days are less than nothing."""
    if owed <= 0 or days < 0:
        raise ValueError("something is owed, since today or before")
    interest = whole(owed * INTEREST * days / 365)
    return Unpaid(whole(owed) + interest, whole(owed), interest, days)
