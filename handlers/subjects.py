"""Subjects that the model has ranked, put right where plain words say more than it has learned."""

import re

from handlers.abroad import find_country
from nlp import SURE
from nlp.places import find_place

Ranked = list[tuple[str, float]]
"""Subjects with their probabilities, best first."""
_MIGRANT = re.compile(
    "ข้ามชาติ|ใบแจ้งออก|นายใหม่|ต่างด้าว|พม่า|เมียนมา|กัมพูชา|เขมร|ลาว|เวียดนาม|บัตรชมพู|บัด|ใบอนุญาต|พาสปอร์ต|หนังสือเดินทาง|วีซ่า|"
    "เอ็มโอยู|(?:ต่อ|ขึ้น)ทะเบียน|นายหน้า|mou\\b|permit|passport|visa|pink card|"
    "burm|myanmar|cambodia|lao|migrant",
    re.IGNORECASE,
)


_PAY = re.compile(
    "ค่าแรง|ค่าจ้าง|เงินเดือน|โอที|ไม่จ่าย|(?:no|not|n.t|never) pa(?:y|id)|salary|wages?\\b|overtime|gaji|"
    "လစာ|လုပ်ခ|ប្រាក់ខែ|ប្រាក់ឈ្នួល|ເງິນເດືອນ|ຄ່າແຮງ",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    "บัตร|บัด|ใบอนุญาต|พาสปอร์ต|หนังสือเดินทาง|วีซ่า|เอ็มโอยู|ทะเบียน|นายหน้า|\\bmou\\b|permit|passport|visa|card|agent|"
    "broker|document|စာရွက်|ပတ်စပို့|ပွဲစား|ប័ណ្ណ|លិខិត|មេខ្យល់|ບັດ|ໜັງສື|ນາຍໜ້າ",
    re.IGNORECASE,
)
_HARASSED = re.compile(
    "(?:ชอบ|แอบ|มา|พยายาม|โดน|ถูก|หัวหน้า|เจ้านาย|นายจ้าง|เถ้าแก่|เขา|เค้า|ครู|อาจารย์|ผู้จัดการ)"
    "(?:มัน|เขา|เค้า|พี่|ชอบ|แอบ|มา)*(?:แตะ(?:เนื้อ|ตัว|ก้น|หน้าอก)|จับ(?:ก้น|นม|หน้าอก|ต้นขา|แก้ม)|โอบ|ลูบ|ล้วง|ลวนลาม|"
    "แต๊ะอั๋ง|คุกคามทางเพศ)|sexual(?:ly)? harass|"
    "touch(?:es|ed|ing)? (?:me|my (?:body|breast|butt|leg))",
    re.IGNORECASE,
)
"""Words of somebody who is touched at work; the model knows few of them."""
_ABROAD = re.compile(
    r"มาเล|เกาหลี|ไต้หวัน|ญี่ปุ่น|อิสราเอล|ต่างประเทศ|เมืองนอก|\b(?:agen|permit|pahang|johor|kelantan|kedah|kl|malaysia|"
    r"seberang|korea|taiwan|israel|abroad)\b|ເກົາຫຼີ|ໄຕ້ຫວັນ|ຕ່າງປະເທດ|ကိုရီးယား|မလေး|កូរ៉េ|ម៉ាឡេ",
    re.IGNORECASE,
)
SURE_OF_HARASSMENT = SURE_OF_MIGRANT = 0.8
"""Probability from which the model is believed against these words, or without them."""
MOST_RANKED = 3
SURE_OF_CATEGORY = SURE["category"]


def _is_here(text: str) -> bool:
    """Whether a text names a place in Thailand, and nothing of another country."""
    abroad = find_country(text) is not None or _ABROAD.search(text) is not None
    return not abroad and find_place(text).province is not None


def put_right(ranked: Ranked, language: str, text: str) -> Ranked:
    """Returns the subjects of a text, at most three.

    Who is touched at work is harassed. Nobody is taken for a migrant worker who says nothing of it:
    the next subject goes first. Who is one and tells of pay, and of no papers, is heard about pay.
    """
    if _HARASSED.search(text) and (not ranked or ranked[0][1] < SURE_OF_HARASSMENT):
        others = [row for row in ranked if row[0] != "discrimination"]
        return [("discrimination", SURE_OF_CATEGORY), *others][:MOST_RANKED]
    if ranked and ranked[0][0] == "overseas_work" and len(ranked) > 1 and _is_here(text):
        left = max(1 - ranked[0][1], *(p for _, p in ranked[1:]), 0.01)
        return [*((label, p / left) for label, p in ranked[1:]), (ranked[0][0], 0.0)]
    foreign = language in ("my", "km", "lo") or _MIGRANT.search(text)
    if not ranked or ranked[0][0] != "migrant_work":
        return ranked
    if not foreign and ranked[0][1] >= SURE_OF_MIGRANT:
        return ranked
    if foreign and (_PAPERS.search(text) or not _PAY.search(text)):
        return ranked
    rest = [("wages", SURE_OF_CATEGORY)] if foreign else []  # who is not paid is heard as all are
    others = [row for row in ranked[1:] if not rest or row[0] != "wages"]
    return [*rest, *others, (ranked[0][0], 0.0)][:MOST_RANKED]
