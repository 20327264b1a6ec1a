"""Countries that people from Thailand work in, as they call them: one answers "where", too."""

import re

_COUNTRIES = {
    "ไต้หวัน": "ไต้หวัน|taiwan", "เกาหลีใต้": "เกาหลี|แทกู|กรุงโซล|korea", "ญี่ปุ่น": "ญี่ปุ่น|japan",
    "มาเลเซีย": "มาเลย์|มาเลเซีย|malaysia", "สิงคโปร์": "สิงคโปร์|singapore", "บรูไน": "บรูไน|brunei",
    "อิสราเอล": "อิสราเอล|israel", "ซาอุดีอาระเบีย": "ซาอุ|saudi",
    "สหรัฐอาหรับเอมิเรตส์": "ดูไบ|อาบูดาบี|dubai|abu dhabi", "กาตาร์": "กาตาร์|qatar", "คูเวต": "คูเวต|kuwait",
    "โอมาน": "โอมาน|\\boman", "อินโดนีเซีย": "อินโดนีเซีย|indonesia", "ฮ่องกง": "ฮ่องกง|hong kong",
    "จีน": "ประเทศจีน|เมืองจีน|\\bchina", "เมียนมา": "เมียวดี|ฝั่งพม่า|เล้าก์ก่าย|myawaddy",
    "กัมพูชา": "ปอยเปต|สีหนุวิลล์|poipet|sihanoukville", "ออสเตรเลีย": "ออสเตรเลีย|australia",
    "ฟินแลนด์": "ฟินแลนด์|finland", "สวีเดน": "สวีเดน|sweden", "โปแลนด์": "โปแลนด์|poland",
    "เยอรมนี": "เยอรมัน|เยอรมนี|germany", "ตุรกี": "ตุรกี|turkey",
}  # fmt: skip
_PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, words in _COUNTRIES.items()}


def find_country(text: str) -> str | None:
    """Returns the first country abroad that a text names, by its Thai name, or None."""
    found = [(m.start(), name) for name, p in _PATTERNS.items() if (m := p.search(text))]
    return min(found)[1] if found else None
