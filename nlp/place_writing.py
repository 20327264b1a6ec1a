"""Other ways to write places: provinces by their two letters, Thai names in Lao letters."""

import re

from nlp.gazetteer import POPULAR

_CODES = dict(item.split() for item in POPULAR["codes"].split(","))
_CODE = re.compile(rf"(?<![ก-๙.])จ\.\s?({'|'.join(_CODES)})(?:\.|(?=\s|$))")
_LAO = re.compile("[ກ-ໝ]{2}")
_LAO_TO_THAI = {letter: letter - 0x80 for letter in range(0x0E81, 0x0EDA)} | {ord("ຽ"): "ีย"}


def written_out(text: str) -> str:
    """Return the text with the letters of provinces as names: จ.ชม. is จ.เชียงใหม่."""
    return _CODE.sub(lambda found: f"จ.{_CODES[found[1]]} ", text)


def has_lao(text: str) -> bool:
    """Tell whether there are words in Lao letters."""
    return bool(_LAO.search(text))


def lao_as_thai(text: str) -> str:
    """Return Lao letters as the Thai ones that stand at the same place of their block in Unicode:
    ບາງກະປິ is บางกะปิ. The people's own name stays: a Lao mother is no แม่ลาว."""
    parts = text.split("ລາວ")
    return "ລາວ".join(part.translate(_LAO_TO_THAI) for part in parts).replace("ยู่", "อยู่")
