"""Words of somebody who writes for another, and who that is to them."""

import re

_WHO = (
    "แม่|พ่อ|ยาย|ตา|ย่า|ปู่|ลุง|ป้า|น้า|อา|เพื่อน|พี่(?:สาว|ชาย)?|น้อง(?:สาว|ชาย)?|ลูก(?:สาว|ชาย)?|หลาน|เมีย|ภรรยา|"
    "แฟน|ผัว|สามี|ญาติ|ลูกน้อง|คนงาน|ชาวบ้าน|เพื่อนบ้าน|เพื่อนร่วมงาน"
)
_TELLS = "เขียน|พิมพ์|พิม|แจ้ง|ร้อง(?:เรียน)?|เล่า|ขอความช่วยเหลือ"
_HINT = re.compile(
    rf"(?:{_TELLS})(?:แทน|ให้(?:{_WHO}))|พิมพ์ให้|(?:แม่|พ่อ|ยาย|ตา|ย่า|ปู่)พิมพ์ไม่เป็น|on behalf of|"
    r"bagi pihak|ແທນ|ကိုယ်စား|ជំនួស",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"(?:{_TELLS})(?:แทน|ให้)\s?(?P<th>{_WHO})(?![ก-๙])|"
    rf"(?:{_TELLS})(?:แทน|ให้)\s?(?P<run>เพื่อนบ้าน|เพื่อนร่วมงาน|พี่สาว|พี่ชาย|น้องสาว|น้องชาย|ลูกสาว|ลูกชาย|แม่|พ่อ|ยาย|"
    r"ลูกน้อง|เพื่อน|ภรรยา|สามี)(?=ค่ะ|คะ|ครับ|คับ|นะ|ที่|ซึ่ง|โดน|ถูก|ทำงาน|เขา|แก)|"
    r"on behalf of (?:my )?(?P<en>(?:grand)?(?:mother|father)|mum|mom|dad|friend|neighbou?r|sister|"
    r"brother|wife|husband|son|daughter|aunt|uncle|cousin|coworker)\b|"
    r"bagi pihak (?P<ms>mak|ibu|ayah|abah|kawan|jiran|kakak|adik|isteri|suami|anak)\b",
    re.IGNORECASE,
)


def is_for_another(story: str) -> bool:
    """Whether the words tell of somebody who writes for another."""
    return _HINT.search(story) is not None


def told_for(story: str) -> str | None:
    """Returns who it is told for, as the teller calls them ("แม่"), or None."""
    found = _FOR.search(story)
    return next(filter(None, found.groups()), None) if found else None
