"""The receipt of a case, in words: the same for the paper and for the picture."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TypedDict

import segno

from locales import catalogue
from locales.formats import moment
from locales.spoken import OFFICE, SUBJECT

QR_SCALE = 8
"""Dots of one square of the QR code."""


class Told(TypedDict):
    """What a receipt is made of. `next_` says what happens next, in the person's language.

    A category is shown only if it is given: somebody else may see the slip. Where there is no
    address to follow the case at, `follow_url` is empty.
    """

    number: str
    submitted_at: datetime
    office: str
    category: str | None
    language: str
    follow_url: str
    next_: str


@dataclass(frozen=True)
class Slip:
    """What stands on a receipt."""

    language: str
    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    scan: str
    promise: str
    qr: bytes
    """A PNG, or nothing."""


def slip_of(told: Told) -> Slip:
    """Returns what stands on the receipt of a case, in the language of the person."""
    _ = catalogue(told["language"]).gettext
    address = told["follow_url"]
    return Slip(
        told["language"],
        title=_("We have your case"),
        number=told["number"],
        rows=tuple(row for row in _rows(told) if row[1]),
        scan=_("Scan this to see how your case is going.") if address else "",
        promise=_("This slip shows nothing of what you told us."),
        qr=_qr(address) if address else b"",
    )


def _rows(told: Told) -> tuple[tuple[str, str], ...]:
    _ = catalogue(told["language"]).gettext
    office, category = told["office"], told["category"]
    return (
        (_("Sent"), moment(told["submitted_at"], told["language"])),
        (_("Office"), _(OFFICE.get(office, office))),
        (_("Subject"), _(SUBJECT.get(category, category)) if category else ""),
        (_("Next"), told["next_"]),
    )


def _qr(address: str) -> bytes:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=QR_SCALE, border=2)
    return out.getvalue()
