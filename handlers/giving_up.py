"""Giving up in one's own words: "I want to cancel my case", "never mind, I am afraid"."""

import re

LONGEST = 60
"""Characters; in a longer text something is told besides, and it may be told of somebody else."""
_LED = (
    r"(?:ขอ|อยาก(?:จะ)?|จะ|ช่วย|พอแล้ว|งั้น|ถ้างั้น|หนู|ผม|ฉัน|เรา|พี่|เปลี่ยนใจ(?:แล้ว)?|ไม่เป็นไร(?:แล้ว)?|กดผิด|ขอโทษ(?:ค่ะ|ครับ)?|"
    r"ขอบคุณ(?:มาก)?(?:ค่ะ|ครับ)?|เรื่อง(?:แรก|ที่\s?\d|นี้|นั้น|ที่แจ้งไป)?|(?:ได้เงิน|เขาจ่าย|เค้าจ่าย|นายจ้างจ่าย|จ่าย)(?:ครบ)?แล้ว|เอ่อ|เดี๋ยว|"
    r"i(?: just)?|want(?: to)?|would like to|i'd like to|please|can i|could i|let me|"
    r"saya|nak|mahu|[\s,.!])*"
)
_CORE = (
    r"(?:ยกเลิก|ถอน(?:เรื่อง|แจ้ง|คำร้อง|ร้อง(?:เรียน)?)?|ล้มเลิก|เลิก(?=เถอะ|เหอะ|ดีกว่า)|ช่างมัน|ลบ(?:เรื่อง|ทั้งหมด|ทุกอย่าง|ให้|เลย)|"
    r"ไม่(?:เอา|ร้อง(?:เรียน)?|แจ้ง|ส่ง|เล่า)(?:เรื่อง|ความ)?(?:แล้ว|ละ|ล่ะ|ดีกว่า)|"
    r"แค่ถาม|ไม่(?:ต้อง|อยาก)?(?:แล้ว|ละ)(?=\s|ค่ะ|ครับ|เขา|$)|ไม่อยาก(?:ร้อง(?:เรียน)?|แจ้ง)(?:แล้ว|ละ|ต่อ)|ไม่(?:ได้|มี)(?:มี)?เรื่องร้องเรียน|"
    r"cancel|withdraw|take (?:it|my case|my complaint) back|forget it|tarik balik|batal)"
)
_TAIL = (
    r"(?:เรื่อง(?:ที่(?:แจ้ง|ส่ง|ร้อง)(?:ไป)?|นี้|ร้องเรียน)?|(?:การ)?(?:ร้องเรียน|แจ้ง)|ที่(?:แจ้ง|ส่ง)(?:ไป)?|เถอะ|เหอะ|ดีกว่า|"
    r"ไว้ก่อน|(?:ที่)?(?:หนู|ผม|ฉัน)?พิมพ์(?:ไป|มา)?|ตกลงกัน(?:ได้)?แล้ว|เขาจ่ายแล้ว|หน่อย|ได้ไหม|ได้มั้ย|เฉยๆ|เลย|แล้ว|ละ|นะ|ค่ะ|คะ|ครับ|คับ|จ้า|"
    r"(?:my |the )?(?:case|complaint|report|it)|please|now|[\s,.!?])*"
    r"(?:(?:กลัว|เพราะ|เดี๋ยว|scared|afraid|because).{0,40})?$"
)
_GIVES_UP = re.compile(_LED + _CORE + _TAIL, re.IGNORECASE)


def gives_up(text: str) -> bool:
    """Whether a short text says that it should not go on. What then happens is asked first."""
    said = text.strip()
    return len(said) <= LONGEST and bool(_GIVES_UP.match(said))
