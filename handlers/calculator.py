"""Working out what the law gives: a few questions, then the working, line by line.

The law's arithmetic is in entitlements.py, the questions in figures.py. One note keeps the kind,
the key of the open question ("asks"), and the answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from handlers import answers, entitlements, hearing, menu, report, wishes
from handlers import rights as reviewed
from handlers.again import asked_by, story_is_open
from handlers.entitlements import Length, Wage, figure
from handlers.figures import QUESTIONS, TIER_NAMES, Facts
from handlers.flow import Puzzled, Step, Turn, find, step
from locales import N_
from locales.formats import day
from locales.rights import rights
from models.bubble import Card, Choice, Line

OFFERS = entitlements.OFFERS
PRESSED = "calculate"  # the verb of the standing buttons: calculate:severance
NOTE = "calculator"
STORY = 40  # characters; a longer text that is surely a complaint is a story, not an answer
OPTIONAL = frozenset({"overtime", "off", "beyond", "told", "pay_day", "since"})


@dataclass(frozen=True)
class Kind:
    """Something to work out. `asks`: questions in their order; where one that is not OPTIONAL is
    skipped, only the rule is told: the answer about rights of key `rule`."""

    label: str
    rule: str
    sections: str
    asks: tuple[str, ...]
    work: Callable[[Turn, Facts], Card | None]


def begin(turn: Turn, kind: str) -> Step | None:
    """Begin a calculation. Returns the step that hears the first answer; for an unknown kind, and
    where the law has to be reviewed first, that of before: what was going on goes on."""
    if kind not in KINDS:
        offer_all(turn)
        return find(turn.conversation.step)
    if not rights()[KINDS[kind].rule].is_current(hearing.day_of(turn)):
        answers.for_people(turn)
        return find(turn.conversation.step)
    turn.say(turn._("I ask a few short questions. What you do not know, you can skip."))
    return _go_on(turn, {"kind": kind})


def offer_all(turn: Turn) -> None:
    """Offer all that can be worked out."""
    turn.say(turn._("What shall I work out for you?"))
    turn.offer(*[button(turn, kind) for kind in KINDS])


def button(turn: Turn, kind: str) -> Choice:
    """Returns the standing button that begins a calculation."""
    return Choice(turn._(KINDS[kind].label), data=f"{PRESSED}:{kind}")


def _ask(turn: Turn) -> None:
    facts = turn.notes.get(NOTE)
    if not facts:
        offer_all(turn)
        return
    asks = facts["asks"]
    in_days = asks == "owed" and facts.get("per") == "day"
    turn.say(turn._(_DAYS_OWED if in_days else QUESTIONS[asks].ask))
    _offer(turn, asks)


def _offer(turn: Turn, asks: str) -> None:
    _ = turn._
    for at, (label, _answer) in enumerate(QUESTIONS[asks].options):
        turn.offer(turn.button(_(label), f"option:{at}"))
    if asks == "since":
        picker = turn.button(_("Pick a day"), "day")
        turn.offer(Choice(picker.label, data=picker.data, ask="date"))
    turn.offer(turn.button(_("Skip"), "skip"), turn.button(_("Stop here"), "leave"))


@asked_by(_ask)
@step
def hear(turn: Turn) -> Step | None:
    """Hears the answer to what is asked: tapped, typed, skipped, or something else."""
    facts = turn.notes.get(NOTE)
    if not facts:
        offer_all(turn)
        return None
    if turn.pressed() == "leave":
        turn.say(turn._("All right, stopped here."))
        turn.offer(menu.report(turn), menu.staff(turn))
        return None
    if turn.pressed() == "skip" or wishes.skips(turn.text):
        return _skip(turn, facts)
    found = _option(turn, facts) or _read(turn, facts)
    return _go_on(turn, facts | found) if found else _otherwise(turn, facts)


def _go_on(turn: Turn, facts: Facts) -> Step | None:
    """Ask what is missing, or show the working."""
    asks = next((key for key in KINDS[facts["kind"]].asks if not _is_settled(key, facts)), None)
    if asks is None:
        _finish(turn, facts)
        return None
    turn.next_round()
    turn.note(**{NOTE: facts | {"asks": asks}})
    _ask(turn)
    return hear


def _is_settled(key: str, facts: Facts) -> bool:
    """Whether a question is answered or skipped, or has become useless."""
    owed = facts.get("owed") or {}
    if key == "owed" and owed.get("months", "0") != "0" and facts.get("per") == "day":
        return False  # who is paid by the day is owed days, not months
    useless = {
        "wage": "sum" in owed,
        "per": "sum" in owed,
        "beyond": facts.get("off") in (None, "0"),
        "pay_day": facts.get("paid") == "day",
    }
    return key in facts or useless.get(key, False)


def _skip(turn: Turn, facts: Facts) -> Step | None:
    kind = KINDS[facts["kind"]]
    if facts["asks"] in OPTIONAL:
        return _go_on(turn, facts | {facts["asks"]: None})
    turn.say(turn._("Without that I cannot work it out, but I can tell you the rule."))
    reviewed.tell(turn, rights()[kind.rule])
    return None


def _option(turn: Turn, facts: Facts) -> Facts | None:
    """Returns the answer of the button that was tapped, or whose label was typed."""
    said = wishes.plain(turn.text)
    for at, (label, answer) in enumerate(QUESTIONS[facts["asks"]].options):
        if turn.pressed() == f"option:{at}" or said == turn._(label).lower():
            return answer
    return None


def _read(turn: Turn, facts: Facts) -> Facts | None:
    """Returns the answer that was typed or picked, and a wage that is said beside it."""
    picked = [arrival.picked for arrival in turn.arrivals if arrival.picked]
    text, today = (picked or [turn.text])[-1], hearing.day_of(turn)
    found = QUESTIONS[facts["asks"]].read(text, today, facts) or {}
    wage = QUESTIONS["wage"].read(text, today, facts) or {}
    return found | wage if "per" in wage else found


def _otherwise(turn: Turn, facts: Facts) -> Step | None:
    """No answer: a question about rights is answered, a story taken in; else say what would do."""
    if answers.aside(turn):
        _ask(turn)
        return hear
    if len(turn.text) > STORY and hearing.hear(turn).is_surely("complaint"):
        turn.note(**{NOTE: {}})
        return report.tell(turn)
    _offer(turn, facts["asks"])
    hint = QUESTIONS[facts["asks"]].hint
    raise Puzzled(turn._(hint))


def _finish(turn: Turn, facts: Facts) -> None:
    """Show the working, where it is written, who decides, and that one's own case is heard."""
    _, kind = turn._, KINDS[facts["kind"]]
    card = kind.work(turn, facts)
    if card is None:
        reviewed.tell(turn, rights()[kind.rule])
        return
    law, language = rights()[kind.rule].law, "th" if turn.person.language == "th" else "en"
    source = _("From: {law}, section {section} (checked {day})").format(
        law=law.names[language], section=kind.sections, day=day(law.checked, language)
    )
    turn.show(card)
    turn.say(_("This is an estimate in whole baht; the labour inspector decides.") + f"\n{source}")
    if story_is_open(turn):
        return
    turn.say(_("Is this your own case? Tell me what happened, I listen."))
    again = Choice(_("Work it out again"), data=f"{PRESSED}:{facts['kind']}")
    turn.offer(menu.report(turn), menu.staff(turn), again)


def _severance(turn: Turn, facts: Facts) -> Card:
    _, wage = turn._, _wage(facts)
    made = entitlements.severance(wage, Length(*facts["worked"]))
    lines = [
        Line(_("Wage a day"), wage.working),
        Line(_("Time worked"), _(TIER_NAMES[made.tier])),
        Line(_("Section 118"), _("{days} days of the last wage").format(days=made.days)),
    ]
    title = _("Severance: about {amount} baht") if made.amount else _("No severance yet")
    note = _("For those dismissed without serious fault; section 119 lists the faults.")
    return _card(turn, title, note, lines, made.amount, how=f"{made.days} × {figure(made.daily)} =")


def _overtime(turn: Turn, facts: Facts) -> Card | None:
    _, wage = turn._, _wage(facts)
    hours = [Fraction(facts.get(key) or 0) for key in ("overtime", "off", "beyond")]
    made = entitlements.overtime(wage, *hours)
    hour = f"{figure(made.hourly * 8)} ÷ 8 = {figure(made.hourly)}"
    lines = [Line(_("Wage a day"), wage.working), Line(_("An hour, section 68"), hour)]
    for part in made.parts:
        sum_ = " × ".join(map(figure, (part.hours, made.hourly, part.times)))
        lines.append(Line(_(_PARTS[part.section]), f"{sum_} = {figure(part.amount)}"))
    note = _("Counted with 8 working hours a day.")
    if hours[1] and not wage.by_month:
        note += " " + _("If the day off was paid anyway, the work is paid once more, not twice.")
    title = _("Overtime: about {amount} baht")
    return _card(turn, title, note, lines, made.amount, how="") if made.parts else None


def _notice(turn: Turn, facts: Facts) -> Card:
    _, wage, days = turn._, _wage(facts), turn._("{days} days")
    told, pay_day = facts.get("told") or 0, facts.get("pay_day") or 0
    made = entitlements.notice(wage, facts["paid"], told, pay_day)
    lines = [
        Line(_("Due, section 17"), days.format(days=made.due)),
        Line(_("Told before"), days.format(days=told)),
        Line(_("Missing, s. 17/1"), days.format(days=made.missing)),
        Line(_("Paid days of these"), days.format(days=made.paid)),
        Line(_("Wage a day"), wage.working),
    ]
    about, enough = _("Instead of notice: about {amount} baht"), _("The notice was long enough")
    note = _(
        "Where the contract has no end date and there was no serious fault. Notice runs until the"
        " pay day after the next one; on pay day itself, until the next."
    )
    if made.paid < made.missing:
        note += " " + _("Paid by the day, six days of seven count (section 28).")
    title, how = about if made.amount else enough, f"{made.paid} × {figure(made.daily)} ="
    return _card(turn, title, note, lines, made.amount, how=how)


def _wages(turn: Turn, facts: Facts) -> Card:
    _, today, language = turn._, hearing.day_of(turn), turn.person.language
    since = date.fromisoformat(facts.get("since") or today.isoformat())
    owed, how = _owed(facts)
    made = entitlements.unpaid(owed, (today - since).days)
    lines = [Line(_("Wages owed"), f"{how} {figure(made.owed)}".strip())]
    note = _("From the day it was due, 15% interest a year comes on top (section 9).")
    if made.days:
        late = _("{days} days, since {day}").format(days=made.days, day=day(since, language))
        sum_ = f"{figure(made.owed)} × 15% × {made.days} ÷ 365 = {figure(made.interest)}"
        lines += [Line(_("Late"), late), Line(_("Interest, section 9"), sum_)]
        note = _("Interest on all of it since then. Withheld on purpose, more is due (section 9).")
    if made.days > 365:
        note += " " + _("The time to claim may be as short as 2 years: please do not wait.")
    turn.offer(Choice(_("Time limit to claim"), data=f"{reviewed.PRESSED}:claim_limit"))
    return _card(turn, _("Unpaid wages: about {amount} baht"), note, lines, made.amount, how="")


def _owed(facts: Facts) -> tuple[Fraction, str]:
    """Returns what is owed, and how it comes about."""
    if "sum" in (owed := facts["owed"]):
        return Fraction(owed["sum"]), ""
    wage, months, days = _wage(facts), Fraction(owed["months"]), Fraction(owed["days"])
    parts = [(months, wage.baht), (days, wage.daily)]
    how = " + ".join(f"{figure(many)} × {figure(each)}" for many, each in parts if many)
    return entitlements.wages_of(wage, months, days), f"{how} ="


def _wage(facts: Facts) -> Wage:
    return Wage(Fraction(facts["wage"]), facts["per"] == "month")


def _card(turn: Turn, title: str, note: str, lines: list[Line], amount: int, *, how: str) -> Card:
    """Returns the card of a working; its last line says how the amount comes about."""
    baht = turn._("{amount} baht").format(amount=figure(amount))
    lines = [*lines, Line(turn._("Together"), f"{how} {baht}".strip())]
    title = title.format(amount=figure(amount))
    return Card(title=title, alt=menu.alt(turn), text=note, lines=lines)


_DAYS_OWED = N_("You are paid by the day. For how many days of work were you not paid?")
_PARTS = {
    "61": N_("Overtime, section 61"), "62": N_("Days off, section 62"),
    "63": N_("Overtime on days off, section 63"),
}  # fmt: skip
_PAY = ("wage", "per")
KINDS = {
    "severance": Kind(N_("Work out severance"), "severance", "118", (*_PAY, "worked"), _severance),
    "overtime": Kind(
        N_("Work out overtime"), "overtime_rate", "61, 62, 63, 68",
        (*_PAY, "overtime", "off", "beyond"), _overtime,
    ),
    "notice": Kind(
        N_("Work out notice pay"), "notice", "17, 17/1",
        (*_PAY, "paid", "told", "pay_day"), _notice,
    ),
    "wages": Kind(
        N_("Work out owed wages"), "late_interest", "9", ("owed", *_PAY, "since"), _wages),
}  # fmt: skip
