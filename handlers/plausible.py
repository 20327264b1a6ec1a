"""Whether a short text can be what was asked: a name, or a time. Anything else that is typed there
would be written on the card, and staff would write to the wrong party."""

import re

from handlers import wishes
from nlp.durations import find_duration
from nlp.places import find_place

_TIME = re.compile(
    r"\d{1,4}\s?[/.-]\s?\d{1,2}|\b(?:19|20|25)\d\d\b|[๐-๙]{1,2}\s?[/.-]|"
    r"วัน(?!นา)|เดือน|ปี(?!น)|อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|ตะกี้|สักพัก|ครั้งแรก|แต่ไหนแต่ไร|หน้า(?:ฝน|ร้อน|หนาว)|"
    r"\d\s?(?:มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค)|^(?:มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค)\.?|^\d{1,2}$|"
    r"สัปดาห์|เมื่อ|ตั้งแต่|ตอน|ช่วง|หลัง(?!คา)|ก่อน|เช้า|(?<!ร้อย)สาย|บ่าย|เย็น|ค่ำ|(?<!ไม่)คืน(?!เงิน|ให้|ของ)|เที่ยง|ต้น(?!ไม้)|กลาง(?!แจ้ง|ถนน)|ปลาย|"
    r"นาน|ชั่วโมง|โมง|ทุ่ม|นาที|ที่แล้ว|เพิ่ง|พึ่ง|เพิ่น?หว่าง|ประจำ|ทุก(?!คน|ที่)|ตลอด|ยังไม่จบ|ล่าสุด|กะกี้|มื้อ|วาน|ม\.ค|ก\.พ|มี\.ค|"
    r"เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค|มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|"
    r"พฤศจิกา|ธันวา|สงกรานต์|น้ำท่วม|โควิด|ตรุษ|ออกพรรษา|เข้าพรรษา|เทศกาล|"
    r"\b(?:ago|since|last|week|month|year|day|days|yesterday|today|tonight|morning|night|always|"
    r"every|now|just|when|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"bulan|minggu|hari|tahun|semalam|lepas|sejak|tadi|malam|pagi|sekarang|baru|ramadan|raya)\b|"
    r"လ|ရက်|နှစ်|ပတ်|မနေ့|ညက|တုန်းက|ကတည်းက|အခု|ខែ|ថ្ងៃ|ឆ្នាំ|សប្តាហ៍|សប្ដាហ៍|ម្សិល|យប់|តាំងពី|មុន|"
    r"ເດືອນ|ມື້|ປີ|ອາທິດ|ວານ|ຕັ້ງແຕ່|ຕອນ|ກ່ອນ|ແລ້ວ",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:หนู|ผม|ฉัน|ดิฉัน|กู|มึง|พวกมึง)(?=\s|ไม่|จะ|อยาก|กลัว|โดน|ถูก|ก็|ขอ|เป็น|ทำ|คิด|ว่า|มี|ยัง|ต้อง|ได้|พิมพ์|อยู่|เหมือน|$)|"
    r"^พวก(?:มึง|หนู|ผม|เขา)|^(?:i|i'm|we|saya|aku) |"
    r"^(?:กลัว|ไม่กล้า|ไม่อยาก|อยาก(?=ให้|ได้|จะ|รู้|ถาม|\s)|เอา(?=เหมือน|เลย|แบบ|ไง|\s|$)|ช่วย(?=ด้วย|หน่อย|ที|หนู|ผม)|"
    r"รอ(?=\s|ก่อน|แป๊บ|เดี๋ยว|$)|เดี๋ยว|ต่อเลย|ต่อไป|เสร็จ|แยกเป็น|อีกเรื่อง|มี(?:สอง|2)เรื่อง|แค่(?!เอง)|ก็(?=\s|ไม่|ว่า)|แต่|"
    r"แล้ว|เพราะ|มัน(?:ไม่|จะ|เป็น)|เหมือนเดิม|โทร(?:มา|ไป|หา|ใหม่)|ไป(?=ทำ|ที่|มา|กับ|เลย|\s|$)|มา(?:แล้ว|ทำ)|"
    r"เขา(?=ให้|ไม่|บอก|ว่า|จะ|ทำ|มา|เป็น)|เค้า(?=ให้|ไม่|บอก|ว่า|จะ)|ตอนนี้|มีคน|ช่างมัน|เปลี่ยนใจ|"
    r"อยู่(?=ที่|ใน|จังหวัด|อำเภอ|แถว|\s|$))|แล้วก็|"
    r"^(?:แม่|พ่อ|ลูก|เมีย|ผัว|ตัวเอง|ตัวหนู)ชื่อ|"
    r"(?:เรียบร้อย|ไม่รู้|ไม่ทราบ|ไม่ได้เงิน|ไม่จ่าย|ไม่เอา|ไม่ใช่|ส่งเลย|ส่งได้|ถูกแล้ว|เจ้าหน้าที่ตอบ)|"
    r"(?:ไหม|มั้ย|หรือเปล่า|เหรอ|หรอ|\?|อะไร|ที่ไหน|ยังไง|ทำไง|ใคร|เท่าไหร่|กี่\S{0,6})(?:คะ|ค่ะ|ครับ|คับ)?\s*$|"
    r"^(?:how|what|why|when|is|can|do|will) ",
    re.IGNORECASE,
)
"""How people begin who tell, fear, want or put off something."""
PLACE_WORDS = re.compile(r"จังหวัด|อำเภอ|ตำบล|จ\.|อ\.|ต\.|อยู่|ที่|แถว|ค่ะ|คะ|ครับ|คับ|เด้อ|จ้า|in|at|\s")
LEFT_OVER = 3
"""Letters that may stand beside the name of a place in a text that names nothing else."""


def is_time(text: str) -> bool:
    """Whether the text can say when something was."""
    return bool(_TIME.search(text) or find_duration(text))


def is_only_time(text: str) -> bool:
    """Whether the text says when, and names nobody: "two months ago"."""
    return bool(_ONLY_TIME.fullmatch(wishes.plain(text)))


_ONLY_TIME = re.compile(
    r"(?:เมื่อ|ตั้งแต่|ประมาณ|น่าจะ|ราวๆ?|ก็|ตอน|\s)*(?:\d{1,2}|[๐-๙]+|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|หลาย|ครึ่ง|"
    r"นึง|ต้น|กลาง|ปลาย)?\s?(?:วัน|อาทิตย์|สัปดาห์|เดือน|ปี|คืน|เช้า|เย็น|วาน(?:นี้|ซืน)?)"
    r"(?:กว่า|ที่แล้ว|ก่อน|นี้|แล้ว|ครึ่ง|มานี้|\s)*|"
    r"(?:about |since |for |\s)*(?:\d{1,2}|one|two|three|last|a|few|sudah|dah)?\s?"
    r"(?:days?|weeks?|months?|years?|yesterday|today|\d{1,2} (?:bulan|minggu|hari|tahun)|semalam)"
    r"(?: ago| lepas| lalu)?",
    re.IGNORECASE,
)


def is_place(text: str) -> bool:
    """Whether the text names a place in Thailand and nothing else."""
    said = wishes.plain(text)
    found = find_place(said)
    if found.province is None:
        return False
    rest = said
    for name in (found.subdistrict, found.district, found.province):
        rest = rest.replace(name.removeprefix("เมือง"), "") if name else rest
    return len(PLACE_WORDS.sub("", rest)) <= LEFT_OVER


def is_name(text: str) -> bool:
    """Whether the text can name a company, an office or a person."""
    said = wishes.plain(text)
    if not any(sign.isalpha() for sign in said):
        return False
    if wishes.agrees(said) or wishes.declines(said) or wishes.sends(said):
        return False
    return not (_NO_NAME.search(said) or is_only_time(said) or is_place(said))
