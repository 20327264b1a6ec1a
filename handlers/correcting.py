"""A correction that says the right thing itself: "not Roi Et, Khon Kaen", "hide my name"."""

import re

from handlers import hearing, naming
from handlers.flow import Turn
from handlers.place_names import place_name
from locales.formats import day, number
from models.case import Anonymity, Case
from nlp.durations import find_duration
from nlp.places import Place, find_place

_MARKED = re.compile(
    r"^(?:เอ้ย|เอ๊ย|อ้าว|ขอโทษ|โทษที)|(?:ไม่ใช่|บ่แม่น|หมิใช่)|เปลี่ยน|แก้(?!ไม่|แล้ว|ปัญหา|แค้น)|^ผิด\s|"
    r"พิมพ์ผิด|บอกผิด|ผิดค่ะ|ผิดครับ|ที่จริง|จริงๆ\s?(?:คือ|แล้ว)|"
    r"\b(?:actually|change|correction|wrong|sorry|not in|bukan|salah|tukar)\b",
    re.IGNORECASE,
)
"""Words by which people say that what is written down is not so."""
SHORT = 40
_REFUSED = re.compile(r"(?:ไม่ใช่|บ่แม่น|หมิใช่|not )\s*(?:วันที่\s*)?\S+(?:\s?บาท)?(?:ค่ะ|ครับ|คับ|นะ)*")
"""What is said to be wrong: what stands beside it is right."""
_BARE_SUM = re.compile(r"(?:เงิน|ยอด|จำนวน)\D{0,16}(?P<sum>\d[\d,]{2,9})")
_SUM_FOR_SUM = re.compile(
    r"(?P<old>\d[\d,]{2,9})\D{0,12}(?:ผิด|ไม่ใช่|wrong)\D{0,12}?(?P<new>\d[\d,]{2,9})|"
    r"(?:ไม่ใช่|บ่แม่น|not|bukan)\s*(?P<no>\d[\d,]{2,9})\D{0,12}(?P<but>\d[\d,]{2,9})",
    re.IGNORECASE,
)
_RIGHT_NAME = re.compile(
    r"(?:ชื่อ)?(?:นายจ้าง|บริษัท|ร้าน|โรงงาน|เถ้าแก่)?ผิด.{0,14}(?:ที่ถูก(?:ต้อง)?|จริงๆ)\s?(?:คือ|เป็น)?\s*(?P<name>.{2,60})"
)
_NOT_THEM = re.compile(
    r"(?:ไม่ใช่|บ่แม่น|not )\s*(?P<old>(?:ร้าน|บริษัท|โรงงาน|บจก)?\S{2,30})\s+(?:เป็น|แต่เป็น|คือ)?\s*"
    r"(?P<new>(?:ร้าน|บริษัท|โรงงาน|บจก)\S.{1,40})"
)
_TIME = re.compile(
    r"(?:อาทิตย์|สัปดาห์|เดือน|ปี|วัน)(?:ที่แล้ว|ก่อน(?:โน้น|นู้น)?|นี้|โน้น)|เมื่อ\S{2,8}|"
    r"(?:เดือน)?(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(?:คม|ยน|พันธ์)?"
)
_FROM_TO = re.compile(r"(?:เปลี่ยน|แก้)จาก\s*(?P<old>.{2,40}?)\s*เป็น\s*(?P<new>.{2,60})")
_IS_CALLED = re.compile(
    r"(?:(?:เปลี่ยน|แก้)ชื่อ(?:บริษัท|ร้าน|โรงงาน|นายจ้าง|คน)\s*(?:เป็น|คือ)\s*|"
    r"(?P<what>ร้าน|บริษัท|โรงงาน|นายจ้าง|เถ้าแก่|หัวหน้า)\s*(?:ชื่อ|คือ)\s*)(?P<name>.{2,60})"
)
_OWN_NUMBER = re.compile(
    r"เบอร์(?:โทร)?(?:ของ)?\s?(?:หนู|ผม|ฉัน|ดิฉัน|เรา|พี่|ป้า|ลุง|ใหม่|จริง|ที่ถูก)|"
    r"my (?:new |right )?(?:phone|number)|"
    r"nombor saya",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"นายจ้าง|หัวหน้า|เถ้าแก่|เจ้านาย|เขา|เค้า|บริษัท|โรงงาน|ร้าน|สามี|ผัว|แฟน|นายหน้า|\b(?:his|her|their|boss|"
    r"employer|company|agent|majikan)\b",
    re.IGNORECASE,
)
"""Whose number must never be taken for the reporter's."""
NAMES_THE_NAME = ("ชื่อ", "name", "nama")


def is_marked(text: str) -> bool:
    """Whether the text says that something is wrong or to be changed."""
    return _MARKED.search(text) is not None


def correct(turn: Turn, case: Case, asked: str = "") -> bool:
    """Put right what the text says is otherwise, and say so. Returns whether something was.

    `asked` is the question that is open: what answers it is no correction.
    """
    ways = {
        "where": _moved, "phone": _reached_at, "whom": _about, "amount": _counted,
        "name": _renamed, "when": _dated,
    }  # fmt: skip
    done = [way(turn, case) for key, way in ways.items() if key != asked]
    return any(done)  # all of them were tried: "Roi Et, and 28,000" is two


def amount(turn: Turn, case: Case) -> str | None:
    """Returns the sum of a case as the person reads it."""
    if case.amount_baht is None:
        return None
    return turn._("{amount} baht").format(amount=number(case.amount_baht))


def name(turn: Turn, case: Case) -> str:
    """Returns who may learn the name, as the person reads it."""
    return turn._(naming.NAME_IS[case.anonymity])


def _moved(turn: Turn, case: Case) -> bool:
    place = _other_place(turn.text, case)
    if place.province is None or (place.province, place.district) == (case.province, case.district):
        return False
    if place.province == case.province and place.district is None:
        return False
    case.province, case.district = place.province, place.district
    case.subdistrict = case.place = None  # they were of the other place
    shown = " ".join(filter(None, (place.district, place_name(turn, place.province))))
    turn.say(turn._("Changed to {value}.").format(value=shown))
    return True


def _other_place(text: str, case: Case) -> Place:
    """Returns the place that is named beside the one that was wrong."""
    found = find_place(text)
    if found.province != case.province or not case.province:
        return found
    beside = find_place(text.replace(case.province, " "))
    return beside if beside.province else found


def _counted(turn: Turn, case: Case) -> bool:
    found = _sum_for_sum(turn.text, case) or hearing.hear(turn).entities.get("amount_baht")
    if found and found == case.amount_baht:  # "not 9,000, 12,000": the other one
        rest = _REFUSED.sub(" ", turn.text)
        found = hearing.read(rest, hearing.day_of(turn)).entities.get("amount_baht")
    if not found and (bare := _BARE_SUM.search(turn.text)):
        found = int(bare["sum"].replace(",", ""))
    if not found or found == case.amount_baht or found > hearing.LARGEST_SUM:
        return False
    case.amount_baht = found
    turn.say(turn._("Changed to {value}.").format(value=amount(turn, case)))
    return True


def _reached_at(turn: Turn, case: Case) -> bool:
    """Take another telephone number, if it is their own; who is anonymous has none with us."""
    phones = hearing.hear(turn).entities.get("phones", [])
    other = [phone for phone in phones if phone != case.reporter_phone]
    mine = _OWN_NUMBER.search(turn.text) and not _THEIRS.search(turn.text)
    if not other or not mine or case.anonymity is Anonymity.ANONYMOUS:
        return False
    case.reporter_phone = other[-1]
    turn.say(turn._("Changed to {value}.").format(value=case.reporter_phone))
    return True


def _sum_for_sum(text: str, case: Case) -> int | None:
    """Returns the sum that stands beside the one that is said to be wrong."""
    both = _SUM_FOR_SUM.search(text)
    if both is None:
        return None
    old, new = (
        int((both[a] or both[b]).replace(",", "")) for a, b in (("old", "no"), ("new", "but"))
    )
    return new if case.amount_baht in (None, old) else None


def _dated(turn: Turn, case: Case) -> bool:
    """Take another day, or another "last month"; only where something is said to be wrong."""
    if not is_marked(turn.text):
        return False
    found, rest = hearing.hear(turn).day, _REFUSED.sub(" ", turn.text).strip()
    if found is not None and _REFUSED.search(turn.text):
        found = hearing.read(rest, hearing.day_of(turn)).day
    if found is not None and found != case.incident_date:
        case.incident_date, case.incident_when = found, None
        shown = day(found, turn.person.language)
    elif (span := find_duration(rest) or _span(rest)) and span != case.incident_when:
        case.incident_date, case.incident_when, shown = None, span, span
    else:
        return False
    turn.say(turn._("Changed to {value}.").format(value=shown))
    return True


def _span(text: str) -> str | None:
    found = _TIME.search(text)
    return found.group() if found else None


def _about(turn: Turn, case: Case) -> bool:
    """Take the right name of whom it is about: "the shop is called ...", "from A to B"."""
    changed = _FROM_TO.search(turn.text)
    if changed and case.respondent and changed["old"].strip() in case.respondent:
        old, new = changed["old"].strip(), _tidy(changed["new"])
        case.respondent = case.respondent.replace(old, new)
    elif (other := _NOT_THEM.search(turn.text)) and other["old"] in (case.respondent or ""):
        case.respondent = _tidy(other["new"])
    elif right := _RIGHT_NAME.search(turn.text):
        case.respondent = _tidy(right["name"])
    elif named := _IS_CALLED.search(turn.text):
        case.respondent = _tidy(f"{named['what'] or ''}{named['name']}")
    else:
        return False
    turn.say(turn._("Changed to {value}.").format(value=case.respondent))
    return True


def _tidy(name: str) -> str:
    return re.sub(r"(?:นะ|ค่ะ|คะ|ครับ|คับ|จ้า)+$", "", name.strip()).strip()


def _renamed(turn: Turn, case: Case) -> bool:
    """Take "change it to: hide my name"; "the name is wrong" alone changes nothing."""
    names = any(word in turn.text.lower() for word in NAMES_THE_NAME)
    meant = names or (is_marked(turn.text) and len(turn.text) <= SHORT)
    wanted = naming.said_of_name(turn.text) if meant else None
    if wanted is None or not naming.protects(wanted, case.anonymity):
        return False
    case.anonymity = wanted
    turn.say(turn._("Name: {value}.").format(value=name(turn, case)))
    naming.explain(turn, case)
    return True
