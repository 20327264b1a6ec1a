"""Names of organisations: companies, factories, shops, agencies. Suggestions, to be confirmed.

A word such as บริษัท or สภ. tells where a name begins. Where it ends, in Thai without spaces,
is for the tokeniser and a list of words with which the story goes on.
"""

import re
from collections.abc import Iterator
from itertools import islice

from nlp.cleaning import tidy
from nlp.storywords import begins, goes_on, is_description, leads_on
from nlp.tokens import cut

_MOST = 5
_MOST_HEADS = 40
_REACH = 60

_COMPANY = (
    r"บริษัทฯ?|บมจ\.?|บจก\.?|หจก\.?|ห้างหุ้นส่วน(?:จำกัด|สามัญ)?|"
    r"(?<![\u0e01-\u0e4e\d.])(?<!\d\s)บ\.|(?<=ที่)บ\."
)
# Known by themselves; a place may follow: การไฟฟ้าส่วนภูมิภาค, ตม.แม่สอด.
_KNOWN = (
    "(?:(?:สำนักงาน|สนง\\.?|กรม)\\s?)?สวัสดิการและคุ้มครองแรงงาน|(?:สำนักงาน|สนง\\.?)\\s?(?:ประกันสังคม|จัดหางาน|สวัสดิการฯ?|"
    "แรงงาน)|(?:(?<=ไป)|(?<=ที่)|(?<=แจ้ง)|(?<=ร้อง)|(?<=ติดต่อ)|(?<=โทร))(?:ประกันสังคม|จัดหางาน)|"
    "(?:ประกันสังคม|จัดหางาน|สวัสดิการ|แรงงาน)(?=จังหวัด|จ\\.|เขต|สาขา|พื้นที่)|กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์|"
    "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม|กระทรวงเกษตรและสหกรณ์|กรมพัฒนาสังคมและสวัสดิการ|กรมป้องกันและบรรเทาสาธารณภัย|"
    "กรมส่งเสริมและพัฒนาคุณภาพชีวิตคนพิการ|กรมการจัดหางาน|กรมการปกครอง|กรมที่ดิน|กรมการกงสุล|กรมการขนส่งทางบก|"
    "สำนักงานคณะกรรมการคุ้มครองผู้บริโภค|การไฟฟ้า(?:ส่วนภูมิภาค|นครหลวง|ฝ่ายผลิต)?|การประปา(?:ส่วนภูมิภาค|นครหลวง)?|"
    "การรถไฟ(?:แห่งประเทศไทย)?|การเคหะ(?:แห่งชาติ)?|การทางพิเศษ|สำนักงานตรวจคนเข้าเมือง|ตรวจคนเข้าเมือง|"
    "(?:ตม|กกจ|สสค|กสร|สปส|กฟภ|กฟน|กปภ|กปน|พมจ|ธกส|ธ\\.ก\\.ส|สคบ|ปปช|ป\\.ป\\.ช|กสทช|ดีเอสไอ)\\.|"
    "ศาล(?:แรงงาน(?:กลาง)?|จังหวัด|แขวง|ปกครอง|ยุติธรรม)"
)
_NAMED = (
    "โรงงาน(?:อุตสาหกรรม)?|โรงแรม|โรงเรียน|โรงพยาบาล(?:ส่งเสริมสุขภาพตำบล)?|โรงพัก|โรงน้ำแข็ง|โรงเลื่อย|โรงสี|รพ\\.สต\\.|"
    "รพ\\.|ร\\.พ\\.|รร\\.|ร\\.ร\\.|มหาวิทยาลัย|วิทยาลัย|อบ[ตจ]\\.|(?<![\u0e01-\u0e4e])อบ[ตจ](?![\u0e30-\u0e3a\u0e47-\u0e4e])|เทศบาล(?:เมือง|ตำบล|นคร)?|"
    "(?<![\u0e01-\u0e2e])ท[ตม]\\.|สภ\\.|สน\\.|ส\\.น\\.|สถานีตำรวจ(?:ภูธร|นครบาล)?|สนง\\.?|สำนักงาน(?!ใหญ่)|(?<!แ)(?<!จั)กรม(?![\u0e30-\u0e3a\u0e47-\u0e4e]|ธรรม|ท่า)|"
    "กระทรวง|ธนาคาร|แบงก์|มูลนิธิ|สหกรณ์|สมาคม|ร้าน|รีสอร์[ทต]์?|ฟาร์ม|คลินิก|ที่ว่าการอำเภอ|ห้าง(?!หุ้นส่วน)|ปั๊ม|"
    "ໂຮງງານ|ບໍລິສັດ|ក្រុមហ៊ុន|រោងចក្រ"
)
_HEAD = re.compile(f"(?P<known>{_KNOWN})|(?P<company>{_COMPANY})|(?P<named>{_NAMED})")
_LIMITED = re.compile(
    r"\s{0,2}(?P<name>[^\n,;!?\"']{2,60}?)\s?(?:\(ประเทศไทย\)\s?)?(?:จำกัด|จก\.)(?:\s?\(?มหาชน\)?)?"
)
_CHUNK = re.compile(
    r"\s{0,2}(?P<name>7-?11|7-eleven|[^\s,;!?\"'“”()\[\]0-9:/]{1,40})", re.IGNORECASE
)
_MORE_LATIN = re.compile(r"(?:\s[A-Z][\w&-]{1,20}){1,3}")
_SHORT_FORM = re.compile(r"[\u0e01-\u0e2e]{2,4}\.")
_TITLE = re.compile("ป้า|เจ๊|เฮีย|ลุง|คุณ|ครัว|น้อง|ปตท")
_NUMBERED = ("เขต", "พื้นที่", "ภาค", "สาขา")
_NUMBER = re.compile(r"\s?\d{1,3}(?!\d)")
_LETTER = re.compile(r"[^\W_]")

_LIMITED_EN = re.compile(
    r"\s(?:public\s)?(?:company|co)\.?,?\s{0,2}(?:limited|ltd)\b\.?|"
    r"\s(?:limited\spartnership|sdn\.?\sbhd)\b\.?",
    re.IGNORECASE,
)
_PLACE_EN = re.compile(r"\s(?:Factory|Hotel|Resort|Restaurant|Hospital|School|Bank|Company|Farm)\b")
_CAPITALS = re.compile(r"(?:(?:[A-Z0-9][\w&.'-]*|&|of|and)\s){0,6}[A-Z0-9][\w&.'()-]*$")
_TWO_WORDS = re.compile(r"[a-z0-9&.-]+(?:\s[a-z0-9&.-]+)?$", re.IGNORECASE)
_SMALL = re.compile(
    r"^(?:(?:i|we|my|the|a|an|this|that|our|his|her|at|in|for|from|by|with|of|to|and|is|was|are|"
    r"work|works|working|boss|it|named|called|company)\s|(?:The|A|An|My|Our|This|That|I|At|In|From)$)+",
    re.IGNORECASE,
)


def find_organisations(text: str) -> tuple[str, ...]:
    """Return at most five names that begin (in English: end) with a word for an organisation."""
    even = tidy(text)
    found = sorted([*islice(_thai(even), _MOST * 2), *islice(_english(even), _MOST * 2)])
    return tuple(dict.fromkeys(name for _, name in found))[:_MOST]


def _thai(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    for head in islice(_HEAD.finditer(text), _MOST_HEADS):
        if head.start() < end:
            continue
        stop = _limited_end(text, head) or _name_end(text, head)
        if stop:
            end = stop
            yield head.start(), " ".join(text[head.start() : stop].split())


def _limited_end(text: str, head: re.Match[str]) -> int:
    """บริษัท ... จำกัด has its own end, unless the story goes on in between."""
    if head.lastgroup != "company":
        return 0
    found = _LIMITED.match(text, head.end())
    if not found or _HEAD.search(found["name"]):
        return 0
    told = any(goes_on(word, word) for word in cut(found["name"]))
    return 0 if told else found.end()


def _name_end(text: str, head: re.Match[str]) -> int:
    """Return where the name that begins with `head` ends; 0 if there is none."""
    alone = head.end() if head.lastgroup == "known" else 0
    chunk = _CHUNK.match(text, head.end(), head.end() + _REACH)
    if not chunk or (chunk.start("name") > chunk.start() and not _may_be_apart(head, chunk)):
        return alone
    if chunk["name"][0].isdigit():
        return chunk.end()
    words = list(_name_words(chunk["name"]))
    if "".join(words) != "จังหวัด":  # แรงงานจังหวัด is an office
        words = _trimmed(words, text[chunk.end() :][:3])
    if not alone and not _is_name(words):
        return 0
    return _with_more(text, chunk, "".join(words)) or alone


def _may_be_apart(head: re.Match[str], chunk: re.Match[str]) -> bool:
    """Behind a space most words go on with the story: ... หน้าร้าน ทุบกระจก."""
    short = head[0].endswith(".") or head.lastgroup == "company" or head[0] == "โรงแรม"
    name = chunk["name"]
    return head.lastgroup != "known" and (short or name[0].isascii() or bool(_TITLE.match(name)))


def _trimmed(words: list[str], after: str) -> list[str]:
    """Leave out จังหวัด or เขต at the end, unless its number follows: เขต 3."""
    numbered = re.match(r"\s?\d", after)
    while words and leads_on(words[-1]) and not numbered:
        words.pop()
    return words


def _with_more(text: str, chunk: re.Match[str], name: str) -> int:
    end = chunk.start("name") + len(name)
    number = _NUMBER.match(text, end)
    if number and name.endswith(_NUMBERED):
        return number.end()
    if name and name.isascii() and end == chunk.end():
        more = _MORE_LATIN.match(text, end)
        end = more.end() if more else end
    return end


def _name_words(chunk: str) -> Iterator[str]:
    """Yield the words of a name; a full stop ends it, but for short forms: ปตท."""
    if _HEAD.match(chunk):
        return
    if _SHORT_FORM.match(chunk):
        yield chunk[: chunk.index(".") + 1]
        return
    name, at = chunk.split(".", maxsplit=1)[0], 0
    for word in cut(name):
        if goes_on(word, name[at:]) and not (at == 0 and begins(word)):
            return
        yield word
        at += len(word)


def _is_name(words: list[str]) -> bool:
    letters = sum(1 for sign in "".join(words) if _LETTER.match(sign))
    return letters >= 2 and any(not is_description(word) for word in words)


def _english(text: str) -> Iterator[tuple[int, str]]:
    for found in islice(_LIMITED_EN.finditer(text), _MOST_HEADS):
        yield from _ending_with(text, found, needs_capitals=False)
    for found in islice(_PLACE_EN.finditer(text), _MOST_HEADS):
        if not _LIMITED_EN.match(text, found.start()):
            yield from _ending_with(text, found, needs_capitals=True)


def _ending_with(
    text: str, suffix: re.Match[str], *, needs_capitals: bool
) -> Iterator[tuple[int, str]]:
    before = text[max(0, suffix.start() - _REACH) : suffix.start()]
    name = _CAPITALS.search(before) or (None if needs_capitals else _TWO_WORDS.search(before))
    if not name:
        return
    kept = _SMALL.sub("", name[0])
    if kept.strip():
        yield suffix.start() - len(kept), kept + suffix[0]
