"""Papers for citizens, made in memory: a copy of their data, and the receipt of a case.

Fonts and their shaping are loaded when the first paper is made; the processes start without them.
"""

from collections.abc import Mapping
from typing import Any, Unpack

from bot.papers_slip import Slip, Told, slip_of

QR_SIDE, MOST_LINES = 54.0, 4
"""Millimetres; lines of one value on the receipt, which is one page."""


def data_copy(data: Mapping[str, Any], language: str) -> bytes:
    """Returns all that we hold about a person as a PDF; `data` is from models.own_data."""
    from bot.papers_copy import write  # heavy: fpdf2

    return write(data, language)


def receipt_pdf(**told: Unpack[Told]) -> bytes:
    """Returns the receipt of a case as a PDF of one A5 page."""
    return _on_paper(slip_of(told))


def receipt_picture(**told: Unpack[Told]) -> bytes:
    """Returns the receipt of a case as a PNG for the chat."""
    from bot.papers_picture import draw  # the fonts of all languages

    return draw(slip_of(told))


def _on_paper(slip: Slip) -> bytes:
    from bot.papers_sheet import A5, NOTE, NUMBER, SMALL, TITLE, Sheet  # heavy: fpdf2

    with Sheet(A5, slip.language, slip.title, margin=15, labels=32) as sheet:
        sheet.write_text(slip.title, sheet.largest(slip.title, TITLE))
        sheet.write_text(slip.number, sheet.largest(slip.number, NUMBER))
        sheet.rule()
        for label, value in slip.rows:
            sheet.write_row(label, value, most=MOST_LINES)
        sheet.rule()
        if slip.qr:
            sheet.picture(slip.qr, QR_SIDE)
            sheet.write_text(slip.scan, NOTE, align="C")
        sheet.write_text(slip.promise, SMALL, align="C")
        return sheet.made()
