"""A correction of a case that was sent: carried out, with a line in its history for staff.

Only what says plainly that a fact of the case is wrong changes it: "not Khon Kaen, Roi Et", "from A
to B", "the sum is wrong, 28,000". An apology, news, or a question is filed like any other word.
"""

import re

from handlers import adding, answers, correcting, filing, own_cases
from handlers.flow import Turn
from models.case import Case, note_change

LONGEST = 60
"""Characters; a longer text tells a story of its own."""
_SHOWN = ("province", "district", "amount_baht", "incident_date")
_SEALED = ("respondent", "incident_when", "reporter_phone")
"""Facts that are kept sealed; so is the line of the history that holds them."""
_WRONG = r"(?:พิมพ์|บอก|แจ้ง|ใส่|กรอก|เขียน|ให้)?ผิด|\bwrong\b|\btypo\b|\bsalah\b"
_FIELD = (
    r"จังหวัด|อำเภอ|สถานที่|ที่เกิดเหตุ|ยอด|จำนวนเงิน|เงิน|บาท|เบอร์|โทร|วันที่|ชื่อ(?:บริษัท|ร้าน|โรงงาน|นายจ้าง)|"
    r"\b(?:province|place|amount|sum|baht|date|phone|number|company)\b"
)
_ASKS_TO = re.compile(
    rf"\d\D{{0,12}}(?:{_WRONG})\D{{0,12}}\d|(?:{_WRONG}).{{0,40}}(?:{_FIELD})|(?:{_FIELD}).{{0,20}}(?:{_WRONG})|"
    rf"(?:แก้|เปลี่ยน|\bchange|\bcorrect|\btukar)(?: the)?\s?(?:{_FIELD})|(?:เปลี่ยน|แก้)จาก",
    re.IGNORECASE,
)
GONE = "–"
NAMED = 4
_NOT = re.compile(
    r"(?:ไม่ใช่|บ่แม่น|หมิใช่|\bnot\b|\bbukan\b)\s*(?:ที่|จังหวัด|จ\.|in )?\s*(?P<old>\S+)", re.I
)


def hears(turn: Turn) -> bool:
    """Hear at rest that a fact of a sent case is wrong, and put it right. Returns whether it was
    that; what answers a question of staff about another case is not."""
    case, asked = case_of(turn), own_cases.asked_lately(turn)
    if case is None or asked not in (None, case) or not _take(turn, case):
        return False
    adding.say_filed(turn, case)
    return True


def case_of(turn: Turn) -> Case | None:
    """Returns the open case of which a short text says that a fact is wrong; None where it does
    not, where more than one may be meant, and where the law keeps the case as it is."""
    said = turn.text
    if len(said) > LONGEST or answers.is_question(said):
        return None
    cases = [case for case in own_cases.open_cases(turn) if not case.legal_hold]
    refused = [case for case in cases if _refuses(said, case)]
    if len(refused) == 1:
        return refused[0]
    return cases[0] if len(cases) == 1 and _ASKS_TO.search(said) else None


def _take(turn: Turn, case: Case) -> bool:
    """Change what is corrected. Returns whether anything was; then staff see the words, and what
    stood there before."""
    before = {name: getattr(case, name) for name in (*_SHOWN, *_SEALED)}
    if not correcting.correct(turn, case, asked="name"):  # names: handlers/renaming.py
        return False
    for name, was in before.items():
        became = getattr(case, name)
        if was == became:
            continue
        if name in _SEALED:
            note_change(
                case, name, None, None, actor="person", reason=f"{was or GONE} → {became or GONE}"
            )
        else:
            note_change(case, name, _text(was), _text(became), actor="person")
    filing.add_to(turn, case)
    return True


def _refuses(said: str, case: Case) -> bool:
    """Whether the text says that what stands in the case is not so."""
    old = found["old"] if (found := _NOT.search(said)) else ""
    digits = "".join(sign for sign in old if sign.isdecimal())
    place = case.province is not None and old.startswith(case.province)
    named = len(old) >= NAMED and old in (case.respondent or "")
    return place or named or (case.amount_baht is not None and digits == str(case.amount_baht))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
