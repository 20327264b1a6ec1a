"""The summary: everything on one card, each line can be changed, then it is sent."""

from datetime import date

from handlers import (
    another,
    asked_within,
    between,
    cancel,
    correcting,
    doors,
    filing,
    hearing,
    intake,
    menu,
    mood,
    privacy,
    reach,
    report,
    wishes,
)
from handlers.again import asked_by
from handlers.arrival import MEDIA
from handlers.flow import Puzzled, Step, Turn, step
from handlers.place_names import place_name
from handlers.receipt import receipt
from locales.formats import day
from models.bubble import Card, Line
from models.case import Case
from nlp.identifiers import mask_ids

SHORT = 40
A_NAME = 20
"""Characters; a longer text with "money" in it tells something, unless it says what is wrong."""
NAMED = {
    "category": ("ประเภท", "หมวด", "หัวข้อ", "subject"),
    "where": ("จังหวัด", "ที่ไหน", "สถานที่", "ที่เกิด", "province", "where"),
    "whom": ("ใคร", "บริษัท", "นายจ้าง", "โรงงาน", "คู่กรณี", "หน่วยงาน", "who"),
    "when": ("เมื่อไหร่", "เมื่อไร", "วัน", "when", "date"),
    "amount": ("เงิน", "บาท", "amount", "money"),
    "behalf": ("แทน", "behalf"),
    "name": ("ชื่อ", "name"),
}
"""Words by which people name a line of the card."""


@intake.ends_with
def show(turn: Turn, case: Case) -> Step:
    """Show the card. Returns the step that hears what the person says of it."""
    turn.next_round()
    doors.show(turn, case)
    _show(turn, case)
    return check


def _show(turn: Turn, case: Case) -> None:
    _ = turn._
    turn.say(_("Is this right? Tap a line to change it, or type what should be different."))
    if not privacy.accepted(turn):
        turn.say(_("By sending it you accept how we keep it, as told in the privacy notice."))
    turn.show(
        Card(
            title=_("Your case"),
            alt=menu.alt(turn),
            text=_excerpt(case.narrative or _("(told by voice or picture)")),
            lines=_lines(turn, case),
            choices=[
                turn.button(_("Send it"), f"send:{case.id}", style="main"),
                turn.button(_("Cancel"), "cancel"),
            ],
        )
    )


def _excerpt(story: str) -> str:
    """Identity numbers stay out of a card that others may see over a shoulder."""
    shown = mask_ids(story)
    return shown if len(shown) <= 200 else f"{shown[:200]}…"


def _lines(turn: Turn, case: Case) -> list[Line]:
    _ = turn._
    rows = [
        ("category", _("Subject"), report.subject(turn, case.category)),
        ("where", _("Where"), _where(turn, case)),
        ("whom", _("About whom"), case.respondent),
        ("when", _("When"), _when(turn, case.incident_date, case.incident_when)),
        ("amount", _("Amount"), correcting.amount(turn, case)),
        ("behalf", _("For whom"), case.on_behalf_of or _("myself")),
        ("name", _("Name"), correcting.name(turn, case)),
    ]
    return [
        Line(label, value or _("not said"), change=turn.button(label, f"fix:{key}").data)
        for key, label, value in rows
    ]


def _where(turn: Turn, case: Case) -> str:
    province = place_name(turn, case.province) if case.province else None
    return " ".join(filter(None, (case.district, province)))


def _when(turn: Turn, on: date | None, said: str | None) -> str | None:
    return said or (day(on, turn.person.language) if on else None)


def _repeat(turn: Turn) -> None:
    draft = filing.find_draft(turn)
    if draft is not None:
        _show(turn, draft)


@asked_by(_repeat)
@step
def check(turn: Turn) -> Step | None:
    """Hears whether the summary is right, or what should be different."""
    case = filing.draft_of(turn)
    choice = turn.pressed() or ""
    if choice.startswith("send") or (not choice and wishes.sends(turn.text)):
        return _send(turn, case)
    if choice == "cancel":
        return cancel.ask(turn)
    if choice == "show":
        return show(turn, case)
    if choice.startswith("fix:"):
        return _change(turn, case, choice.removeprefix("fix:"))
    return _other(turn, case)


def _send(turn: Turn, case: Case) -> Step | None:
    if filing.too_many_today(turn):
        raise Puzzled(
            turn._(
                "That is as many cases as we can take from one person in a day. This one is kept:"
                " send it tomorrow, or call 1506 (labour) or 1676 (Ombudsman)."
            )
        )
    privacy.accept(turn)
    filing.lodge(turn, case)
    turn.note(done=[])
    receipt(turn, case)
    doors.warn(turn, case)
    return None


def _change(turn: Turn, case: Case, key: str) -> Step:
    question = intake.QUESTIONS.get(key)
    if question is None:
        raise Puzzled(
            turn._("Tap a line of the card to change it, or type what should be different.")
        )
    return intake.put(turn, case, question)


def _other(turn: Turn, case: Case) -> Step:
    """Something was typed or sent instead of tapped."""
    intake.acknowledge(turn, case)
    mood.comfort(turn)
    if wishes.is_later(turn.text):
        turn.say(turn._("All right, I keep it here. Type “send” when you want to send it."))
        return check
    if another.take(turn) or wishes.is_lost(turn.text) or _asks_where_it_is(turn):
        return show(turn, case)
    short = len(turn.text) <= SHORT
    if _wants_time(turn):
        between.take(turn, case, "")
        return check
    if between.take(turn, case, "") or (short and correcting.correct(turn, case)):
        return _go_on(turn, case)
    names_a_line = len(turn.text) <= A_NAME or correcting.is_marked(turn.text)
    key = next((key for key, words in NAMED.items() if _names(turn.text, words)), None)
    if key is not None and short and names_a_line:
        return _change(turn, case, key)
    added = _add(turn, case) or (turn.came(*MEDIA) and not turn.text)
    return _go_on(turn, case) if added else show(turn, case)


def _wants_time(turn: Turn) -> bool:
    """Whether this is no moment to ask whether to send it: they wait, or somebody else reads."""
    return wishes.courtesy(turn.text) in ("wait", "back") or reach.is_watched(turn.text)


def _asks_where_it_is(turn: Turn) -> bool:
    """Answer "and now?" and "skip": it is not sent yet."""
    asks = wishes.skips(turn.text) or hearing.hear(turn).is_surely("case_status")
    if asks:
        turn.say(turn._("It is not sent yet: look whether it is right, and send it."))
    return asks


def _add(turn: Turn, case: Case) -> bool:
    """Add to the story what tells something. Returns whether it did."""
    refused = wishes.declines(turn.text) or correcting.is_marked(turn.text)
    if len(turn.text) <= SHORT and (refused or not _tells(turn)):
        return False
    filing.add_story(turn, case, turn.text)
    turn.say(turn._("I have added that to your story."))
    asked_within.answer(turn)
    return True


def _go_on(turn: Turn, case: Case) -> Step:
    """What was said is answered; the whole card again would be a form. The card of before, which
    may no longer be right, sends nothing any more."""
    _ = turn._
    turn.next_round()
    turn.say(_("Shall I send it now? It can still be changed."))
    turn.offer(
        turn.button(_("Send it"), f"send:{case.id}"), turn.button(_("Show it again"), "show")
    )
    return check


def _tells(turn: Turn) -> bool:
    """Whether a short text belongs to the story: "and he hit me" does, "hm" does not."""
    return hearing.hear(turn).intent in ("complaint", "case_update")


def _names(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text.lower() for word in words)


def _ask_amount(turn: Turn, _case: Case, _again: bool) -> None:
    _ = turn._
    turn.say(_("How much money is it about, in baht? If you do not know, skip."))
    turn.offer(turn.button(_("Skip"), "skip"))


def _take_amount(turn: Turn, case: Case) -> bool:
    digits = "".join(c for c in turn.text if c.isdecimal())
    found = hearing.hear(turn).entities.get("amount_baht") or (int(digits) if digits else None)
    if found is None or found > 2_000_000_000:
        return False
    case.amount_baht = found
    return True


@asked_by(lambda turn: intake.repeat(turn, "amount"))
@step
def amount(turn: Turn) -> Step:
    """Hears how much money it is about."""
    return intake.hear(turn, "amount")


intake.register(intake.Question("amount", lambda _case: True, _ask_amount, _take_amount, amount))
