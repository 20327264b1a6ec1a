"""Writing subdistricts.txt anew: python -m nlp.make_subdistricts FOLDER.

FOLDER is `geothai/_data` of an unpacked geothai wheel (CC BY 4.0; its names must be attributed,
see NOTICE). Run by hand when districts change; nothing imports this, and geothai is no dependency.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from pythainlp.corpus import thai_words

TARGET = Path(__file__).with_name("subdistricts.txt")
HEAD = """\
# Districts and sub-districts of Thailand. Names: GeoThai data 2026.10.23, (c) 2026 Pongsakorn
# Thipayanate, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), from geothai 3.2.1 on PyPI;
# brought into this format, with marks added. "=province", then a line a district:
# name|English name|sub-districts. A * marks what is also an ordinary word or part of one."""
SHORT = 4  # characters: such a name is found inside words too easily
MEANT_NO_PLACE = (  # heard in messages
    "ในเมือง บ้านใหม่ บ้านนอก ในควน ในคลอง ในตัว บ้านกลาง บ้านเก่า ทางเกวียน ปากน้ำ ในวงใต้ หัวงาน "
    "ท้ายตลาด บ้านแก่ง ที่วัง ไปรษณีย์ บ้านเช่า สามผง นาหมอ ยายแย้มวัฒนา อบทม นาโบสถ์ บ้านนา สามแยก "
    "เขาน้อย ดอนเมือง กลางแดด นาข้าวเสีย"
)
NUMBER = re.compile("(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน)+")
COMMON_START = re.compile(
    "(?:บ้าน|สวน|เหมือง|ใน|ถนน|วัด|ไร่|ทาง|หัว|ปาก|ที่|หลัง|หน้า|แม่|ตา|ยาย|ลุง|พี่|น้ำ|ข้าว|ต้น|ลูก|คน|มา|ไป|"
    "ห้อง|งาน|ขอ|เก่า|ใหม่|ของ|สาย|นาย|นาง|พระ|เขา)(.+)"
)


def main(folder: Path) -> None:
    """Write subdistricts.txt from GeoThai's three tables."""
    provinces, districts, subdistricts = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("provinces", "districts", "subdistricts")
    )
    dictionary = frozenset(thai_words())
    everything = "\n".join(dictionary)
    names: dict[str, list[str]] = defaultdict(list)
    for code, raw, *_ in subdistricts:
        name = re.sub(r"\s*\(.*", "", raw).replace(" ", "")
        names[code[:4]].append(name + "*" * _is_word(name, dictionary, everything))
    lines = [HEAD]
    for code, province, *_ in provinces:
        lines.append(f"={province}")
        lines += [
            "|".join([district.removeprefix("เขต"), english, " ".join(names[at])])
            for at, district, english in districts
            if at[:2] == code
        ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _is_word(name: str, dictionary: frozenset[str], everything: str) -> bool:
    """Say whether the name alone, without ตำบล before it, would be found where none is meant."""
    if (
        len(name) <= SHORT
        or name in everything
        or name in MEANT_NO_PLACE.split()
        or NUMBER.fullmatch(name)
    ):
        return True
    rest = COMMON_START.fullmatch(name)
    return bool(rest and (rest[1] in dictionary or len(rest[1]) < SHORT))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
