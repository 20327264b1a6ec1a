"""An answer to another question than the one that is open, or to two at once."""

import re

from handlers import filing, hearing, naming, wishes
from handlers.correcting import NAMES_THE_NAME
from handlers.flow import Turn
from models.case import Case
from nlp.durations import find_duration

_COMPANY = re.compile(
    r"^\s*(?:บริษัท|บจก|บ\.|หจก|ห้างหุ้นส่วน|โรงงาน|ร้าน|เถ้าแก่|เจ๊|เฮีย|อบต|เทศบาล|สำนักงาน|นายจ้างชื่อ)|"
    r"\b(?:co\.?,? ?ltd|company|limited)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:เมื่อ(?:วาน|เช้า|คืน|กี้)|วันนี้|วันก่อน|(?:อาทิตย์|สัปดาห์|เดือน|ปี)(?:ที่แล้ว|ก่อน|นี้)|"
    r"yesterday|last (?:week|month))",
    re.IGNORECASE,
)
SHORT = 40


def take(turn: Turn, case: Case, asked: str) -> bool:
    """Take what surely answers the other of "whom" and "when". Returns whether it did; what is open
    is then asked again."""
    text = turn.text.strip()
    if asked == "when" and not case.respondent and _COMPANY.search(text) and len(text) <= SHORT:
        case.respondent = wishes.without_polite(text)
        return hearing.hear(turn).day is None
    if asked == "whom" and not case.incident_when and _TIME.search(text) and len(text) <= SHORT:
        _note_time(turn, case)
        gather(turn, case, asked)
        return True
    return False


def _note_time(turn: Turn, case: Case) -> None:
    day = hearing.hear(turn).day
    if day is not None:
        case.incident_date = day
    else:
        case.incident_when = find_duration(turn.text) or wishes.without_polite(turn.text)


def gather(turn: Turn, case: Case, asked: str) -> None:
    """Fill in what an answer tells besides: "Rayong, Siam Company", "yesterday, hide my name"."""
    heard = hearing.hear(turn)
    filing.fill_facts(case, heard)
    said_name = any(word in turn.text.lower() for word in NAMES_THE_NAME)
    wanted = naming.said_of_name(turn.text) if said_name and asked != "name" else None
    if wanted is not None and naming.protects(wanted, case.anonymity):
        case.anonymity = wanted
        turn.note(done=sorted({*turn.notes.get("done", []), "name"}))
