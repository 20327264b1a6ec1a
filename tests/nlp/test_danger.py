"""Danger rules: what raises a message, and what only sounds like danger."""

import tomllib
from pathlib import Path

import pytest

import nlp
from locales import terms
from nlp import reading
from nlp.alarms import RULES, find_danger
from nlp.cleaning import clean

DANGER = """\
พ่อเลี้ยงข่มขืนหนูอาทิตย์ละครั้ง
ถูกล่ามโซ่ หนีไม่ได้มา 3 วันแล้ว ได้ข้าววันละครั้ง
อยากตายค่ะ โทรสายด่วน 1323 ไม่มีคนรับ
เคยคิดฆ่าตัวตายมาแล้วสองครั้ง ครั้งนี้จะผูกคอจริงๆ
แม่ชอบพูดว่าอย่าร้อง แต่หนูกรีดข้อมือไปแล้ว
โดนขังในโกดัง ออกไม่ได้ แอบพิมพ์ เข้ามาทำงานเมื่อปีที่แล้ว
โดนขังในเรือตั้งแต่ปีที่แล้ว โดนตีทุกวัน ช่วยด้วย
ถูกขังในโกดัง ออกไม่ได้ เหมือนติดคุก ช่วยด้วย
ปีที่แล้วก็โดนแบบนี้ มันเอามีดจ่อคอผมอยู่ ช่วยด้วยครับ
หนีออกมาได้คนเดียว อีกหกคนยังถูกขังในตึก
haha please. i took 40 pills. haha
ลูกโดนพ่อเลี้ยงจับนมทุกคืน
please help they locked us in the room and took our phones
"""
PLAIN_GRIEVANCES = """\
โครงการลูกหนี้ล้มละลาย รีบแก้ด่วน
ลูกจ้างชักช้าโดนหักเงิน ตอนนี้เหลือสองร้อย
ลูกน้องขอลางาน หัวหน้าล็อกวันลาไว้ ตอนนี้ลาไม่ได้
ลูกค้าอ้วกในรถแท็กซี่ผม ตอนนี้ยังไม่จ่ายค่าล้าง
เด็กนักเรียนบัญชีโดนล็อก ตอนนี้เข้าไม่ได้
ยายหลงลืม บัตรหายไป ไปอำเภอเมื่อวานไม่ได้ทำ
ตากล้องลวนลามน้องนางแบบ
ส่งตัวไปรพ.ศูนย์วันนี้ ไม่มีเตียง
ที่ดินจะขายวันนี้ กรมที่ดินไม่โอน
ตำรวจตบทรัพย์ วันนี้โดนอีก
ได้ยินเสียงร้องเรียนเยอะ อบต.ไม่ทำอะไร
กำลังเตะถ่วงเรื่องของผม
วันนี้ อบต.ตีเป็นที่สาธารณะ
ตกงานเตะฝุ่นมาสามเดือน ตอนนี้ไม่มีเงิน
รมควันยางพารา กลิ่นเหม็นรบกวน
ฝากบอกลูกค้าว่าร้านปิด
ขึ้นไปซ่อมดาดฟ้าตึก นายจ้างไม่จ่าย
รถโดนล็อกล้อ ตอนนี้ออกไม่ได้
ถูกกักสินค้าที่ท่าเรือ 5 วันแล้ว
เรียกแล้วไม่ตอบ คิวประกันสังคม
ช่างถีบประตูห้องพัง แล้วไม่ยอมจ่าย
terima kasih, selamat tinggal
អរគុណ លាហើយបង
ផ្ញើកូននៅសាលា
ដកលុយចេញមិនបាន ២ ថ្ងៃហើយ
ຝາກລູກຢູ່ໂຮງຮຽນອະນຸບານ
ມື້ນີ້ຂ້ອຍຊິຂ້າມແມ່ນ້ຳ
ကျောင်းတက်နေတယ်
မေ့သွားလို့ အခု password
I don't want to jump from one office to another
overtime here is suicidal
My salary account is locked now
The child support payment is missing, please help
We are trapped in debt now
My passport was sold to a broker, now what
"""
THREATS = """\
โดนขู่ฆ่า
เขาขู่ฆ่าผมกับครอบครัวเพราะร้องเรียนโรงงาน
bos ugut bunuh saya
เค้าบอกว่าจะฆ่าฉัน
นายจ้างด่าว่าจะฆ่าทิ้งถ้าไปแจ้งความ
"""
NO_THREATS = """\
ครูบอกจะเก็บคะแนนใหม่
เขาบอกจะเก็บเบอร์ไว้
หัวหน้าบอกว่าจะยิงแอดหาคนงานใหม่
เขาบอกจะเก็บตัวอย่างน้ำไปตรวจ
ไม่ได้ขู่ว่าจะฆ่า
They want to kill my contract
saya kata nak bakar rumah sampah
"""


def _found(text: str, level: str = "critical") -> tuple[str, ...]:
    return find_danger(clean(text), nlp.understand(text).language, level)


@pytest.mark.parametrize("text", DANGER.splitlines())
def test_a_word_of_the_past_or_of_a_figure_hides_no_danger(text: str) -> None:
    assert _found(text)


@pytest.mark.parametrize("text", PLAIN_GRIEVANCES.splitlines())
def test_words_that_hold_a_word_of_danger_fire_no_rule(text: str) -> None:
    assert _found(text) == ()


@pytest.mark.parametrize("text", THREATS.splitlines())
def test_a_threat_to_kill_is_at_least_urgent(text: str) -> None:
    assert _found(text, "high") or _found(text)


@pytest.mark.parametrize("text", NO_THREATS.splitlines())
def test_what_only_sounds_like_a_threat_is_none(text: str) -> None:
    assert _found(text, "high") == ()


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
        ("ลูกโดนพ่อเลี้ยงจับนมทุกคืน", "child_in_danger"),
        ("หลานโดนน้าลวนลามหนูทุกวันเลย", "child_in_danger"),
        ("กินยานอนหลับไปทั้งแผงแล้ว", "suicide"),
        ("เขาจะฆ่าผมแล้วครับ", "being_hurt"),
        ("จะฆ่าผมแล้วครับ", "being_hurt"),
        ("เมื่อปีที่แล้วก็เคย ตอนนี้โดนขังอีกแล้ว ออกไม่ได้ ช่วยด้วย", "held_captive"),
        ("last year too, but now they locked us in again, cannot leave", "held_captive"),
        ("เรื่องเงินเดือน " * 200 + "ตอนนี้โดนขังอยู่ในห้อง ออกไม่ได้ ช่วยด้วย", "held_captive"),
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "please help they locked us in the room and took our phones, 4 girls here"),
        ("en", "my son 7 years old went missing two hours ago near the canal, it is dark"),
        ("en", "I took 40 pills. tell my mom I am sorry"),
        ("ms", "tolong, kami dikunci dalam bilik, tak boleh keluar, ada pengawal"),
        ("ms", "suami saya pegang parang depan pintu sekarang, tolong"),
        ("ms", "ayah pengsan, tak sedar, hospital tak mahu terima"),
        ("ms-Arab", "تولوڠ كامي دكوروڠ دالم بيليق، تيدق بوليه كلوار"),
        ("my", "ကယ်ပါ ကျွန်တော်တို့ကို အခန်းထဲမှာ ပိတ်လှောင်ထားတယ် ထွက်လို့မရဘူး"),
        ("my", "အခု သူဌေးက ကျွန်မတို့ကို ရိုက်နေတယ် ကယ်ပါ"),
        ("km", "ជួយផង គេចាក់សោយើងក្នុងបន្ទប់ ចេញមិនបាន"),
        ("km", "ឥឡូវនេះគេកំពុងវាយប្អូនខ្ញុំ ជួយផង"),
        ("lo", "ຊ່ວຍແດ່ ເຂົາຂັງພວກເຮົາໄວ້ໃນຫ້ອງ ອອກບໍ່ໄດ້"),
        ("lo", "ຕອນນີ້ຜົວກຳລັງຕີຂ້ອຍ ຊ່ວຍແດ່"),
    ],
)
def test_danger_is_seen_in_every_language(language: str, text: str) -> None:
    assert find_danger(clean(text), language), "no rule"
    got = nlp.understand(text)
    assert got.language == language
    assert got.urgency.label == "critical"
    assert set(got.urgency.why) - {"model"}


@pytest.mark.parametrize(
    "text",
    [
        "ร้อนจะตายอยู่แล้ว โรงงานไม่ติดพัดลมให้เลยค่ะ",
        "หิวจะตาย พักเที่ยงแค่สิบนาที",
        "ถ้ามีคนโดนขังต้องโทรหาใครคะ ถามไว้เผื่อ",
        "ถ้ามีคนจะฆ่าตัวตายต้องโทรที่ไหน",
        "เขาบอกจะเก็บเงินเพิ่มเดือนหน้า",
        "หัวหน้าลวนลามฉันที่ทำงานทุกวัน แจ้งบริษัทแล้วแต่ไม่มีใครช่วยเลยค่ะ",
        "สิบปีก่อนเคยโดนไต๋ตีบนเรือ ตอนนี้ขายก๋วยเตี๋ยวอยู่บ้านแล้ว อยากได้ค่าแรงที่ค้าง",
        "ขังตัวเองอ่านหนังสือสอบทั้งวัน เบื่อมาก",
        "เมื่อปีที่แล้วโดนขัง ตอนนี้ออกมาแล้ว สบายดี",
        "โปรเจกต์จะฆ่าผมแล้วครับบอท อีกสองคืนจบ",
        "เมื่อวานดูซีรีส์ คนร้ายถือปืนไล่ยิงสนุกมาก",
        "ไม่ได้โดนตีนะคะ แค่เขาไม่จ่ายโอที",
        "เพลงนี้ฟังแล้วอยากตาย 555",
        "เดินขึ้นบันไดห้าชั้นเหนื่อยแทบขาดใจ ลิฟต์สำนักงานเขตเสียมาเดือนนึง",
        "I am dying of boredom at this job lol",
        "is it legal to lock the fire exit? asking for a school project",
        "last year they locked me in but now I am safe home, I want my wages",
        "panas nak mati dalam kilang ni, kipas rosak",
        "tengok drama tadi, hero kena kurung dalam perigi haha",
        "မနှစ်က ပိတ်ခံရဖူးတယ်၊ အခု အိမ်ပြန်ရောက်နေပြီ",
        "ក្តៅចង់ស្លាប់ ក្នុងរោងចក្រ",
        "ຮ້ອນຊິຕາຍ ໃນໂຮງງານບໍ່ມີພັດລົມ",
    ],
)
def test_what_only_sounds_like_danger_is_not_critical(text: str) -> None:
    assert find_danger(clean(text), nlp.understand(text).language) == ()
    assert nlp.understand(text).urgency.label != "critical"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("เค้าบอกว่าจะฆ่าฉัน", "death_threat"),
        ("นายจ้างด่าว่าจะฆ่าทิ้งถ้าไปแจ้งความ", "death_threat"),
        ("โดนยึดพาสปอร์ตกับบัตรแรงงาน ไม่ให้ออกจากโรงงาน", "held_captive"),
        ("bos ugut nak bunuh saya kalau report", "death_threat"),
        ("ຫົວໜ້າຂູ່ວ່າຈະຂ້າຂ້ອຍ", "death_threat"),
        ("ថៅកែគំរាមថានឹងសម្លាប់ខ្ញុំ", "death_threat"),
    ],
)
def test_a_threat_without_a_day_is_urgent_and_says_why(text: str, why: str) -> None:
    got = nlp.understand(text)
    assert why in find_danger(clean(text), got.language, "high")
    assert got.urgency.label in ("high", "critical")


def test_what_the_model_alone_raises_shows_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "find_danger", lambda *_: ())
    urgency = nlp.understand("ช่วยด้วย นายขังหนูไว้ในห้อง ออกไม่ได้").urgency
    assert (urgency.label, urgency.why) == ("critical", ("model",))
    assert urgency.evidence
    assert all(word in "ช่วยด้วย นายขังหนูไว้ในห้อง ออกไม่ได้" for word in urgency.evidence)


def test_rules_only_raise() -> None:
    quiet = nlp.understand("ขอบคุณค่ะ").urgency
    assert (quiet.label, quiet.why) == ("normal", ())


def test_every_rule_has_words_that_staff_can_read() -> None:
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in RULES.glob("*.toml")]
    reasons = {rule["why"] for file in files for rule in file["rule"]}
    cries = tomllib.loads(Path("handlers/cries.toml").read_text(encoding="utf-8"))
    del cries["guards"], cries["unless"], cries["now"]
    reasons |= {sign for signs in cries.values() for sign in signs}
    assert reasons | {"model"} == set(terms.DANGER)
