"""Cries for help: heard in a burst, in a long story, beside a code, in every language; and what is
no cry is not taken for one."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from handlers import cries, safety
from models.case import Anonymity
from models.states import State
from tests.handlers.chat import Chat

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่จ่ายสักที "


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


@pytest.mark.parametrize(
    "said",
    [
        ("ช่วยด้วย", "ช่วยด้วย"),
        ("ช่วยด้วย", "สวัสดี"),
        ("help", "help"),
        ("5000", "ช่วยด้วยยยยย"),
        ("ช่วยด้วยค่ะ ช่วยด้วย",),
        ("SOS SOS",),
        ("ใครก็ได้ช่วยที",),
        ("ไม่ปลอดภัย เขาตามมา",),
        ("ลูกหนูไม่หายใจ",),
        ("นายจ้างจะฆ่าผม",),
        ("หัวหน้าข่มขืนหนูเมื่อคืน",),
        ("กินยาไปแล้ว 30 เม็ด",),
        ("dia nak bunuh saya",),
        ("မလုံခြုံဘူး",),
        ("ບໍ່ປອດໄພ",),
        ("ผัวตีอีกแล้ว",),
        ("แฟนตบหนูปากแตก",),
        ("มันเอาปืนจ่อหัว",),
        ("ไฟไหม้โรงงาน",),
        ("โดนข่มขืน",),
        ("จ้วยโตย โดนขัง",),
        ("I want to end it all",),
        ("my madam lock me in, take my passport",),
        ("tolong, saya dirogol",),
        ("เขาจะฆ่าผม ปีที่แล้วก็เคยแทงผม",),
        ("กินยาไปแล้ว 30 เม็ด ไม่เคยบอกใคร",),
        (STORY * 12 + "ตอนนี้เขาขังหนูไว้ เขาถือมีดจะฆ่าหนู",),
        (STORY * 60, "หนูถูกขังอยู่ในห้อง ออกไม่ได้ ช่วยด้วย"),
    ],
)
def test_a_cry_is_heard(chat: Chat, said: tuple[str, ...]) -> None:
    chat.says(*said).sees("191")
    assert chat.case.urgent_safety
    assert chat.case.anonymity is Anonymity.HIDDEN


@pytest.mark.parametrize(
    "said",
    [
        "he will kill me if my husband does not pay",
        "boss will kill me if the police come",
        "my brother in law raped me",
        "he raped me and took video",
        "government officer raped me",
        "they locked us in since last month help",
        "โดนขังไว้ในโรงงาน 2 ปีแล้ว",
        "โดนขังมาตั้งแต่เดือนที่แล้ว ออกไปไหนไม่ได้",
        "เขาขังหนูไว้ กลัวโดนฆ่า",
        "โดนขังเหมือนหมา",
        "มันตีหนูอยู่ แจ้งความแล้วไม่มีใครมา",
        "จะเผาตัวเองหน้าโรงงาน",
        "ซื้อเชือกมาแล้ว ไม่ได้เงินเดือนสองเดือน",
        "kalau bos balik dia nak bunuh saya",
        "majikan pukul saya guna anjing",
        "saya dirogol masa training",
    ],
)
def test_no_word_beside_it_silences_a_cry(said: str) -> None:
    assert cries.find(said)


@pytest.mark.parametrize(
    "said",
    [
        "did you get my last message?",
        "they force us to take unpaid leave",
        "agent sold me a fake visa",
        "they keep 5000 as guarantee",
        "i am tied up with work",
        "i am standing on the roof all day no safety belt",
        "they have my son birth certificate",
        "my shop is in soi thi 5",
        "suay thi sud",
        "บัตรยังออกไม่ได้ค่ะ",
        "ผมเป็นคนเฝ้าโกดังกลางคืน ไม่ได้โอที",
        "น้ำขังหน้าบ้าน รถออกไม่ได้",
        "ไฟไม่มาสามวันแล้ว ช่วยแจ้งหน่อยค่ะ",
        "ถูกบังคับให้รับแขกวันหยุด โรงแรมไม่จ่ายโอที",
        "ไม่อยากตื่นแล้วขี้เกียจทำงาน 555",
        "bos suruh saya layan pelanggan sampai malam",
        "gaji kena tahan",
        "ช่วยหนูด้วยค่ะ เงินเดือนไม่ออก",
        "ช่วยด้วย 555",
        "ที่ทำงานไม่ปลอดภัยเลยค่ะ ไม่มีหมวกให้ใส่",
        "เมียจะฆ่าผมแน่ถ้าเงินไม่ออก",
        "เคยโดนขู่ฆ่าเมื่อ 5 ปีก่อน",
        "ฝันว่าโดนฆ่า",
        "นายจ้างมาแล้ว เดี๋ยวคุยต่อ",
        "ขยะกองเต็ม มันอยู่หน้าบ้านเป็นเดือน เทศบาลไม่เก็บ",
        "แฟนตามมาทำงานด้วยกันที่โรงงาน แต่ไม่ได้ค่าแรง",
        "โรงงานนี้หนูไม่อยากอยู่แล้วค่ะ",
        "ไม่ปลอดภัยเลย โรงงานไม่มีหมวกให้ใส่",
        "เพื่อนร่วมงานหมดสติเมื่อวาน ตอนนี้หายแล้ว แต่นายจ้างไม่จ่ายค่ารักษา",
        "majikan ambil kunci saya",
        "this overtime will kill me",
    ],
)
def test_what_is_none_is_not_taken_for_one(said: str) -> None:
    assert not cries.find(said)


def test_it_is_heard_while_a_story_is_told(chat: Chat) -> None:
    chat.says(STORY).says("เขาจับได้ว่าหนูพิมพ์ ตบหนู").sees("191", "ปลอดภัยไหม")
    assert chat.case.urgent_safety


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("ปลอดภัยแล้วค่ะ", True),
        ("ok safe now", True),
        ("ดีขึ้นแล้วค่ะ", True),
        ("เขาไปแล้ว", True),
        ("ไม่ค่อยปลอดภัยเลย", False),
        ("หนูไม่รู้สึกปลอดภัย", False),
        ("อยากปลอดภัย", False),
        ("ลูกปลอดภัยแต่หนูไม่", False),
        ("หนูปลอดภัย แต่เพื่อนไม่", False),
        ("not me, my friend", False),
        ("tak selamat", False),
        ("ค่ะ", None),
        ("โดนแทงไปแล้ว", False),
        ("กินไปแล้ว", False),
        ("มันพาลูกไปแล้ว", None),
        ("สายไปแล้ว", None),
        ("พาหนูไปที่ปลอดภัยหน่อย", False),
        ("I need a safe place", False),
        ("selamat pagi", None),
        ("ปลอดภัยไหมคะที่นี่", None),
    ],
)
def test_safe_is_only_what_says_so(said: str, safe: bool | None) -> None:
    assert safety.said(said) is safe


def test_words_count_for_more_than_a_slip_of_the_finger(chat: Chat) -> None:
    chat.says("ช่วยด้วย")
    button = next(c for c in chat.buttons if c.label == "ปลอดภัยแล้ว")
    chat.says_and_presses("เขาพังประตูเข้ามาแล้ว จะฆ่าหนู", button).sees("191")


def test_a_new_cry_after_a_closed_danger_is_a_new_case(chat: Chat, session: Session) -> None:
    chat.says("ช่วยด้วย")
    first = chat.case
    first.submitted_at -= timedelta(hours=25)  # type: ignore[operator]
    session.flush()
    chat.says("มันกลับมาแล้ว มันถือมีดจะฆ่าหนู ช่วยด้วย").sees("191", "ปลอดภัยไหม")
    assert len(chat.cases) == 2


def test_it_is_not_ended_by_two_words(chat: Chat) -> None:
    chat.says("ช่วยด้วย").says("ปลอดภัยแล้วค่ะ").says("ข้าม")
    chat.says("ถอนเรื่อง").says("ใช่").sees("แจ้งเจ้าหน้าที่แล้วค่ะ")
    assert chat.case.state is State.TRIAGE
    assert chat.case.heard_at is not None


def test_no_notice_card_stands_in_the_way(chat: Chat) -> None:
    chat.says("ช่วยด้วย").says("ปลอดภัยแล้ว").says("ขอนแก่น")
    chat.says("เขามาอีกแล้ว!!!").sees("191", "ปลอดภัยไหม")
    chat.sees_not("เราเก็บเรื่องของคุณอย่างไร")
