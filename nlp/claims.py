"""What is said about a sum: is it claimed (ค้าง, หักไป, อยากได้คืน), or settled (จ่ายมาแล้ว, กู้มา)?"""

import re

CLAIMED, NAMED, SETTLED = 2, 1, 0

_PAY = "เงินเดือน|เงิน|ค่าแรง|ค่าจ้าง|โอที|ค่าโอที"
_CUE = re.compile(
    "(?P<claimed>(?:(?:ไม่|บ่|บ่ได้|มิ)\\s?(?:ยอม|เคย|ได้)?(?:รับ|จ่าย|คืน|ให้|โอน|ครบ|ได้)|(?:ไม่|บ่)ได้|"
    f"ค้าง(?:จ่าย)?|หัก|ติด(?=เงิน|ค่า)|เบี้ยว|โกง|หลอก|ทวง)(?:อีก|ไป)?(?:{_PAY})?|เชิด|ยักยอก|ขโมย|ลัก|ริบ|"
    f"ยึด|ปรับ|ไถ|เรียก|(?:ขอ|เอา|อยากได้)(?:{_PAY})?คืน|คืนเงิน|เสียหาย|ชดเชย|ชดใช้|ทดแทน|เยียวยา|"
    "เสีย|สูญ|หาย|เหลือ|ขาด|รวม|ทั้งหมด|ทั้งสิ้น|โดน|ถูก|โอนไป|คนละ|owe[sd]?|unpaid|not paid|n't paid|"
    "deduct|cheat|refund|scam|lost|total|belum|hutang|tidak|potong|tipu|ຄ້າງ|ຫັກ|ບໍ່)|"
    "(?P<settled>จ่าย(?:มา|ไป)?(?:แล้ว|ให้|แค่|มา|จริง)|ให้(?:มา|แค่|แล้ว|จริง)|"
    "ได้(?:มา|แค่|แล้ว|รับ|เงิน|จริง|คืน)|"
    "รับ(?:มา|แล้ว|จริง)|โอนมา|คืน(?:ไป)?(?:มา|แล้ว|ให้)|ตกลง|สัญญา|บอก(?:ว่า)?จะ|รับปาก|กู้|ยืม|เงินเดือน|รายได้|"
    "ขาย|ผ่อน|ซื้อ|ราคา|เงินต้น|ทุน|จาก|ปกติ|เคยได้|paid|earn|borrow|agreed|promised|salary|price|"
    "dapat|pinjam|janji)"
)
_OPEN_AFTER = re.compile(
    r"[^\d\n]{0,22}?(?:(?:ไม่|บ่)\s?(?:ยอม|เคย|ได้)?(?:รับ|จ่าย|คืน|ให้|โอน|ได้)|ที่ค้าง|ที่หัก|ที่โดน|ได้คืน|หายไป|"
    "ค้างอยู่|tidak dibayar|not paid|unpaid|ບໍ່)"
)
_CLOSED_AFTER = re.compile(r"\s?(?:บาท)?\s?(?:มา)?แล้ว(?!ไม่|ก็ไม่)")
_AND = re.compile(r"\s?(?:บาท)?\s?(?:กับ|และ|,|หรือ|แล้วก็|and|dan)\s?(?:อีก)?\s?")


def standing(before: str, after: str, inherited: int) -> int:
    """Return CLAIMED, NAMED or SETTLED for a sum between two stretches of text.

    `before` begins behind the sum before, whose standing is inherited over กับ and และ;
    `after` is empty where it leads on to another sum.
    """
    if _AND.fullmatch(before):
        return inherited
    if _OPEN_AFTER.match(after):
        return CLAIMED
    said = _last_cue(before)
    return SETTLED if said == NAMED and _CLOSED_AFTER.match(after) else said


def _last_cue(before: str) -> int:
    cue = None
    for found in _CUE.finditer(before):
        cue = found.lastgroup
    return {"claimed": CLAIMED, "settled": SETTLED}.get(cue or "", NAMED)
