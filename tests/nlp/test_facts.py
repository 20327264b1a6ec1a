"""Facts that people mention: sums, days, places, numbers, names."""

from datetime import date

import pytest

from nlp.amounts import find_amount
from nlp.cleaning import clean, tidy
from nlp.dates import find_date
from nlp.identifiers import find_national_ids, find_organisations, find_phones
from nlp.language import find_language
from nlp.places import PROVINCES, find_place, find_province

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "baht"),
    [
        ("ติดหนี้เขาสามหมื่นห้า", 35_000),
        ("สามหมื่นห้าพันบาท", 35_000),
        ("เอาไป 3 หมื่น", 30_000),
        ("พันห้า", 1_500),
        ("พันห้าร้อยบาท", 1_500),
        ("หมื่นสองพันสามร้อยบาท", 12_300),
        ("ครึ่งแสน", 50_000),
        ("สามล้านห้าแสน", 3_500_000),
        ("1.5 แสน", 150_000),
        ("ค้างอยู่ ๑๒,๐๐๐ บาท", 12_000),
        ("โอนไป 5k", 5_000),
        ("ค้างค่าแรงคนละ 18,000 บาท", 18_000),
        ("ได้เดือนละ 15000 บาท ค้าง 30000 บาท", 30_000),
        ("ค่าแรงวันละ 300 บาท", None),
        ("300 บาทต่อวัน", None),
        ("ประกันสังคมมาตรา 33", None),
        ("คนงานสามพันคน", None),
        ("เมื่อปี 2566", None),
        ("โทร 0812345678", None),
        ("9" * 400 + " บาท", None),
    ],
)
def test_sums_of_money(text: str, baht: int | None) -> None:
    assert find_amount(text) == baht


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("เมื่อวานนายไล่ออก", "2026-11-24"),
        ("เมื่อวานซืน", "2026-11-23"),
        ("วันจันทร์ที่แล้ว", "2026-11-23"),
        ("วันพุธที่แล้ว", "2026-11-18"),
        ("สองอาทิตย์ก่อน", "2026-11-11"),
        ("3 วันก่อน", "2026-11-22"),
        ("15 มี.ค. 66", "2023-03-15"),
        ("15/3/2566", "2023-03-15"),
        ("๓ เมษายน ๒๕๖๘", "2025-04-03"),
        ("ตั้งแต่วันที่ 2 พ.ย.", "2026-11-02"),
        ("12 ธันวา", "2025-12-12"),
        ("31 กุมภาพันธ์ 2566", None),
        ("ปีที่แล้ว", None),
        ("อาทิตย์ที่แล้ว", None),
        ("เมื่อก่อน", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert find_date(text, WEDNESDAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("โรงงานที่ขอนแก่นค้างค่าแรง", "ขอนแก่น"),
        ("อยู่กทม.ค่ะ", "กรุงเทพมหานคร"),
        ("ทำงานโคราช", "นครราชสีมา"),
        ("แถวหาดใหญ่", "สงขลา"),
        ("คนแปดริ้ว", "ฉะเชิงเทรา"),
        ("ด่านสุไหงโกลก", "นราธิวาส"),
        ("อ.แม่สอด", "ตาก"),
        ("อำเภอเมือง จ.เลย", "เลย"),
        ("จังหวัดน่าน", "น่าน"),
        ("คนอุบลมาทำงานที่ชลบุรี", "ชลบุรี"),
        ("a factory in Chiang Mai", "เชียงใหม่"),
        ("แม่ตากผ้าอยู่", None),
        ("ไม่ได้เงินเลย", None),
        ("ยังดังอยู่เลยค่ะ", None),
        ("โรคแพร่ระบาดในหอพัก", None),
        ("จับในน่านน้ำ", None),
        ("ปลูกตราดอกไม้", None),
        ("อุดรูรั่วให้ที", None),
        ("ไปเขตรังวัด", None),
        ("บ้านอยู่ถนนเพชรบุรี", None),
        ("นายสุรินทร์ไม่จ่าย", None),
    ],
)
def test_provinces(text: str, province: str | None) -> None:
    assert find_province(text) == province


def test_a_district_is_named_when_it_lies_in_the_province() -> None:
    place = find_place("อ.บ้านไผ่ จ.ขอนแก่น")
    assert (place.province, place.district) == ("ขอนแก่น", "บ้านไผ่")
    assert find_place("อ.บ้านไผ่ จ.ตรัง").district is None


def test_all_provinces_are_there() -> None:
    assert len(PROVINCES) == len({p.name for p in PROVINCES}) == 77
    regions = {p.region for p in PROVINCES}
    assert regions == {"north", "northeast", "central", "east", "west", "south"}
    assert all(find_province(f"จังหวัด{p.name}") == p.name for p in PROVINCES)
    assert all(find_province(f"in {p.name_en}") == p.name for p in PROVINCES)


def test_phones_but_no_hot_lines_and_no_sums() -> None:
    text = "โทร 081-234-5678, ๐๘๙๑๒๓๔๕๖๗ +66 61 234 5678 หรือ 02 123 4567"
    assert find_phones(text) == ("0812345678", "0891234567", "0612345678", "021234567")
    assert find_phones("สายด่วน 1546 หรือ 191 เงิน 0899999999 บาท") == ()


def test_national_ids_need_their_check_digit() -> None:
    assert find_national_ids("1-1017-00230-70-8 กับ 1101700230703") == ("1101700230708",)


def test_organisations() -> None:
    text = "โรงงานไทยการ์เมนต์ค้างค่าแรง บริษัท เอบีซี จำกัด อบต.หนองขามไม่มาดู โรงงานที่นี่"
    names = find_organisations(text)
    assert names == ("โรงงานไทยการ์เมนต์", "บริษัท เอบีซี จำกัด", "อบต.หนองขาม")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("นายจ้างไม่จ่าย salary", "th"),
        ("My employer has not paid me", "en"),
        ("Majikan tidak bayar gaji saya", "ms"),
        ("ساي تيدق دباير ڬاجي", "ms-Arab"),
        ("အလုပ်ရှင် လစာမပေးဘူး", "my"),
        ("ថៅកែមិនបើកប្រាក់ខែ", "km"),
        ("ນາຍຈ້າງບໍ່ຈ່າຍເງິນ", "lo"),
        ("未支付工资", "other"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert find_language(text) == language


def test_cleaning_evens_out_how_people_type() -> None:
    assert clean("ค่าเเรงงงง\u200b ไม่จ่ายยยย!!!!") == "ค่าแรง ไม่จ่าย!"
    assert clean("น\u0e49\u0e4dาท่วม") == clean("น้ำท่วม") == "น้ำท่วม"
    assert tidy("๑๐๐๐๐") == clean("10000") == "10000"
    assert clean("5555555") == "555"
    assert len(tidy("ﷺ" * 5000)) <= 5000
