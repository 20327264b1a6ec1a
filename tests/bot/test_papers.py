"""Papers for citizens: what stands on them, and that no text can break them."""

import re
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.papers import data_copy, receipt_pdf, receipt_picture
from bot.papers_slip import Told
from bot.papers_text import filled, pieces, readable
from locales import LANGUAGES

ROOT = Path(__file__).parent.parent.parent
STORIES = {
    "th": "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน คนละ 18,000 บาท น้ำก็ไม่ไหล 🙏",
    "en": "The factory owes us two months' pay, 18,000 baht each.",
    "ms": "Kilang itu belum membayar gaji kami selama dua bulan.",
    "my": "အလုပ်ရှင်က လစာ နှစ်လ မပေးပါ။ ကူညီပေးပါ။",
    "km": "ថៅកែរោងចក្រមិនបានបើកប្រាក់ឈ្នួលឱ្យពួកយើងអស់រយៈពេលពីរខែហើយ។",
    "lo": "ນາຍຈ້າງຄ້າງຄ່າແຮງພວກເຮົາມາສອງເດືອນແລ້ວ ຜູ້ລະ 18,000 ບາດ",
}
HOSTILE = {
    "one word of 5,000 letters": "W" * 5000,
    "5,000 Thai letters": "กขฃคฅฆงจฉช" * 500,
    "NUL": "a\x00b" * 100,
    "lone surrogates": "a\ud800b\udfff",
    "right to left": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627" * 50,
    "a script": "<script>alert(1)</script>",
    "marks of formatting": "{nb} **a** __b__ --c-- [d](e) \\( ) << >>",
    "private signs": "\ue0f0\ue0f1\ue0f2\ue0f3\uf8ff",
    "emoji": "👩\u200d👩\u200d👧\u200d👦🇹🇭" * 200,
    "tone marks without end": "ก" + "\u0e48" * 4999,
    "subscripts without end": "\u1781\u17d2" * 2500,
    "empty lines": "\n" * 5000,
    "Chinese": "你好世界" * 1000,
    "nothing to see": "\u200b\u00ad\ufeff" * 500,
}


def sample(words: str, messages: int = 3) -> dict[str, Any]:
    """Returns what models.own_data would collect."""
    talk = [
        {"at": f"2026-11-{1 + n % 28:02d}T0{n % 10}:30:00+00:00", "by": by, "kind": "text"}
        | {"text": f"{n} {words}", "attachment": None}
        for n, by in zip(range(messages), ("person", "bot", "staff") * messages, strict=False)
    ]
    file = {"kind": "image", "name": "slip.jpg", "size": 348_211, "sha256": "ab" * 32}
    case = {
        "number": "LV69-000123-K", "state": "in_progress", "office": "dlpw", "category": "wages",
        "anonymity": "hidden", "narrative": words, "respondent": words, "province": "ขอนแก่น",
        "district": None, "incident_date": "2026-09-01", "incident_when": words,
        "amount_baht": 18000, "on_behalf_of": None, "submitted_at": "2026-11-21T07:30:00+00:00",
        "history": [{"at": "2026-11-21T07:30:00+00:00", "what": "state", "from": "draft",
                     "to": "submitted"}],
        "messages": [*talk, {"at": "", "by": "person", "kind": "image", "attachment": file}],
        "attachments": [file], "understood": {"of": "no label"},
    }  # fmt: skip
    return {
        "made_at": "2026-11-29T12:00:00+00:00",
        "person": {"name": words, "language": "th", "wants_news": True, "notice": None},
        "cases": [case],
        "draft": {"narrative": words},
        "talk": talk[:2],
        "volunteer": {"office": "dlpw", "province": "ขอนแก่น"},
    }


def told(language: str = "en", **changes: Any) -> Told:
    """Returns what a receipt is made of."""
    fields = {
        "number": "LV69-000123-K",
        "submitted_at": datetime(2026, 11, 21, 7, 30, tzinfo=UTC),
        "office": "dlpw",
        "category": None,
        "language": language,
        "follow_url": "https://liff.line.me/1234567890-abcdefgh",
        "next_": STORIES[language],
    }
    return Told(**(fields | changes))  # type: ignore[typeddict-item]


def pages(pdf: bytes) -> list[str]:
    """Returns the text of each page, as somebody who copies it from the PDF gets it."""
    objects = dict(re.findall(rb"^(\d+) 0 obj\n(.*?)\nendobj$", pdf, re.S | re.M))
    fonts: dict[bytes, dict[int, str]] = {}
    for resources in objects.values():
        if b"/ProcSet" in resources:
            for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources):
                fonts[name] = _letters(_stream(objects, objects[number], b"ToUnicode"))
    found = [each for each in objects.values() if b"/Type /Page\n" in each]
    return [_shown(_stream(objects, page, b"Contents"), fonts) for page in found]


def _stream(objects: dict[bytes, bytes], holder: bytes, key: bytes) -> bytes:
    (number,) = re.findall(rb"/%s (\d+) 0 R" % key, holder)
    data = objects[number].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(data) if b"/FlateDecode" in objects[number] else data


def _letters(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {int(at, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for at, to in pairs}


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """Lines end where a text object does; a font is chosen by Tf, letters are shown by Tj."""
    made, letters = [], {}
    for font, string, end in re.findall(
        rb"/(F\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|( ET Q)", content, re.S
    ):
        if font:
            letters = fonts[font]
        raw = re.sub(rb"\\(.)", lambda m: {b"r": b"\r"}.get(m[1], m[1]), string, flags=re.S)
        made += [letters[int.from_bytes(raw[n : n + 2])] for n in range(0, len(raw), 2)]
        made += ["\n"] if end else []
    return "".join(made)
