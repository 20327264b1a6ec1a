"""Dates and numbers as people here write them."""

from datetime import UTC, date, datetime

import pytest

from locales import formats

LATE = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""Half past midnight of the 21st in Bangkok."""


@pytest.mark.parametrize(
    ("language", "expected"), [("th", "21 พ.ย. 2569 00.30 น."), ("en", "21 Nov 2026 00:30")]
)
def test_moments_are_in_bangkok_time(language: str, expected: str) -> None:
    assert formats.moment(LATE, language) == expected


def test_days_and_numbers() -> None:
    assert formats.day(date(2026, 1, 2), "th") == "2 ม.ค. 2569"
    assert formats.day(LATE, "en") == "21 Nov 2026"
    assert (formats.number(18000), formats.number(18000.5)) == ("18,000", "18,000.50")
    assert formats.percent(0.814) == "81%"
