"""Working out what the law gives, as a talk: one question at a time, and the working at the end."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from handlers import calculator, dispatch, figures
from handlers.arrival import Kind
from handlers.entitlements import Length
from handlers.flow import Turn
from handlers.preferences import CHOSEN
from models.base import now
from models.number import BANGKOK
from models.person import Conversation, lock_conversation
from tests.handlers.chat import Chat

TODAY = date(2026, 11, 29)


class Asker(Chat):
    """A person who speaks English and taps the button of a calculation."""

    def begins(self, kind: str) -> "Asker":
        """Begin a calculation as the standing button does."""
        talk = lock_conversation(self.session, self.user)
        talk.person.language, talk.notes = "en", {CHOSEN: True}
        turn = Turn(self.session, talk, [self._arrival(Kind.PRESSED)], [])
        dispatch._stand(turn, calculator.begin(turn, kind))
        self._show(turn)
        self.session.commit()
        return self


@pytest.fixture
def chat(session: Session) -> Asker:
    return Asker(session)


def test_severance_line_by_line(chat: Asker) -> None:
    chat.begins("severance").sees("you can skip", "last wage", "[Skip]", "[Stop here]")
    chat.says("เดือนละ 15,000").sees("How long did you work", "[3 to 6 years]")
    chat.says("สามปีครึ่ง")
    chat.sees("Severance: about 90,000 baht", "Wage a day: 15,000 ÷ 30 = 500", "3 to 6 years")
    chat.sees("Section 118: 180 days", "Together: 180 × 500 = 90,000 baht", "section 119")
    chat.sees("estimate", "the labour inspector decides", "section 118 (checked 25 Sep 2026)")
    chat.sees("Is this your own case?", "[Tell what happened]", "[Talk to staff]", "[Work it out")
    assert chat.step is None
    assert not chat.cases


def test_severance_by_buttons_alone(chat: Asker) -> None:
    chat.begins("severance").says("๔๐๐").sees("by the day or by the month")
    chat.presses("By the day").presses("20 years or more")
    chat.sees("400 × 400 = 160,000 baht", "Wage a day: 400")


def test_what_can_be_tapped_can_be_typed(chat: Asker) -> None:
    chat.begins("severance").says("หมื่นห้า").says("by the month").says("6 to 10 years")
    chat.sees("240 × 500 = 120,000 baht")


def test_too_short_for_severance(chat: Asker) -> None:
    chat.begins("severance").says("400 a day").says("3 months")
    chat.sees("No severance yet", "Under 120 days", "0 days of the last wage")


def test_nearly_three_years_is_asked_again(chat: Asker) -> None:
    chat.begins("severance").says("400 a day").says("เกือบ 3 ปี").sees("2 years 11 months")
    chat.says("2 ปี 11 เดือน").sees("90 × 400 = 36,000 baht")


def test_a_wage_can_be_corrected_on_the_way(chat: Asker) -> None:
    chat.begins("severance").says("วันละ 400").says("เดือนละ 12,000").sees("How long")
    chat.presses("1 to 3 years").sees("90 × 400 = 36,000", "12,000 ÷ 30")


def test_overtime_of_all_three_kinds(chat: Asker) -> None:
    chat.begins("overtime").says("15,000 a month").sees("overtime on working days")
    chat.says("วันละ 2 ชั่วโมง 5 วัน").sees("days off, up to 8").says("8").sees("beyond 8 a day")
    chat.says("2 ชม.").sees("Overtime: about 1,813 baht", "500 ÷ 8 = 62.5")
    chat.sees("Overtime, section 61: 10 × 62.5 × 1.5 = 938", "section 62: 8 × 62.5 × 1 = 500")
    chat.sees("section 63: 2 × 62.5 × 3 = 375", "8 working hours").sees_not("once more")


def test_overtime_alone_asks_no_more_of_days_off(chat: Asker) -> None:
    chat.begins("overtime").says("วันละ 400").says("สองชั่วโมงครึ่ง").presses("Skip")
    chat.sees("2.5 × 50 × 1.5 = 188").sees_not("section 62:", "section 63:")


def test_a_day_off_of_somebody_paid_by_the_day(chat: Asker) -> None:
    chat.begins("overtime").says("วันละ 400").says("ไม่มี").says("8").says("0")
    chat.sees("8 × 50 × 2 = 800", "paid once more, not twice")


def test_no_hours_at_all_get_the_rule(chat: Asker) -> None:
    chat.begins("overtime").says("วันละ 400").presses("Skip").presses("Skip")
    chat.sees("1.5 times the hourly wage", "[Tell what happened]")
    assert chat.step is None


def test_two_hours_a_day_need_their_days(chat: Asker) -> None:
    chat.begins("overtime").says("วันละ 400").says("วันละ 2 ชั่วโมง").sees("2 hours a day, 26 days")


def test_dismissed_at_once(chat: Asker) -> None:
    chat.begins("notice").says("เดือนละ 15000").sees("How often").presses("Once a month")
    chat.sees("were you told").presses("At once").sees("next pay day").says("10 วัน")
    chat.sees("Instead of notice: about 20,000 baht", "Due, section 17: 40 days")
    chat.sees("Told before: 0 days", "40 × 500 = 20,000 baht", "section 17, 17/1", "no end date")


def test_notice_of_somebody_paid_by_the_day(chat: Asker) -> None:
    chat.begins("notice").says("วันละ 400").says("ทุกเดือน").says("อาทิตย์เดียว").presses("Skip")
    chat.sees("Missing, s. 17/1: 23 days", "Paid days of these: 20 days", "six days of seven")
    chat.sees("20 × 400 = 8,000 baht")


def test_notice_that_was_long_enough(chat: Asker) -> None:
    chat.begins("notice").says("วันละ 400").presses("Every day").says("7 days")
    chat.sees("The notice was long enough").sees_not("about 0 baht")


def test_the_next_pay_day_is_within_the_period(chat: Asker) -> None:
    chat.begins("notice").says("วันละ 400").presses("Every week").presses("At once")
    chat.says("8").sees("not more than from one pay day to the next").says("7").sees("14 days")


def test_unpaid_months_with_interest(chat: Asker) -> None:
    since = now().astimezone(BANGKOK).date() - timedelta(days=73)
    chat.begins("wages").says("2 เดือน").says("เดือนละ 15,000").sees("Since when", "[Pick a day]")
    chat.picks("Pick a day", since.isoformat())
    chat.sees("Unpaid wages: about 30,900 baht", "Wages owed: 2 × 15,000 = 30,000", "73 days")
    chat.sees("30,000 × 15% × 73 ÷ 365 = 900", "section 9 (checked").sees_not("2 years")
    chat.presses("Time limit to claim").sees("2 years")


def test_a_sum_needs_no_wage(chat: Asker) -> None:
    chat.begins("wages").says("18,000 บาท").sees("Since when").presses("Skip")
    chat.sees("Wages owed: 18,000", "Together: 18,000 baht", "15% interest").sees_not("Late")


def test_who_is_paid_by_the_day_is_owed_days(chat: Asker) -> None:
    chat.begins("wages").says("1 เดือน").says("วันละ 400").sees("For how many days of work")
    chat.says("1 เดือน").sees("15 days").says("20 วัน").presses("Skip")
    chat.sees("20 × 400 = 8,000")


def test_days_and_the_wage_in_one_breath(chat: Asker) -> None:
    chat.begins("wages").says("15 วัน วันละ 400").sees("Since when").says("2 ปีก่อน")
    chat.sees("15 × 400 = 6,000", "as short as 2 years")


def test_a_day_to_come_is_not_late(chat: Asker) -> None:
    chat.begins("wages").says("18,000 บาท").picks("Pick a day", "2999-01-01").sees("up to today")


@pytest.mark.parametrize("kind", calculator.KINDS)
@pytest.mark.parametrize("text", ["แมว", "5555", "???", "-", "99999999999999", "ชั่วโมงละ 50", "\n"])
def test_nonsense_is_told_what_would_do(chat: Asker, kind: str, text: str) -> None:
    chat.begins(kind).says(text)
    assert "Please type" in chat.shown or "tell you the rule" in chat.shown
    assert "[Talk to staff]" in chat.shown or "[Skip]" in chat.shown


def test_a_picture_is_no_answer(chat: Asker) -> None:
    chat.begins("severance").sends_picture().sees("Please type a sum")


def test_without_the_wage_there_is_the_rule(chat: Asker) -> None:
    chat.begins("severance").presses("Skip").sees("I can tell you the rule", "3 to 6: 180", "118")
    assert chat.step is None


def test_it_can_be_left_at_any_time(chat: Asker) -> None:
    chat.begins("notice").says("วันละ 400").presses("Stop here").sees("stopped here", "[Tell what")
    assert chat.step is None
    chat.begins("notice").says("cancel").sees("stopped here")
    chat.begins("notice").says("staff").sees("message to the staff")


def test_an_old_button_is_not_obeyed(chat: Asker) -> None:
    chat.begins("severance").says("400").presses("By the day").presses("By the month")
    chat.sees("earlier part of our talk", "How long did you work")


def test_a_story_is_taken_in(chat: Asker) -> None:
    chat.begins("severance")
    chat.says("โรงงานปล่อยน้ำเสียลงคลองข้างบ้าน แจ้งเทศบาลแล้วไม่มีใครมาดูเลยค่ะ")
    assert chat.draft is not None
    assert chat.draft.narrative


def test_a_question_in_between_is_answered(chat: Asker) -> None:
    chat.begins("severance").says("ลาคลอดได้กี่วันคะ").sees("120 days", "last wage", "[Skip]")
    assert chat.step == "calculator.hear"


def test_a_law_past_its_review_is_not_worked_out(
    chat: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.hearing.day_of", lambda _: date(2028, 1, 1))
    chat.begins("severance").sees("1506").sees_not("last wage")


def test_an_unknown_kind_shows_what_there_is(chat: Asker) -> None:
    chat.begins("notice").says("วันละ 400").begins("lottery").sees(
        "[Work out severance]", "[Work out overtime]", "owed wages]"
    )
    assert max(len(choice.label) for choice in chat.buttons) <= 20
    assert chat.step == "calculator.hear"


def test_without_notes_it_offers_what_there_is(chat: Asker) -> None:
    """A stored step whose notes are gone is answered, and so is being asked again."""
    chat.begins("notice")
    talk = chat.session.get_one(Conversation, chat.person.id)
    for send in (lambda: chat.says("วันละ 400"), lambda: chat.sends_data("b:0:old")):
        talk.step, talk.notes = "calculator.hear", {CHOSEN: True}
        send()
        chat.sees("[Work out notice pay]")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 ปี 2 เดือน", Length(38)),
        ("๓ ปี ๒ เดือน", Length(38)),
        ("ปีครึ่ง", Length(18)),
        ("ครึ่งปี", Length(6)),
        ("ร้อยยี่สิบวัน", Length(0, 120)),
        ("a year and a half", Length(18)),
        ("ทำตั้งแต่ 2 ม.ค. 2560", Length(118)),
        ("สองสามปี", None),
        ("3 ถึง 6 ปี", None),
        ("1,000 ปี", None),
        ("3", None),
    ],
)
def test_lengths_of_work(text: str, length: Length | None) -> None:
    assert figures.read_length(text, TODAY) == length


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("วันละสามร้อยห้าสิบบาท", (Fraction(350), "day")),
        ("400บาท/วัน", (Fraction(400), "day")),
        ("เงินเดือนหมื่นสอง", (Fraction(12_000), "month")),
        ("9000 ต่อเดือน", (Fraction(9_000), "month")),
        ("หมื่นห้า", (Fraction(15_000), "")),
        ("ทำงานวันละ 8 ชั่วโมง ได้ 400", (Fraction(400), "")),
        ("50 บาทต่อชั่วโมง", None),
        ("3 ปี", None),
    ],
)
def test_wages(text: str, wage: tuple[Fraction, str] | None) -> None:
    assert figures.read_wage(text) == wage


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("เดือนที่แล้ว", date(2026, 10, 31)),
        ("2 เดือนก่อน", date(2026, 9, 28)),
        ("สองอาทิตย์แล้ว", date(2026, 11, 15)),
        ("ตั้งแต่เดือนกันยายน", date(2026, 9, 30)),
        ("งวดสิ้นเดือนธันวาคม", date(2025, 12, 31)),
        ("2 years ago", date(2024, 11, 28)),
        ("1 Oct 2026", date(2026, 10, 1)),
        ("แมว", None),
    ],
)
def test_days_since_when(text: str, day: date | None) -> None:
    assert figures.read_since(text, TODAY) == day
