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
        "anonymity": "hidden", "narrative": words, "respondent": words[:60], "province": "ขอนแก่น",
        "district": None, "incident_date": "2026-09-01", "incident_when": words[:60],
        "amount_baht": 18000, "on_behalf_of": None, "submitted_at": "2026-11-21T07:30:00+00:00",
        "history": [{"at": "2026-11-21T07:30:00+00:00", "what": "state", "from": "draft",
                     "to": "submitted"}],
        "messages": [*talk, {"at": "", "by": "person", "kind": "image", "attachment": file}],
        "attachments": [file], "understood": {"of": "no label"},
    }  # fmt: skip
    return {
        "made_at": "2026-11-29T12:00:00+00:00",
        "person": {"name": words[:60], "language": "th", "wants_news": True, "notice": None},
        "cases": [case],
        "draft": {"narrative": words[:60]},
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
    made: list[str] = []
    letters: dict[int, str] = {}
    for font, string, end in re.findall(
        rb"/(F\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|( ET Q)", content, re.S
    ):
        if font:
            letters = fonts[font]
        raw = re.sub(rb"\\(.)", lambda m: {b"r": b"\r"}.get(m[1], m[1]), string, flags=re.S)
        made += [letters.get(int.from_bytes(raw[n : n + 2]), "") for n in range(0, len(raw), 2)]
        made += ["\n"] if end else []
    return "".join(made)


def test_the_copy_says_what_we_hold() -> None:
    copy = data_copy(sample(STORIES["en"]), "en")
    assert copy.startswith(b"%PDF-")
    text = "".join(pages(copy))
    for words in (
        "A copy of your data", "Made on 29 Nov 2026 19:00", "Language\nภาษาไทย",
        "Wants news from us\nyes", "You as a volunteer", "Case LV69-000123-K",
        "State\nBeing worked on", "Office\nDepartment of Labour Protection and Welfare",
        "Your name is\nhidden from the other side", f"What happened\n{STORIES['en']}",
        "Amount\n18,000 baht", "21 Nov 2026 14:30\nDraft → Received",
        f"08:30 The bot\n1 {STORIES['en']}", "slip.jpg · 348 KB\nSHA-256 abababab abababab",
        "A story that you have not sent yet",
    ):  # fmt: skip
        assert words in text
    for unsaid in ("District", "Privacy notice accepted", "understood", "no label", "None"):
        assert unsaid not in text


def test_every_page_has_its_number_and_the_total() -> None:
    found = pages(data_copy(sample(STORIES["en"], messages=60), "en"))
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert page.rstrip().endswith(f"Page {number} of {len(found)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_set_in_letters_that_exist(language: str) -> None:
    copy = data_copy(sample(STORIES[language]), language)
    text = "".join(pages(copy))
    assert "?" not in text
    assert readable(STORIES[language]).split()[0][:3] in text


def test_what_is_missing_is_left_out() -> None:
    assert len(pages(data_copy({}, "th"))) == 1
    nothing = {"cases": None, "person": None, "draft": None, "talk": [{}], "volunteer": None}
    assert len(pages(data_copy(nothing, "xx"))) == 1


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_breaks_a_paper(words: str) -> None:
    data = sample(words)
    case = data["cases"][0]
    case |= {"number": words[:40], "amount_baht": words[:9], "incident_date": words[:10]}
    case["history"][0] |= {"at": words[:9], "what": words[:20]}
    case["attachments"][0] |= {"name": words, "size": words[:9], "sha256": words[:64]}
    begun = time.process_time()
    copy = data_copy(data, "th")
    assert copy.startswith(b"%PDF-")
    assert len(copy) < 500_000
    assert time.process_time() - begun < 15
    number, next_ = words[:40], words
    assert len(pages(receipt_pdf(**told(number=number, next_=next_)))) == 1
    with Image.open(BytesIO(receipt_picture(**told(number=number, next_=next_)))) as picture:
        assert picture.size == (1040, 1040)


def test_nobody_can_write_numbers_of_pages_or_markup_into_the_copy() -> None:
    data = sample(HOSTILE["marks of formatting"])
    data["cases"][0]["remedy"] = HOSTILE["private signs"]
    data["cases"][0]["earlier_complaint"] = HOSTILE["a script"]
    text = "".join(pages(data_copy(data, "en")))
    assert HOSTILE["marks of formatting"] in text
    assert "What you ask for\n?\n" in text
    assert "Complained before\n<script>alert(1)</script>\n" in text


def test_a_talk_of_500_messages_is_on_paper_soon() -> None:
    data = sample(STORIES["th"], messages=500)
    data_copy(sample(STORIES["th"]), "th")  # the dictionary of Thai is loaded once
    begun = time.process_time()
    copy = data_copy(data, "th")
    assert time.process_time() - begun < 5
    assert len(copy) < 1_000_000
    assert "499 " in "".join(pages(copy))


def test_what_fits_on_no_paper_ends_with_a_word_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.papers_sheet.MOST_PAGES", 3)
    found = pages(data_copy(sample("a\n" * 2500), "en"))
    assert len(found) == 4
    assert "The copy for a computer (JSON) has all of it." in found[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_is_one_small_page(language: str) -> None:
    receipt = receipt_pdf(**told(language))
    (page,) = pages(receipt)
    assert b"/MediaBox [0 0 419.53 595.28]" in receipt
    assert "LV69-000123-K" in page


def test_a_receipt_says_what_happens_next_and_nothing_of_the_story() -> None:
    (page,) = pages(receipt_pdf(**told(next_="staff read it by 28 Nov 2026")))
    for words in (
        "We have your case", "Sent\n21 Nov 2026 14:30", "Next\nstaff read it by 28 Nov 2026",
        "Scan this to see how your case is going.",
        "This slip shows nothing of what you told us.",
    ):  # fmt: skip
        assert words in page
    assert "Subject" not in page
    assert "Subject\nWages and overtime" in pages(receipt_pdf(**told(category="wages")))[0]


def test_without_an_address_there_is_nothing_to_scan() -> None:
    (page,) = pages(receipt_pdf(**told(follow_url="")))
    assert "Scan" not in page
    assert receipt_picture(**told(follow_url="")).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_small_and_whole(language: str) -> None:
    png = receipt_picture(**told(language, category="wages"))
    assert len(png) < 300_000
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (1040, 1040))
        assert len(picture.convert("RGB").getcolors() or ()) > 4


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("เจ้าหน้าที่ตอบคุณจริงๆ", "เจ้าหน้าที่|ตอบ|คุณ|จริงๆ"),
        ("จ่าย18,000บาท", "จ่าย|18,000|บาท"),
        ('"ครับ" (นะ)', '"ครับ" |(นะ)'),
        ("ခဲ့သည်။ ကျွန်တော်", "ခဲ့|သည်။ |ကျွန်|တော်"),
        ("ក្រុមហ៊ុនមិន", "ក្រុម|ហ៊ុន|មិន"),
        ("ຈ່າຍຄ່າແຮງ", "ຈ່າຍ|ຄ່າ|ແຮງ"),
        ("one\u200btwo  three", "one|two  |three"),
    ],
)
def test_lines_break_between_words_and_syllables(text: str, parts: str) -> None:
    assert "|".join(pieces(text)) == parts


def test_lines_keep_to_their_room_and_lose_nothing() -> None:
    text = readable("โรงงานที่ขอนแก่น" * 40 + " " + "x" * 300)
    lines = list(filled(text, 30, len))
    assert max(map(len, lines)) <= 30
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ขอบคุณ🙏🙏ok", "ขอบคุณ ok"),
        ("👍", "?"),
        ("hello 你好 世界 hello", "hello ? hello"),
        ("𝓗𝓮𝓵𝓵𝓸 １２", "Hello 12"),
        ("a\r\nb\u2028c\x00\ud800", "a\nb\nc?"),
        ("ก" + "\u0e48" * 50, "ก่"),
        (" \u200b ", "?"),
        ("", ""),
    ],
)
def test_only_what_the_fonts_have_is_shown(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_the_web_process_starts_without_fonts() -> None:
    probe = "import sys, bot.app, bot.papers; print(*(m for m in sys.modules if m in %r))"
    heavy = ("fpdf", "fontTools", "uharfbuzz", "pythainlp")
    seen = subprocess.run(
        [sys.executable, "-c", probe % (heavy,)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.strip() == ""
