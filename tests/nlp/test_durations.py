"""Since when, or for how long: kept as it was said."""

import pytest

from nlp.durations import find_duration


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("โรงงานค้างค่าแรงสองเดือนแล้วครับ", "สองเดือนแล้ว"),
        ("นายจ้างไม่จ่ายเงินเดือนมาสามเดือนแล้วค่ะ", "สามเดือนแล้ว"),
        ("อบต. ไม่ซ่อมถนน 3 ปีแล้ว", "3 ปีแล้ว"),
        ("เขาไม่จ่ายมาตั้งแต่ต้นปี", "ตั้งแต่ต้นปี"),
        ("ไม่ได้ค่าแรงตั้งแต่เดือนที่แล้ว", "ตั้งแต่เดือนที่แล้ว"),
        ("ดองเรื่องมาสองปีกว่า", "สองปีกว่า"),
        ("ไม่มีน้ำใช้มาได้อาทิตย์ครึ่ง", "อาทิตย์ครึ่ง"),
        ("my boss has not paid me for 3 months", "for 3 months"),
        ("no salary since August", "since August"),
        ("majikan tak bayar gaji sudah tiga bulan", "sudah tiga bulan"),
        ("ทำงานวันละ 12 ชั่วโมง", None),
        ("ลาป่วยได้ปีละ 30 วันไหม", None),
        ("ค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ", None),
        ("เดือนละ 9,000 บาท", None),
        ("I am paid for 8 hours a day", None),
        ("เลิกจ้างหนูแล้ว", None),
        ("", None),
    ],
)
def test_durations(text: str, said: str | None) -> None:
    assert find_duration(text) == said
