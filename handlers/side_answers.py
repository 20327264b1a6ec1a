"""Short answers to what people ask about telling itself: who will know, whom we call, who may."""

import re

from handlers.flow import Turn
from locales import N_

_THEM = "(?:เขา|เค้า|นายจ้าง|เจ้านาย|เถ้าแก่|หัวหน้า|บริษัท|เพิ่น|แม่|พ่อ|ผัว|สามี|แฟน)"
_IS_IT = "(?:ไหม|มั้ย|บ่|หรือเปล่า|ป่าว)"
_ANSWERS = (
    (
        rf"ที่นี่ปลอดภัย{_IS_IT}|{_THEM}(?:จะ)?(?:เห็น|อ่าน).{{0,16}}{_IS_IT}|"
        rf"(?:ใคร|ไผ)(?:จะ|บ้าง)?(?:เห็น|รู้|อ่าน|ฮู้)|{_THEM}(?:จะ)?(?:รู้|ฮู้).{{0,8}}{_IS_IT}|"
        rf"ปิด(?:ชื่อ)?(?:ได้)?จริง{_IS_IT}|is it safe|who (?:will )?(?:see|know|read)|"
        r"will (?:he|they|my boss) know",
        N_(
            "Only the staff who handle it see it, and each look is recorded. If your name is"
            " hidden, the other side is not told who wrote."
        ),
    ),
    (
        r"^(?:มัน|แล้วมัน)?ต่างกัน(?:ยังไง|ตรงไหน)|(?:ปิดชื่อ|ไม่บอกใคร).{0,12}(?:คืออะไร|หมายถึง|แปลว่า)|"
        r"what is the difference",
        N_(
            "“Hide my name”: staff see your name, the other side does not. “Tell nobody”: staff do"
            " not see it either, and you get a code to follow the case with."
        ),
    ),
    (
        rf"(?:ผู้ปกครอง|พ่อแม่|ผู้ใหญ่).{{0,14}}(?:{_IS_IT}|ด้วย)|"
        rf"(?:เด็ก|อายุไม่ถึง).{{0,14}}(?:แจ้ง|เล่า|ร้อง).{{0,6}}ได้{_IS_IT}",
        N_("You can tell it yourself, of whatever age. No adult has to come along."),
    ),
    (
        r"(?:มี|ขอ)เบอร์|เบอร์(?:โทร)?(?:อะไร|ไหน)|โทร(?:ไป)?(?:ที่)?ไหน|phone number|number to call",
        N_("Labour: 1506. Ombudsman: 1676. In danger 191, day and night."),
    ),
    (
        r"(?:จังหวัด)?ที่บ้านหรือ(?:ที่)?ทำงาน|จังหวัด(?:ไหน|อะไร)(?:คะ|ครับ|\?)|ที่(?:อยู่|เกิด)หรือ",
        N_("Where it happened, for example where you work."),
    ),
)
_MORE = (
    (
        r"ไม่(?:บอก|ระบุ|ใส่|ให้)ชื่อ.{0,16}ได้"
        + _IS_IT
        + r"|(?:ไม่ต้อง)?บอกชื่อ(?:ด้วย)?"
        + _IS_IT
        + r"|can i (?:stay|be) anonymous|without (?:my|a) name",
        N_("Yes. You can hide your name from the other side, or tell it to nobody at all."),
    ),
    (
        r"ลบ(?:แช[ทต]|ข้อความ|ไลน์)|delete (?:this|the) chat",
        N_("You can delete this chat on your telephone; what you told stays with us."),
    ),
    (
        r"(?:โดน|ถูก)(?:ตำรวจ)?จับ.{0,4}"
        + _IS_IT
        + r"|ส่งกลับ(?:ประเทศ|บ้าน)?.{0,4}"
        + _IS_IT
        + r"|(?:ตำรวจ|ตม)\.?.{0,8}จับ|arrest(?:ed)?\b|deport|kena tangkap",
        N_(
            "This is neither the police nor immigration. Only the staff who handle it see what you"
            " tell, and you need not give a name. Ask our staff here about papers."
        ),
    ),
    (
        r"^.{0,14}(?:เสียเงิน|(?:เสีย|มี)ค่า(?:ใช้จ่าย|บริการ)).{0,4}"
        + _IS_IT
        + r"|ฟรี"
        + _IS_IT
        + r"|is it free|does it cost",
        N_("It is free of charge."),
    ),
    (
        r"(?:ลืม|ทำ|จำ).{0,4}รหัส.{0,6}(?:หาย|ไม่ได้|ทำไง|ทำยังไง)|ลืมรหัส|รหัสหาย|lost (?:my|the) code",
        N_("A code cannot be made again. In this LINE account you need none: “My cases” shows it."),
    ),
)
_FOUND = tuple(
    (re.compile(pattern, re.IGNORECASE), words) for pattern, words in (*_ANSWERS, *_MORE)
)
LONGEST = 80


def find(turn: Turn) -> str | None:
    """Returns the answer to a short question about telling, or None."""
    if len(turn.text) > LONGEST:
        return None
    found = next((words for pattern, words in _FOUND if pattern.search(turn.text)), None)
    return turn._(found) if found else None
