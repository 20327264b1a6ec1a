"""The number of a case survives how people type it, and notices what they mistype."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from models.number import find_numbers, next_number, number_of


def test_numbers_run_by_buddhist_year_of_bangkok(session: Session) -> None:
    new_year_in_bangkok = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert next_number(session, datetime(2026, 11, 24, tzinfo=UTC))[:11] == "LV69-000001"
    assert next_number(session, datetime(2026, 11, 24, tzinfo=UTC))[:11] == "LV69-000002"
    assert next_number(session, new_year_in_bangkok)[:11] == "LV70-000001"


@pytest.mark.parametrize(
    "typed", ["LV69-000123-P", "lv69000123p", "เรื่อง LV 69 - 000123 - P ถึงไหน", "lv๖๙-๐๐๐๑๒๓-p"]
)
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert find_numbers(typed) == [number_of(2569, 123)]


def test_any_single_wrong_digit_is_noticed() -> None:
    number = number_of(2569, 123)
    for at in (2, 3, 5, 6, 7, 8, 9, 10):
        for digit in "0123456789":
            wrong = number[:at] + digit + number[at + 1 :]
            assert wrong == number or find_numbers(wrong) == []
