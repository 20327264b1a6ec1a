"""Sums of money in messages: ๑๒,๐๐๐ บาท, 3 หมื่น, สามหมื่นห้า, พันห้า, 1.5 แสน, 5k, 18 ribu baht.

A rate (วันละ 300, ชั่วโมงละ 50) is no sum, nor are dates, ages, sections of law, head-counts or
other countries' money. คนละ 18,000 is one: it is what each person claims.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from nlp.claims import NAMED, standing
from nlp.cleaning import tidy
from nlp.numbers import Number, find_numbers, whole

_MOST = 10**10
_WINDOW = 40

_BAHT_BEFORE = re.compile(r"(?:฿|\bthb\.?|\bbaht|(?<![a-z\u0e00-\u0e7f])b|ဘတ်(?:ငွေ)?)\s?$")
_ABOUT = r"\s?(?:กว่า|ก่า|เศษ|ถ้วน|เต็ม|นิดๆ)?ๆ?\s{0,2}"
_BAHT_AFTER = re.compile(
    _ABOUT + r"(?:บาท|บาด(?!เจ็บ|แผล)|บ\.|บ(?![\u0e01-\u0e4e.])|฿|bath?t?\b|baht|thb|[.,]-|"
    "ບາດ|ບາທ|ဘတ်|បាត|បាទ)"
)
_FOREIGN_BEFORE = re.compile(
    r"(?:\brm|\bmyr|\$|\busd|\bnt[d$]?|\btwd|\bkrw|\bjpy|\bmmk|\bsgd|[₩¥€£₭៛]|ริงกิต|ดอลลาร์)\s?$"
)
_FOREIGN_AFTER = re.compile(
    r"\s?(?:กว่า)?\s?(?:ringg?it|rm\b|myr|usd|dollar|us\$|\$|won\b|yen\b|yuan|kyat|mmk|kip\b|riel|"
    "ริงกิต|ลิงกิต|เหรียญ|ดอล|วอน(?!ช่วย|ขอ|ให้|หน่วย|ท่าน|ผู้)|เยน|หยวน|จ๊าด|จ๊าต|จ้าด|กีบ|เรียล|"
    "ยูโร|ปอนด์|รูปี|ด่อง|เชเกล|ກີບ|ကျပ်|រៀល|ဒေါ်လာ|[€£¥₩₭៛])"
)
_GOLD_BEFORE = re.compile(r"ทอง[^\d\n]{0,16}$")
_SPAN = (
    "วัน|ชั่วโมง|ชม|เดือน|ปี|อาทิตย์|สัปดาห์|ชิ้น|กิโล|กก|ตัว|ต้น|ไร่|ครั้ง|เที่ยว|กะ|งวด|รอบ|คืน|ตัน|"
    "day|hour|month|week|year|hr|kg|kilo|piece|hari|bulan|jam|ມື້|ເດືອນ|ວັນ|ຊົ່ວໂມງ|ရက်|လ|ថ្ងៃ|ខែ"
)
_RATE_BEFORE = re.compile(
    "(?:(?<![แเห])(?<!คน)(?<!หัว)(?<!ราย)(?<!ครัว)(?<!เรือน)ละ|ລະ(?<!ຄົນລະ)|(?:ต่อ|ຕໍ່)(?:"
    f"{_SPAN})|(?:per|every) (?:{_SPAN})|(?:ขั้นต่ำ|minimum)[^\\d\\n]{{0,12}}?)"
    r"\s*(?:แค่|เพียง|แต่|ประมาณ|ราวๆ?|สูงสุด|ไม่ถึง|ไม่เกิน|เกือบ|ตั้ง|เป็นเงิน|of|ได้|เหลือ|จะ){0,2}\s*$"
)
_RATE_AFTER = re.compile(
    rf"\s*(?:(?:ต่อ|/|per\b|a\b|an\b|each|every|ทุก|ຕໍ່|រាល់|ក្នុង(?:មួយ)?|se|setiap)\s?(?:{_SPAN})|"
    "daily|monthly|hourly|รายวัน|รายเดือน|มื้อหนึ่ง)"
)
_PERCENT = re.compile(r"\s?(?:%|เปอร์|ปอร์เซ|percent|peratus|ເປີ)")
_VAGUE_BEFORE = re.compile(r"(?:หลาย|เป็น|นับ|กี่|ครึ่งค่อน|ລາຍ)\s?$")
_NO_SUM_BEFORE = re.compile(
    r"(?:มาตรา|\u0e21\.|ข้อ|ซอย|ซ\.|ชั้น|ห้อง|(?<!สูง)อายุ|วันที่|ปี|พ\.?ศ\.?|ค\.?ศ\.?|หมู่|สาย|ถนน|ถ\.|ทางหลวง|"
    r"เที่ยวบิน|ไฟ[ลท]+์?|ทะเบียน|รหัส|เคส|คดี|เลข[^\s\d]{0,12}|เบอร์(?!รี)[^\s\d]{0,8}|โทร|ครั้ง|ไลน์|ป\.|"
    r"(?<!เงิน)เดือน|เวลา|คิว|ตึก|อาคาร|สูง|ห่าง|ไกล|หนัก|ยาว|กว้าง|ลึก|โฉนด|น\.ส\.|แปลง|รุ่น|ช่อง|"
    r"บิล|โต๊ะ|\bid|\bline|\broom|\bage|\baged|\bsection|\bno|\bflight|\broad|\bhighway|\bumur|\bcase|\btel)"
    r"\s*[.:#]?\s*(?:ที่|หมายเลข|เลขที่|คือ)?\s*[:#]?\s*$"
)
_COUNTED = re.compile(
    r"\s?(?:กว่า|เศษ)?\s?(?:คน(?!ขาย|โกง|นั้น|นี้|ร้าย|ที่|อื่น|ละ)|วัน(?!ละ|นี้|ที่|จันทร์|อังคาร|พุธ|พฤ|ศุกร์|เสาร์|อา|นั้น)|"
    "เดือน(?!ละ|นี้|ที่|ก่อน)|ปี(?!ละ|นี้|ที่|ก่อน)|ชั่วโมง|ชม|นาที|วินาที|ครั้ง|รอบ|กิโล|กม|ก\\.ม|เมตร|ไร่|หลัง(?!จาก)|"
    "ครัว|ราย|ตัว(?!แทน|เอง)|คัน|ชิ้น|แห่ง|ฉบับ|โมง|ทุ่ม|ขวบ|ชั้น|หมู่|ตัน|ลำ(?!บาก)|โรง(?!งาน|แรม)|บ้าน(?=\\s|$)|"
    "ใบ|เรื่อง|เท่า|เม็ด|กลัก|กก|ก\\.ก|องศา|เบอร์|อาทิตย์|สัปดาห์|สาย|แผ่น|แผง|หน่วย|ลิตร|ข้อ(?!หา)|เสียง|กะ(?=\\s|$)|"
    "เคส|ห้อง|งวด|มัด|ร้าน|ชีวิต|หลังคา|ซม|ต้น|ตร\\.|ตาราง|วา|งาน(?=\\s|$)|น\\.|น(?![\u0e01-\u0e4e])|คู่|ชุด|ศพ|แรงม้า|ซีซี|วัตต์|แคล|"
    r"people|person|worker|days?\b|hours?\b|months?\b|years?\b|weeks?\b|km|kg|kilo|cm|metres?|m\b|am\b|pm\b|"
    "orang|hari|bulan|tahun|jam|ຄົນ|ມື້|ເດືອນ|ປີ|ယောက်|ရက်|နှစ်|នាក់|ថ្ងៃ|ឆ្នាំ|ខែ)"
)
_MONEY = (
    "(?:เงิน|บาท|ค่า|จ่าย|โอน|หัก|ค้าง|เสีย|กู้|ยืม|หนี้|ปรับ|เรียก|ราคา|มัดจำ|ยอด|รวม|ทั้งหมด|คืน|คนละ|หัวละ|"
    "โกง|หลอก|ริบ|ดอก|ตกลง|เหลือ|ขาด|ชด|ทวง|เบี้ย|คิด|สมทบ|อุดหนุน|pay|paid|owe|salary|wage|deposit|cut|"
    "fine[ds]? |gaji|bayar|hutang|upah|potong|ຄ່າ|ເງິນ|ຄ້າງ|ຈ່າຍ|ငွေ|လစာ|လုပ်ခ|លុយ|ប្រាក់)"
)
_PERHAPS_MONEY = "(?:ได้|ให้|เอา|ขอ|วาง|ส่ง|ติด|เก็บ|ประกัน|บอก)"
_MONEY_NEAR = re.compile(rf"{_MONEY}[^\d\n]{{0,18}}$|{_PERHAPS_MONEY}[^\d\n]{{0,8}}$")
_MONEY_AROUND = re.compile(_MONEY + r"[^\n]{0,26}$")
_MONEY_JUST_BEFORE = re.compile(r"(?:เงิน|จ่าย|โอน|โอนไป|หนี้|หัก|หักไป|ปรับ|ค้าง)\s?$")
_AGE = re.compile(r"\s?ปี")  # of stars and bones: no sum of a hundred thousand counts years
_LAUGH = re.compile("5{3,}")
_MONEY_AFTER = re.compile(r"\s?(?:ที่|ยัง)?(?:ค้าง|หัก|ไม่จ่าย|ไม่คืน|จ่าย|โอน|ไม่ได้|ได้คืน)")
_OUT_OF = re.compile(r"\d\s?(?:บาท)?\s?จาก(?:ทั้งหมด)?\s?$")
_LEADS_TO = re.compile(r"(?:ไป|หัก|ปรับ|ค้าง|เอา|จ่าย|โอน|มา|คนละ|หัวละ|เกือบ|ประมาณ)\s?$")
_AND_MORE = re.compile(r"\s?(?:กว่า|เศษ|ก่า)")
_RANGE = re.compile(
    r"(?<![\d/.,-])(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,6}(?:\.\d)?)\s?[-–~]\s?"
    r"(?=\d{1,3},\d{3}|\d[\d.,]{0,9}\s?(?:บาท|พัน|หมื่น|แสน|ล้าน|k\b|baht|ribu))"
)


@dataclass(frozen=True)
class _Context:
    """A number with the text on both sides of it, and whether บาท is written beside it."""

    number: Number
    before: str
    after: str
    baht: bool


def find_amount(text: str) -> int | None:
    """Return the sum of money that `text` is about, in whole baht (half a baht counts), or None.

    Of several sums it is the largest of those claimed, else the largest named, else the largest
    of those paid already, agreed, earned or borrowed.
    """
    even = _RANGE.sub(" ", tidy(text).lower())
    ranked = [(rank, whole(context.number.value)) for rank, context in _sums(even)]
    return max(ranked)[1] if ranked else None


def _sums(text: str) -> Iterator[tuple[int, _Context]]:
    numbers = list(find_numbers(text))
    rank, end = NAMED, 0
    for number, following in zip_longest(numbers, numbers[1:]):
        context = _context(text, number)
        if not _is_sum(context):
            continue
        before = text[max(end, number.start - _WINDOW) : number.start]
        leads_on = following is not None and following.start - number.end < _WINDOW // 2
        rank = standing(before, "" if leads_on else context.after, rank)
        end = number.end
        yield rank, context


def _context(text: str, number: Number) -> _Context:
    before = text[max(0, number.start - _WINDOW) : number.start]
    after = text[number.end : number.end + _WINDOW]
    baht = _BAHT_AFTER.match(after)
    after_baht = after[baht.end() :] if baht else after
    return _Context(number, before, after_baht, bool(baht or _BAHT_BEFORE.search(before)))


def _is_sum(context: _Context) -> bool:
    if not 0 < context.number.value < _MOST or _is_rate(context) or _is_foreign(context):
        return False
    if context.number.bare and not _is_definite(context):
        return False
    return (context.baht and not _is_code(context)) or _sounds_like_money(context)


def _is_rate(context: _Context) -> bool:
    return bool(
        _RATE_BEFORE.search(context.before)
        or _RATE_AFTER.match(context.after)
        or _PERCENT.match(context.after)
    )


def _is_foreign(context: _Context) -> bool:
    """Another country's money, or gold: ทอง 2 บาท is a weight."""
    gold = context.number.value <= 20 and _GOLD_BEFORE.search(context.before)
    return bool(
        gold or _FOREIGN_BEFORE.search(context.before) or _FOREIGN_AFTER.match(context.after)
    )


def _is_definite(context: _Context) -> bool:
    """หมื่นกว่า, พันบาท and หักไปพัน say how much; เป็นหมื่น and หลายแสนบาท do not."""
    if _VAGUE_BEFORE.search(context.before):
        return False
    ends = not re.match("[\u0e01-\u0e4e]", context.after)
    led_to = ends and _LEADS_TO.search(context.before)
    more = _AND_MORE.match(context.after) and _MONEY_NEAR.search(context.before)
    return bool(context.baht or led_to or more)


def _is_code(context: _Context) -> bool:
    """A phone or an account begins with 0 or has eight figures and no comma."""
    written = context.number.written
    return bool(re.match(r"0\d|\d{8}", written)) and not (context.baht and written[0] != "0")


def _sounds_like_money(context: _Context) -> bool:
    """Without บาท a number is a sum by its unit, its comma, or because money is spoken of."""
    number = context.number
    if _is_code(context) or _is_year(number) or _LAUGH.fullmatch(number.written):
        return False
    if _COUNTED.match(context.after) and not _is_paid(context):
        return False
    if _NO_SUM_BEFORE.search(context.before):
        return False
    if number.value >= 100_000 and _AGE.match(context.after):
        return False
    spoken = number.unit > 0 or "," in number.written
    if (spoken and number.value >= 1000) or (number.unit and "เดียว" in number.written):
        return True
    return number.value >= 100 and _money_is_near(context)


def _is_paid(context: _Context) -> bool:
    """จ่ายไป 68,000 วันเดินทาง... counts no days, though วัน is the next word."""
    apart = context.after.startswith(" ") and _MONEY_NEAR.search(context.before)
    beside = _MONEY_JUST_BEFORE.search(context.before)
    return context.number.value >= 1000 and bool(apart or beside)


def _is_year(number: Number) -> bool:
    """2566 and 2023 are years; 2000 and 2500 are more often sums."""
    year = 2400 < number.value < 2600 or 1950 < number.value < 2040
    return year and number.written.isdigit() and number.value % 100 != 0


def _money_is_near(context: _Context) -> bool:
    return bool(
        _MONEY_NEAR.search(context.before)
        or (context.number.value >= 1000 and _MONEY_AROUND.search(context.before))
        or _MONEY_AFTER.match(context.after)
        or _OUT_OF.search(context.before)
    )
