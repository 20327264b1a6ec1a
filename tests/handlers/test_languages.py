"""Six languages: followed as people write, chosen by button or name, and complete."""

import pytest
from sqlalchemy.orm import Session

from handlers import wishes
from locales import LANGUAGES, OWN_NAMES, catalogue
from locales.__main__ import TRANSLATED, problems
from locales.formats import day
from locales.spoken import SUBJECT
from models.base import now
from nlp.taxonomy import CATEGORIES
from tests.handlers.chat import Chat
from tests.handlers.talk import Talk


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("majikan tak bayar gaji dua bulan sudah, saya kerja kilang di Pattani", "ms"),
        ("اورڠ بوس تيدق باير ݢاجي ساي دوا بولن", "ms"),
        ("အလုပ်ရှင်က လစာ နှစ်လ မပေးသေးဘူး၊ မဟာချိုင်စက်ရုံမှာ", "my"),
        ("ថៅកែមិនបើកប្រាក់ខែឱ្យខ្ញុំពីរខែហើយ នៅរោងចក្រនៅរ៉ាយ៉ង", "km"),
        ("ນາຍຈ້າງບໍ່ຈ່າຍຄ່າແຮງສອງເດືອນແລ້ວ ຢູ່ໂຮງງານລະຍອງ", "lo"),
    ],
)
def test_people_are_answered_in_the_language_they_write(
    chat: Chat, words: str, language: str
) -> None:
    chat.says(words)
    assert chat.person.language == language
    chat.sees(catalogue(language).gettext("How we keep what you tell"))
    assert chat.draft is not None
    assert chat.draft.category == "wages"


def test_a_language_is_chosen_by_button_in_the_middle_of_a_talk(chat: Chat) -> None:
    chat.says("โรงงานค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ").sees("จังหวัดไหน")
    chat.says("ภาษา").sees(*(f"[{name}]" for name in OWN_NAMES.values()))
    chat.presses("မြန်မာ")
    assert chat.person.language == "my"
    chat.sees(
        catalogue("my").gettext("Which province was it in? The name of a district helps too.")
    )
    chat.says("ภาษาไทย").sees("จังหวัดไหน")


@pytest.mark.parametrize(("language", "name"), OWN_NAMES.items())
def test_a_language_is_chosen_by_its_name(chat: Chat, language: str, name: str) -> None:
    chat.says("สวัสดีค่ะ").says(name)
    assert chat.person.language == language
    chat.says("โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ")
    assert chat.person.language == language, "who has named a language is answered in it"


def test_what_can_be_tapped_can_be_typed(mali: Talk) -> None:
    mali.says("โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ").says("ข้าม").says("ข้าม")
    mali.sees("[ปิดชื่อ]").says("ปิดชื่อค่ะ").sees("[ส่งเรื่อง]").says("ส่งเรื่อง").sees("รับเรื่องแล้ว")
    assert mali.case.anonymity == "hidden"


def test_labels_typed_in_burmese_are_presses_too(mali: Talk) -> None:
    mali.says("မြန်မာ").says(catalogue("my").gettext("My cases"))
    mali.sees(catalogue("my").gettext("Tell what happened"))


def test_what_texts_tell_people_to_type_is_heard() -> None:
    assert wishes.wish("stop news") == "news_off"
    assert wishes.wish("“help”") == "help"
    assert wishes.skips("ຂ້າມ")
    assert wishes.agrees("ဟုတ်ကဲ့")
    assert wishes.declines("ទេ")


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_are_complete(language: str) -> None:
    assert list(problems(language)) == []


def test_subjects_are_those_of_the_taxonomy() -> None:
    assert {key: label.en for key, label in CATEGORIES.items()} == SUBJECT


def test_days_are_written_in_every_language() -> None:
    assert len({day(now(), language) for language in LANGUAGES}) >= 4
    assert day(now(), "th") == f"{day(now(), 'th')[:-4]}{now().year + 543}"
