"""Dates and numbers as people here write them: Buddhist era in Thai, Bangkok time everywhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

BANGKOK = ZoneInfo("Asia/Bangkok")
THAI_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip


def day(value: date, language: str) -> str:
    """Returns 21 พ.ย. 2569, 21 Nov 2026, 21 ພ.ຈ. 2026; a moment is taken in Bangkok time."""
    if isinstance(value, datetime):
        value = value.astimezone(BANGKOK)
    if language == "th":
        return f"{value.day} {THAI_MONTHS[value.month - 1]} {value.year + 543}"
    made: str = format_date(value, "d MMM y", locale=language)
    return made


def clock(value: datetime, language: str) -> str:
    """Returns 14.30 น. or 14:30, Bangkok time."""
    local = value.astimezone(BANGKOK)
    return f"{local:%H.%M} น." if language == "th" else f"{local:%H:%M}"


def moment(value: datetime, language: str) -> str:
    """Returns 21 พ.ย. 2569 14.30 น. or 21 Nov 2026 14:30, Bangkok time."""
    return f"{day(value, language)} {clock(value, language)}"


def number(value: float) -> str:
    """Returns 18,000; fractions only where there are any."""
    return f"{value:,.2f}".removesuffix(".00")


def percent(share: float) -> str:
    """Returns 81% for 0.81."""
    return f"{share:.0%}"
