"""Danger rules: what raises a message, and what only sounds like danger."""

import pytest

import nlp
from nlp.alarms import find_danger
from nlp.cleaning import clean


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ช่วยด้วย นายขังหนูไว้ในห้อง ออกไม่ได้", "held_captive"),
        ("ตอนนี้มันกำลังซ้อมเพื่อนผมอยู่หลังโกดัง", "being_hurt"),
        ("มีคนถือมีดอยู่หน้าห้อง ช่วยด้วยค่ะ", "weapon_near"),
        ("แฟนเก่าพังประตูอยู่ค่ะ ตอนนี้", "intruder"),
        ("หนูกินยาไปสามสิบเม็ดแล้ว ฝากบอกแม่ด้วย", "suicide"),
        ("แม่หมดสติ ปากเขียวแล้ว โรงพยาบาลไม่รับ", "medical"),
        ("ไฟไหม้ชั้นล่าง คนติดอยู่ข้างในเต็มเลย", "disaster"),
        ("เขาจะขายน้องต่อคืนนี้ โดนขายไปอีกตึก", "trafficking"),
        ("ลูกสี่ขวบหายไปชั่วโมงก่อน มืดแล้วยังไม่กลับ", "child_in_danger"),
        ("มันเอาถุงคลุมหัวแล้วลากขึ้นรถไปเมื่อเช้า ไม่รู้ไปไหน", "abducted"),
        ("we are locked in, please help", "held_captive"),
    ],
)
def test_danger_now_is_critical_and_says_why(text: str, why: str) -> None:
    assert why in find_danger(clean(text))
    urgency = nlp.understand(text).urgency
    assert urgency.label == "critical"
    assert why in urgency.why


@pytest.mark.parametrize(
    "text",
    [
        "งานหนักแทบตาย เงินก็ไม่ได้",
        "เมื่อห้าปีก่อนเคยโดนขังบนเรือ ตอนนี้กลับบ้านแล้ว อยากได้ค่าแรง",
        "ดูข่าวคนโดนขังในตึกแล้วสงสัยว่ากฎหมายว่ายังไง",
        "เมื่อปีที่แล้วเครื่องหนีบมือ ตอนนี้หายดีแล้ว อยากถามเงินทดแทน",
        "เหนื่อยจะตายอยู่แล้ว 555",
        "ที่ทำงานซ้อมดับเพลิงวันนี้ต้องไปไหม",
        "หนังเรื่องนั้นคนถือปืนไล่ยิงกันอยู่เลย",
        "นายจ้างค้างค่าแรงสองเดือน",
    ],
)
def test_past_stories_and_figures_of_speech_fire_no_rule(text: str) -> None:
    assert find_danger(clean(text)) == ()


def test_rules_only_raise() -> None:
    quiet = nlp.understand("ขอบคุณค่ะ").urgency
    assert (quiet.label, quiet.why) == ("normal", ())
