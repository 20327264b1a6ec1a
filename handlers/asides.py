"""An answer to another question than the one that is open, or to two at once."""

import re

from handlers import filing, hearing, naming, plausible, wishes
from handlers.abroad import find_country
from handlers.correcting import NAMES_THE_NAME
from handlers.flow import Turn
from models.case import Case
from nlp.durations import find_duration
from nlp.places import find_place

_COMPANY = re.compile(
    r"^\s*(?:บริษัท|บจก|บ\.|หจก|ห้างหุ้นส่วน|โรงงาน|ร้าน|เถ้าแก่|เจ๊|เฮีย|อบต|เทศบาล|สำนักงาน|นายจ้างชื่อ)|"
    r"\b(?:co\.?,? ?ltd|company|limited)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:เมื่อ(?:วาน|เช้า|คืน|กี้)|วันนี้|วันก่อน|(?:อาทิตย์|สัปดาห์|เดือน|ปี)(?:ที่แล้ว|ก่อน|นี้)|"
    r"yesterday|last (?:week|month)|ตั้งแต่(?:เข้า|เริ่ม|ต้น|ปลาย|กลาง|เดือน|ปี)|"
    r"(?:ทำ|เป็น|โดน)(?:แบบนี้|อย่างนี้)?(?:มา)?(?:เกือบ|ประมาณ|ได้)?.{0,4}(?:ปี|เดือน)แล้ว)",
    re.IGNORECASE,
)
SHORT = 40
COUNTRY = 20
"""Characters; a longer text that names a country says more than where."""
_OF_NAME = re.compile(
    r"^(?:ขอ|ช่วย)?ปิด(?!กิจการ|ร้าน|ตัว|ไป)|ปิดชื่อ|ปกปิด|(?:ไม่|อย่า|บ่|ห้าม)(?:อยาก|กล้า|ต้อง)?บอก(?:ชื่อ|ใคร|ไผ)|ไม่ระบุชื่อ|"
    r"hide my name|tell nobody|no name|anonym|don.?t (?:tell|show) (?:my )?name|"
    r"jangan (?:beritahu|bagi tahu|oyak)|tok payoh oyak",
    re.IGNORECASE,
)


def take(turn: Turn, case: Case, asked: str) -> bool:
    """Take what surely answers the other of "whom" and "when". Returns whether it did; what is open
    is then asked again."""
    text = turn.text.strip()
    if not text or len(text) > SHORT:
        return False
    if asked != "name" and _choice(turn, case):
        return True
    if asked in ("whom", "when", "category") and _place(turn, case):
        return True
    if _is_party(text, case, asked):
        case.respondent = wishes.without_polite(text)
        gather(turn, case, asked)
        return asked != "when" or hearing.hear(turn).day is None
    timed = _TIME.search(text) or plausible.is_only_time(text)
    told = case.incident_when or case.incident_date
    if asked not in ("when", "what") and not told and timed:
        _note_time(turn, case)
        gather(turn, case, asked)
        return True
    return False


def _is_party(text: str, case: Case, asked: str) -> bool:
    """Whether a text names whom it is about, where something else was asked."""
    if case.respondent or asked in ("whom", "what", "behalf") or not _COMPANY.search(text):
        return False
    return asked != "where" or find_place(text).province is None


def _choice(turn: Turn, case: Case) -> bool:
    """Who may learn the name, said where something else was asked: "tell nobody"."""
    if not _OF_NAME.search(turn.text):
        return False
    wanted = naming.said_of_name(turn.text)
    if wanted is None or not naming.protects(wanted, case.anonymity):
        return False
    case.anonymity = wanted
    turn.note(done=sorted({*turn.notes.get("done", []), "name"}))
    turn.say(turn._("Name: {choice}.").format(choice=turn._(naming.NAME_IS[wanted])))
    naming.explain(turn, case)
    return True


def _place(turn: Turn, case: Case) -> bool:
    country = find_country(turn.text) if len(turn.text) <= COUNTRY else None
    if country and case.province is None:
        case.district = country
        return True
    if not plausible.is_place(turn.text):
        return False
    found = find_place(turn.text)
    if case.province is None or found.province != case.province or found.district:
        case.province, case.district = found.province, found.district
    return True


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
