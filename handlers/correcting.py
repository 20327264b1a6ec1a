"""A correction that says the right thing itself: "not Roi Et, Khon Kaen", "hide my name"."""

import re

from handlers import hearing, naming
from handlers.flow import Turn
from handlers.place_names import place_name
from locales.formats import day, number
from models.case import Case
from nlp.places import Place, find_place

_MARKED = re.compile(
    r"^(?:เอ้ย|เอ๊ย|อ้าว|ขอโทษ|โทษที)|(?:^|\s)(?:ไม่ใช่|บ่แม่น|หมิใช่)|เปลี่ยน|แก้(?:เป็น|ไข|จาก|ตรง)|"
    r"พิมพ์ผิด|บอกผิด|ผิดค่ะ|ผิดครับ|ที่จริง|จริงๆ\s?(?:คือ|แล้ว)|"
    r"\b(?:actually|change|correction|wrong|sorry|not in|bukan|salah|tukar)\b",
    re.IGNORECASE,
)
"""Words by which people say that what is written down is not so."""
NAMES_THE_NAME = ("ชื่อ", "name", "nama")


def is_marked(text: str) -> bool:
    """Whether the text says that something is wrong or to be changed."""
    return _MARKED.search(text) is not None


def correct(turn: Turn, case: Case, asked: str = "") -> bool:
    """Put right what the text says is otherwise, and say so. Returns whether something was.

    `asked` is the question that is open: what answers it is no correction.
    """
    ways = {"where": _moved, "amount": _counted, "name": _renamed, "when": _dated}
    return any(way(turn, case) for key, way in ways.items() if key != asked)


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
    found = hearing.hear(turn).entities.get("amount_baht")
    if not found or found == case.amount_baht:
        return False
    case.amount_baht = found
    turn.say(turn._("Changed to {value}.").format(value=amount(turn, case)))
    return True


def _dated(turn: Turn, case: Case) -> bool:
    found = hearing.hear(turn).day
    if found is None or found == case.incident_date or not is_marked(turn.text):
        return False
    case.incident_date, case.incident_when = found, None
    turn.say(turn._("Changed to {value}.").format(value=day(found, turn.person.language)))
    return True


def _renamed(turn: Turn, case: Case) -> bool:
    """Take "change it to: hide my name"; "the name is wrong" alone changes nothing."""
    names = any(word in turn.text.lower() for word in NAMES_THE_NAME)
    wanted = naming.said_of_name(turn.text) if names else None
    if wanted is None or wanted == case.anonymity:
        return False
    case.anonymity = wanted
    turn.say(turn._("Name: {value}.").format(value=name(turn, case)))
    naming.explain(turn, case)
    return True
