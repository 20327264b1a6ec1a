"""A person's own cases: cards with where each stands, what comes next and by when."""

import re
from collections.abc import Iterator
from datetime import timedelta

from handlers import filing, menu, report
from handlers.flow import Turn
from locales import N_
from locales.formats import day
from locales.spoken import OFFICE, STATE
from models.base import now
from models.bubble import Card, Cards, Choice, Line
from models.case import Case, CaseChange, cases_of
from models.states import State

NEWEST = 5
SHORT = 40
_WHAT_NEXT = re.compile(
    r"(?:ทำ|ทํา)(?:ไง|ยังไง|อะไร|อย่างไร|ไร|จังใด๋|จั่งใด)ต่อ|(?:ต้อง|ให้)รอ.{0,8}(?:ไหม|มั้ย|นานไหม|กี่วัน|อีก)|"
    r"จะมี(?:คน|ใคร|เจ้าหน้าที่).{0,6}(?:โทร|ติดต่อ|ทัก)|ขั้นต่อไป|แล้วยังไงต่อ|ต่อไปยังไง|"
    r"what(?: happens?| do i do)? (?:now|next)\b|"
    r"lepas ni (?:macam mana|apa)",
    re.IGNORECASE,
)
ANSWER_WITHIN = timedelta(days=7)
"""So long after staff wrote, what comes is taken for the answer."""
SHOWN_STEPS = 4
LARGEST_ID = 2**63 - 1
MOST_DIGITS = 20
OPENS_AGAIN = frozenset(
    {State.TERMINATED, State.REJECTED, State.WITHDRAWN, State.CLOSED_NO_CONTACT}
)
"""States of an ended case that the person can open again (models/ways.toml)."""
NEXT = {
    State.SUBMITTED: N_("staff read it"),
    State.TRIAGE: N_("staff read it and find the right office"),
    State.AWAITING_INFO: N_("we wait for your answer"),
    State.TRANSFER_PENDING: N_("the other office says whether it takes it"),
    State.ACCEPTED: N_("an officer begins to work on it"),
    State.IN_PROGRESS: N_("the officer works on it and writes to you here"),
    State.AWAITING_AGENCY: N_("the agency answers the officer"),
    State.RESOLVED_PENDING: N_("you tell us whether it is really solved"),
    State.REOPENED: N_("staff look at it again"),
}


def find(turn: Turn, raw_id: str) -> Case | None:
    """Returns the person's own lodged case with this id; None for anything else, however forged."""
    if not (raw_id.isascii() and raw_id.isdecimal() and len(raw_id) < MOST_DIGITS):
        return None
    if int(raw_id) > LARGEST_ID:
        return None
    case = turn.session.get(Case, int(raw_id))
    mine = case is not None and case.person_id == turn.person.id and case.number is not None
    return case if mine else None


def not_found(turn: Turn) -> None:
    """The same answer for somebody else's case and for one that does not exist."""
    turn.say(turn._("I cannot find that case among yours. Your own cases are under “My cases”."))
    turn.offer(menu.track(turn), menu.report(turn), menu.staff(turn))


def open_cases(turn: Turn) -> list[Case]:
    """Returns the person's open cases, newest first."""
    return [case for case in cases_of(turn.session, turn.person.id) if case.is_open]


def asks_what_next(text: str) -> bool:
    """Whether a short text asks what one has to do now, or what happens."""
    return len(text) <= SHORT and _WHAT_NEXT.search(text) is not None


def asked_lately(turn: Turn) -> Case | None:
    """Returns the open case about which staff wrote last, within a week."""
    asked = [
        (case.asked_at, case.id, case)
        for case in open_cases(turn)
        if case.asked_at and case.asked_at > now() - ANSWER_WITHIN
    ]
    return max(asked)[2] if asked else None


def show_all(turn: Turn) -> None:
    """Show the newest cases side by side."""
    _ = turn._
    cases = cases_of(turn.session, turn.person.id)
    if not cases:
        turn.say(_("You have not sent a case yet."))
    elif len(cases) > NEWEST:
        turn.say(
            _("Your {count} newest cases. For an older one, type its number.").format(count=NEWEST)
        )
    else:
        turn.say(_("Your cases:"))
    if cases:
        turn.say(Cards([card(turn, case) for case in cases[:NEWEST]], menu.alt(turn)))
    if turn.conversation.step is None:
        turn.offer(*_begin(turn))


def _begin(turn: Turn) -> list[Choice]:
    if filing.find_draft(turn) is None:
        return [menu.report(turn), menu.staff(turn)]
    turn.say(turn._("There is also a story that is not sent yet."))
    return [Choice(turn._("Go on with it"), data="menu:report"), menu.staff(turn)]


def show_one(turn: Turn, case: Case) -> None:
    """Show one case."""
    turn.show(card(turn, case))


def card(turn: Turn, case: Case) -> Card:
    """Returns the card of a case."""
    _ = turn._
    return Card(
        title=case.number or "",
        subtitle=_(STATE[case.state]),
        alt=menu.alt(turn),
        lines=list(_lines(turn, case)),
        choices=_choices(turn, case),
        mood="calm" if case.is_open else "done",
    )


def _lines(turn: Turn, case: Case) -> Iterator[Line]:
    _ = turn._
    language = turn.person.language
    yield Line(_("Subject"), report.subject(turn, case.category))
    yield Line(_("Office"), _(OFFICE[case.office]))
    if case.submitted_at:
        yield Line(_("Sent"), day(case.submitted_at, language))
    if case.state in NEXT:
        yield Line(_("Next"), _(NEXT[case.state]))
    if case.due_at:
        yield Line(_("By"), day(case.due_at, language))
    for change in _latest(case):
        state = STATE[str(change.to_value)]
        yield Line(day(change.at, language), _(state))


def _latest(case: Case) -> list[CaseChange]:
    """Returns the last steps of the case, oldest first; the first of all is "Sent"."""
    steps = [change for change in case.changes if change.what == "state" and change.from_value]
    return [step for step in steps if step.from_value != State.DRAFT][-SHOWN_STEPS:]


def _choices(turn: Turn, case: Case) -> list[Choice]:
    _ = turn._
    if case.state is State.RESOLVED_PENDING:
        return [*solved(turn, case.id), menu.add(turn, case.id)]
    if case.is_open:
        return [
            menu.add(turn, case.id), menu.withdraw(turn, case.id), menu.receipt(turn, case.id),
        ]  # fmt: skip
    again = [menu.reopen(turn, case.id)] if case.state in OPENS_AGAIN else []
    return [*again, menu.report(turn), menu.receipt(turn, case.id)]


def solved(turn: Turn, case_id: int) -> list[Choice]:
    """Returns the two buttons by which a person says whether it is solved."""
    return [
        Choice(turn._("It is solved"), data=f"solved:{case_id}", style="main"),
        Choice(turn._("Not solved"), data=f"unsolved:{case_id}"),
    ]
