"""Words that work everywhere, typed loosely: Thai first, a little English.

A wish is only heard where the whole text is it: "เจ้าหน้าที่" in the middle of a story is not a
wish to talk to one.
"""

import re

_TAIL = re.compile(r"(?:\s|นะ|คะ|ค่ะ|ค่า|คับ|ครับ|จ้า|จ้ะ|จ๊ะ|หน่อย|please|[.!?…ๆ~,])+$")
_HEAD = re.compile(r"^(?:ขอ|อยาก(?:จะ)?|ต้องการ(?:จะ)?|ช่วย(?!ด้วย|ที|ฉัน|ผม|หนู)|จะ)\s*")
_WORDS = {
    "help": "ช่วยด้วย ช่วยที ช่วยฉันด้วย ช่วยผมด้วย ช่วยหนูด้วย ช่วยชีวิต help sos",
    "cancel": "ยกเลิก ไม่ส่งแล้ว ไม่เอาแล้ว ไม่ร้องเรียนแล้ว cancel stop",
    "restart": "เริ่มใหม่ เริ่มต้นใหม่ restart reset",
    "track": "ติดตามเรื่อง ติดตาม ดูสถานะ สถานะ เช็คสถานะ ตามเรื่อง เรื่องของฉัน status track",
    "withdraw": "ถอนเรื่อง ถอนคำร้อง ถอนร้องเรียน withdraw",
    "staff": "คุยกับเจ้าหน้าที่ เจ้าหน้าที่ ติดต่อเจ้าหน้าที่ คุยกับคน แอดมิน staff human agent",
    "report": "เล่าเรื่อง ร้องเรียน ร้องทุกข์ แจ้งเรื่อง แจ้งเรื่องใหม่ เรื่องใหม่ report complain",
    "english": "english อังกฤษ ภาษาอังกฤษ",
    "thai": "thai ไทย ภาษาไทย",
    "news_on": "รับข่าว รับข่าวสาร news",
    "news_off": "หยุดข่าว หยุดรับข่าว ไม่รับข่าว งดข่าว เลิกรับข่าว",
}
_WISHES = {word: wish for wish, words in _WORDS.items() for word in words.split()}
_WISHES |= {
    "talk to staff": "staff",
    "start over": "restart",
    "help me": "help",
    "my cases": "track",
}
_ANSWERS = {
    "skip": "ข้าม ข้ามไป ไม่บอก ไม่อยากบอก ไม่สะดวกบอก ไม่รู้ ไม่ทราบ ไม่แน่ใจ จำไม่ได้ ไม่มี ไม่ระบุ skip -",
    "yes": "ใช่ ใช่เลย ใช่แล้ว ถูก ถูกต้อง ถูกแล้ว ครบแล้ว ถูกต้องแล้ว ส่ง ส่งเลย ส่งได้ ส่งได้เลย ส่งไปเลย ส่งเรื่อง"
    " ยืนยัน ตกลง โอเค โอเคเลย เอา ได้ ได้เลย ok okay yes y send",
    "no": "ไม่ ไม่ใช่ ไม่เอา ยัง ผิด ไม่ถูก ไม่ถูกต้อง ไม่ส่ง ยังไม่ส่ง แก้ แก้ไข no n",
}
_SAYS = {kind: frozenset(words.split()) for kind, words in _ANSWERS.items()}


def _one_or_more(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:(?:{longest_first})(?:\s|นะ|คะ|ค่ะ|ค่า|คับ|ครับ|จ้า|จ้ะ|จ๊ะ|[.!,])*)+")


_YES, _NO = _one_or_more(_SAYS["yes"]), _one_or_more(_SAYS["no"])


def plain(text: str) -> str:
    """Returns the text without polite words and signs at its end, lower-cased."""
    even = re.sub(r"\s+", " ", text.strip().lower())
    return _TAIL.sub("", even) or even


def wish(text: str) -> str | None:
    """Returns the wish that the whole text is, or None."""
    said = plain(text)
    return _WISHES.get(said) or _WISHES.get(_HEAD.sub("", said))


def skips(text: str) -> bool:
    """Whether the person would rather not, or cannot, answer."""
    return plain(text) in _SAYS["skip"]


def agrees(text: str) -> bool:
    """Whether the text is a yes, or several: "ใช่ค่ะ ส่งเลย"."""
    return _YES.fullmatch(plain(text)) is not None


def declines(text: str) -> bool:
    """Whether the text is a no, or several."""
    return _NO.fullmatch(plain(text)) is not None
