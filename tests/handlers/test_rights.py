"""Questions about rights: the reviewed answer, a choice, or a person; never a guess."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from handlers import rights as reviewed
from locales.rights import LANGUAGES, rights
from tests.handlers.chat import Chat

ASKED = [
    ("hours", "โรงงานให้ทำวันละสิบชั่วโมงทุกวัน กฎหมายให้กี่ชั่วโมงคะ"),
    ("hours", "ตามกฎหมายอาทิตย์นึงทำงานได้มากสุดกี่ ชม."),
    ("overtime_rate", "โอที 1.5 หรือ 2 เท่าครับ"),
    ("overtime_rate", "ล่วงเวลาเขาคิดให้เท่าไรต่อชั่วโมงตามกฎหมาย"),
    ("overtime_consent", "ถ้าเราไม่อยากอยู่โอที หัวหน้าบังคับได้มั้ยคะ"),
    ("holiday_work", "มาทำวันหยุดได้ค่าแรงเพิ่มยังไงบ้าง"),
    ("holiday_overtime", "ทำล่วงเวลาวันหยุดนักขัตฤกษ์ ได้ 3 แรงรึเปล่า"),
    ("hourly", "เงินเดือน 15000 ตกชั่วโมงละเท่าไหร่ ใช้สูตรไหน"),
    ("rest", "ต้องให้พักเที่ยงครบชั่วโมงไหมคะ ที่นี่ให้ครึ่งชั่วโมง"),
    ("day_off", "หนึ่งอาทิตย์ต้องได้หยุดอย่างน้อยกี่วัน"),
    ("public_holidays", "วันหยุดประเพณีปีหนึ่งขั้นต่ำกี่วันคะ"),
    ("pay_day", "เขาไล่ออกแล้วต้องจ่ายเงินเดือนที่เหลือภายในกี่วัน"),
    ("deductions", "ทำของแตกนายจ้างหักเงินได้ไหม"),
    ("deductions", "มาสายสิบนาทีหักครึ่งวันถูกกฎหมายรึเปล่า"),
    ("stoppage", "บริษัทให้หยุดเพราะไม่มีงาน ได้ค่าจ้างเจ็ดสิบห้าเปอร์เซ็นต์จริงไหม"),
    ("deposit", "เข้างานเขาให้วางเงินค้ำ 5000 แบบนี้ทำได้หรอ"),
    ("late_interest", "จ่ายเงินเดือนเลทมีดอกเบี้ยไหม"),
    ("equal_pay", "ผู้ชายได้มากกว่าผู้หญิงทั้งที่งานเดียวกันแบบนี้ได้เหรอ"),
    ("after_hours", "เลิกงานแล้วหัวหน้ายังไลน์มา ไม่ตอบผิดไหม"),
    ("minimum_wage", "ยะลาค่าแรงขั้นต่ำเท่าไรแล้วตอนนี้"),
    ("minimum_wage", "ขั้นต่ำกรุงเทพ 400 แล้วใช่ปะ"),
    ("claim_limit", "ค่าแรงเมื่อสองปีที่แล้วยังทวงได้อยู่มั้ย หมดอายุความยัง"),
    ("sick_leave", "ป่วยสองวันไม่มีใบแพทย์ ลาได้ไหม"),
    ("sick_leave", "ปีนึงลาป่วยได้กี่วันแบบได้ตังค์"),
    ("business_leave", "ลากิจปีละกี่วันคะ ได้เงินด้วยมั้ย"),
    ("annual_leave", "ทำมาปีกว่าแล้วต้องได้พักร้อนกี่วัน"),
    ("unused_leave", "วันพักร้อนที่เหลือตอนออกขอเป็นเงินได้มั้ย"),
    ("maternity", "ลาคลอดเดี๋ยวนี้ได้กี่วันเจ้า หันว่ากฎหมายใหม่ออกแล้ว"),
    ("maternity", "จะคลอดเดือนหน้า หยุดได้กี่วันได้ค่าจ้างกี่วัน"),
    ("sick_baby", "ลูกคลอดมาต้องเข้าตู้อบ แม่ขอลาเพิ่มได้ไหม"),
    ("spouse_leave", "เมียจะคลอด ผมลาไปเฝ้าได้กี่วัน"),
    ("military_leave", "โดนเรียกพลทหารกองหนุน ลาได้ค่าแรงมั้ย"),
    ("pregnant_dismissed", "บริษัทเลิกจ้างเพราะรู้ว่าท้อง ทำได้ไหมตามกฎหมาย"),
    ("child_work", "รับเด็กสิบสี่มาทำงานร้านได้ไหมคะ"),
    ("young_night", "ลูกอายุ 16 ทำงานร้านสะดวกซื้อกะกลางคืนได้หรือเปล่า"),
    ("harassment", "กฎหมายแรงงานว่ายังไงถ้าหัวหน้าแต๊ะอั๋งลูกน้อง"),
    ("severance", "ถ้าบริษัทให้ออก ทำมา 7 ปี ได้กี่เดือน"),
    ("severance", "ทำงานกี่ปีถึงได้เงินตอนเขาให้ออก สวนกล้วยไม้นับมั้ย"),
    ("no_severance", "ขาดงานเกินสามวันโดนออกไม่ได้ชดเชยใช่ไหม"),
    ("notice", "ลาออกต้องยื่นล่วงหน้ากี่วัน"),
    ("notice", "ไล่ออกวันนี้เลย เงินค่าตกใจได้เท่าไร"),
    ("certificate", "ออกจากที่เก่าแล้วเขาไม่ให้ใบผ่านงาน ตามกฎหมายต้องให้ไหม"),
    ("retirement", "ลูกจ้างอายุ 60 แล้วขอเกษียณเอง นายจ้างต้องจ่ายชดเชยไหมครับ"),
    ("relocation", "โรงงานจะย้ายไประยอง ถ้าไม่ไปได้เงินอะไรไหม"),
    ("machinery", "เลิกจ้างเพราะเอาเครื่องจักรมาแทนคน ต้องบอกล่วงหน้ากี่วัน"),
    ("how_to_claim", "จะร้องพนักงานตรวจแรงงานต้องไปยื่นตรงไหน"),
    ("inspector_time", "ยื่น คร7 ไปแล้วต้องรอกี่วันถึงมีคำสั่ง"),
    ("appeal", "ไม่เห็นด้วยกับคำสั่งพนักงานตรวจแรงงาน ฟ้องต่อได้ในกี่วัน"),
    ("contribution", "ปีนี้ประกันสังคมโดนหักสูงสุดเท่าไหร่"),
    ("unemployment", "ลาออกเองได้เงินว่างงานกี่เดือน"),
    ("unemployment", "โดนเลิกจ้างได้เงินว่างงานกี่ %"),
    ("section40_price", "อาชีพอิสระแบบผมส่งมาตรา 40 เดือนละเท่าไร"),
    ("section40_benefit", "ม.40 ทางเลือก 3 ได้อะไรบ้างคะ"),
    ("sso_contact", "จะโทรหาประกันสังคมกดเบอร์อะไร"),
    ("labour_contact", "ขอเบอร์สายด่วนกระทรวงแรงงานค่ะ"),
    ("jobseeker", "ลงทะเบียนคนว่างงานเข้าเว็บไหน"),
    ("abroad", "จะไปทำงานไต้หวัน เช็กนายหน้าว่าถูกกฎหมายได้ที่ไหน"),
    ("documents_kept", "นายจ้างเก็บพาสปอร์ตคนงานไว้เองผิดมั้ย"),
    ("ombudsman_does", "ผู้ตรวจการแผ่นดินมีหน้าที่อะไร"),
    ("private_employer", "บริษัทเอกชนไม่จ่ายเงิน ร้องผู้ตรวจการแผ่นดินได้รึเปล่า"),
    ("own_motion", "ผู้ตรวจการแผ่นดินทำเรื่องเองโดยไม่มีคนร้องได้ไหม"),
    ("ombudsman_contact", "เบอร์โทรผู้ตรวจการแผ่นดินเบอร์อะไรคะ"),
    ("officials_of_labour", "จะร้องเรียนเจ้าหน้าที่แรงงานจังหวัดต้องโทรไหน"),
    ("defamation", "ร้องเรียนแล้วเขาฟ้องหมิ่นประมาทกลับได้ไหม"),
    ("child_report", "เห็นเด็กข้างบ้านโดนตี ต้องแจ้งที่ไหน"),
    ("my_data", "ขอดูข้อมูลของตัวเองที่ราชการเก็บไว้ได้กี่วัน"),
    ("work_injury", "โดนเครื่องตัดนิ้วขาดที่โรงงาน ต้องทำยังไงบ้างคะ"),
    ("work_injury", "เจ็บจากงาน เบิกได้ไหม"),
    ("forced_resignation", "นายจ้างให้เซ็นใบลาออก ต้องเซ็นไหม"),
    ("forced_resignation", "ถูกกดดันให้ลาออกเอง ได้เงินชดเชยมั้ย"),
    ("migrant_wages", "ไม่มีใบอนุญาตทำงาน เขาไม่จ่ายค่าแรง ร้องได้ไหม"),
    ("migrant_wages", "ต่างด้าวโดนโกงค่าแรงแจ้งได้มั้ย"),
    ("no_contract", "เขาไม่ทำสัญญาให้ จะฟ้องค่าแรงได้หรือเปล่า"),
    ("subcontractor", "ผู้รับเหมาหนี เรียกค่าแรงจากใคร"),
    ("employer_closed", "โรงงานปิด ได้ค่าชดเชยไหม"),
    ("suspension", "พักงานไม่จ่ายเงินได้หรอ"),
    ("warning_letter", "ใบเตือนอยู่ได้กี่ปี"),
    ("new_owner", "เจ้าของขายบริษัทให้คนใหม่ อายุงานเริ่มนับใหม่ไหม"),
    ("welfare_fund", "นายจ้างล้มละลาย มีกองทุนช่วยลูกจ้างไหม"),
]
OTHER = [
    "โรงงาน 300 คน ตามกฎหมายต้องรับคนพิการกี่คน",
    "กฎหมายสมรสเท่าเทียมแล้ว คู่หนูจะใช้สิทธิประกันสังคมกรณีตายของหนูได้เลยไหมคะ",
    "บัตรชมพูซื้อมอเตอร์ไซค์ชื่อตัวเองได้ไหม",
    "นักโทษทำงานในเรือนจำ กฎหมายให้ปันผลกี่เปอร์เซ็นต์คะ",
    "ถ้าเคยเป็นผีน้อยแล้วติดแบล็คลิสต์ กี่ปีถึงไปถูกกฎหมายได้",
    "แม่หม้ายลูกสอง รัฐมีเงินหยังซ่อยแน่คะ",
    "บริษัทบังคับตรวจเอดส์ก่อนรับเข้าทำงานผิดกฎหมายไหม",
    "เก็บเบอรี่นี่กฎหมายว่าเป็นลูกจ้างบ่ครับ",
    "ปกติกฎหมายให้พักปั๊มนมได้วันละกี่นาที หรือไม่มีเขียนไว้เลย",
    "คนไข้ติดเตียงได้ผ้าอ้อมเดือนละกี่ชิ้นตามสิทธิ์คะ",
    "ไรเดอร์นี่ตามกฎหมายนับเป็นลูกจ้างมั้ย หรืออิสระ",
    "เบี้ยผู้สูงอายุได้เดือนละเท่าไหร่",
    "ที่ดิน ส.ป.ก. ขายได้ไหมตามกฎหมาย",
    "บัตรคนจนต้องมีรายได้ไม่เกินเท่าไหร่",
    "นักเรียนพิเศษเรียนร่วม โรงเรียนปฏิเสธได้ไหมตามกฎหมาย",
    "รถชนเรียกค่าขาดประโยชน์ได้กี่วัน",
    "ยืมเงินไม่มีสัญญาฟ้องได้ไหม",
    "เงินกู้นอกระบบดอกร้อยละ 20 ผิดกฎหมายไหม",
]


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def test_what_is_answered_is_answered_right() -> None:
    found = [(key, reviewed.find(text)) for key, text in ASKED]
    sure = [(key, near[0][0].key) for key, near in found if near[0][1] >= reviewed.SURE]
    assert all(key == answered for key, answered in sure), sure
    assert len(sure) >= 30
    among = [key in [right.key for right, _ in near] for key, near in found]
    assert sum(among) / len(among) >= 0.9


@pytest.mark.parametrize("text", OTHER)
def test_what_nobody_reviewed_is_not_answered(text: str) -> None:
    assert all(likeness < reviewed.SURE for _, likeness in reviewed.find(text))


def test_every_answer_has_its_law_and_is_short_in_both_languages() -> None:
    assert len(rights()) >= 55
    assert sum(len(right.asked) for right in rights().values()) >= 240
    for right in rights().values():
        assert right.law.source
        assert right.law.checked <= date(2026, 11, 30) < right.law.review_by
        for language in LANGUAGES:
            assert 20 < len(right.texts[language]) <= 330, right.key
        assert max(map(len, right.asked)) <= 60


def test_a_question_is_answered_with_its_law_and_an_ear(chat: Chat) -> None:
    chat.says("ลาคลอดได้กี่วันคะ").sees("120 วัน", "มาตรา 41, 59", "[เล่าเรื่อง]", "[คุยกับเจ้าหน้าที่]")
    assert not chat.cases


def test_every_reviewed_question_gets_its_own_answer() -> None:
    for right in rights().values():
        for question in right.asked:
            nearest, likeness = reviewed.find(question)[0]
            assert nearest.key == right.key, question
            assert likeness >= reviewed.SURE, question


def test_past_its_review_it_is_not_shown(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    late = date(2028, 1, 1)
    monkeypatch.setattr("handlers.hearing.day_of", lambda _: late)
    chat.says("ลาคลอดได้กี่วันคะ").sees("1506").sees_not("120 วัน")
