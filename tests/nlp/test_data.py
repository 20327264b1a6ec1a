"""The messages that the model learns from: enough of them, and no templates."""

from itertools import product

import pytest

from nlp import samples
from nlp.corpus import honest_rows, training_rows
from nlp.samples import Sample


@pytest.fixture(scope="module")
def report() -> dict[str, list[str]]:
    return samples.check()


def test_there_are_as_many_as_were_set_out_to_be_written(report: dict[str, list[str]]) -> None:
    assert report["too_few"] == []


def test_they_are_as_varied_as_they_should_be(report: dict[str, list[str]]) -> None:
    assert report["too_much"] == []


def test_nothing_of_the_honest_batches_was_learned_from() -> None:
    honest = [row.text for row in honest_rows()]
    learned = [row.text for row in training_rows()]
    pairs = samples.near_pairs([*honest, *learned])
    leaks = [(a, b) for a, b in pairs if a < len(honest) <= b]
    assert [(honest[a], learned[b - len(honest)]) for a, b in leaks] == []


def test_templates_are_found() -> None:
    made = [
        Sample(f"ผมทำงานที่โรงงาน{place} เขาไม่จ่ายค่าแรงให้ผมมา {months} เดือนแล้ว ช่วยผมด้วยครับ", "a")
        for place, months in product(("ขอนแก่น", "ระยอง", "ชลบุรี"), range(2, 7))
    ]
    report = samples.sameness(made)
    assert report["too_much"] == ["near_duplicates", "openings", "skeletons"]
    assert report["shares"]["openings"] == 1


def test_one_opening_over_many_messages_is_found() -> None:
    ends = ("ไฟดับ", "หมาเห่า", "น้ำเน่า", "เงินหาย", "ครูตี")
    report = samples.sameness([Sample(f"อยากจะขอสอบถามหน่อย {end}", end) for end in ends])
    assert "openings" in report["too_much"]


def test_copies_in_another_batch_are_found() -> None:
    text = "เถ้าแก่บอกว่าเดือนนี้ไม่มีตังค์จ่าย รอไปก่อนนะ"
    report = samples.sameness([Sample(text, "a"), Sample(text + " จ้า", "b")])
    assert report["shares"]["near_duplicates_across"] == 1


def test_different_stories_are_not_templates() -> None:
    told = ["แม่ผมล้มในห้องน้ำโรงงาน", "ถนนหน้าวัดพังมาตั้งแต่สงกรานต์", "ตำรวจเรียกเงินสองพัน",
            "ขอเบอร์สำนักงานที่ยะลาค่ะ", "บัตรคนจนรูดไม่ได้"]  # fmt: skip
    assert samples.sameness([Sample(text, "a") for text in told])["too_much"] == []
