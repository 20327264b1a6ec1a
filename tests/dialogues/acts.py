"""What happens beside the talk: time passes, staff work on the case, a page is opened.

(5 hours pass) · (staff answers: words) · (staff asks: words)
(staff moves to accepted, in_progress: reason) · (staff silences the bot for 24 hours)
(Nok is on call) · (Mali is called มะลิ ใจดี) · (Somchai gets an invitation to ขอนแก่น)
(the worker looks after drafts) · (legal hold) · (opens [label]) · (takes json)
"""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, select, update

from bot import upkeep
from bot.media import Store
from locales import catalogue
from locales.spoken import REPLY, STAFF_ANSWERED
from models import work
from models.base import Base
from models.case import Case, Notice, Office, move, submit
from models.person import Conversation, lock_conversation
from models.staff import Role, Staff
from models.states import WAYS, State
from models.volunteer import invite
from tests.dialogues.scene import Scene, Wrong


def act(scene: Scene, text: str) -> None:
    """Let something happen, and look at what everybody sees then. Raises Wrong where no such
    thing can happen."""
    for pattern, happen in _ACTS:
        found = re.fullmatch(pattern, scene.fill(text))
        if found:
            page = happen(scene, found)
            scene.session.commit()
            _tell(scene)
            scene.look()
            if page:
                scene.screens[scene.who] = page
            return
    raise Wrong(f"nothing is known to happen like ({text})")


def _tell(scene: Scene) -> None:
    """Do the worker's jobs: put what staff did into words."""
    for notice_id in scene.session.scalars(select(Notice.id).where(Notice.done_at.is_(None))):
        upkeep.tell(scene.sessions, notice_id)


def _pass_time(scene: Scene, found: re.Match[str]) -> None:
    """Time passes: everything that lies in the database becomes so much older."""
    ago = timedelta(**{found[2]: float(found[1])})
    for table in Base.metadata.sorted_tables:
        moments = [column for column in table.c if isinstance(column.type, DateTime)]
        if moments:
            scene.session.execute(update(table).values({c: c - ago for c in moments}))
    scene.session.expire_all()
    for talk in scene.session.scalars(select(Conversation)):
        if talk.notes:
            talk.notes = {key: _older(value, ago) for key, value in talk.notes.items()}


def _older(value: Any, ago: timedelta) -> Any:
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        return (datetime.fromisoformat(value) - ago).isoformat()
    except ValueError:
        return value


def _hire(scene: Scene, role: Role, office: Office, **more: Any) -> Staff:
    email = f"{role}.{office}@example.test"
    found = scene.session.scalars(select(Staff).where(Staff.email == email)).first()
    if found is None:
        found = Staff(
            email=email, name="นก", office=office, role=role, password_hash="-", **more
        )  # fmt: skip
        scene.session.add(found)
        scene.session.flush()
    return found


def _answer(scene: Scene, found: re.Match[str]) -> None:
    case, say = scene.case(), catalogue(scene.person.language).gettext
    heading = say(STAFF_ANSWERED).format(number=case.number)
    staff = _hire(scene, Role.OFFICER, case.office)
    work.answer(
        scene.session, case, staff, found[1],
        heading=heading, reply_label=say(REPLY), once=uuid.uuid4(),
    )  # fmt: skip


def _move(scene: Scene, states: str, reason: str) -> None:
    case = scene.case()
    for state in states.split(", "):
        _step(scene, case, State(state), reason)


def _step(scene: Scene, case: Case, to: State, reason: str) -> None:
    way = WAYS.get((case.state, to))
    if way is None:
        raise Wrong(f"staff cannot move a case from {case.state} to {to}")
    role = next(r for r in (Role.OFFICER, Role.SCREENER, Role.SUPERVISOR) if r in way.by)
    staff = _hire(scene, role, case.office)
    move(scene.session, case, to, actor=role, reason=reason, staff_id=staff.id)


def _ask(scene: Scene, found: re.Match[str]) -> None:
    _move(scene, "awaiting_info", found[1])


def _on_call(scene: Scene, found: re.Match[str]) -> None:
    before = scene.who
    scene.turn_to(found[1])
    talk = lock_conversation(scene.session, scene.people[found[1]])
    _hire(scene, Role.SCREENER, Office.OMBUDSMAN, person_id=talk.person_id)
    scene.turn_to(before)


def _invite(scene: Scene, found: re.Match[str]) -> None:
    staff = _hire(scene, Role.BROADCASTER, Office.OPS)
    scene.codes[found[1]] = invite(
        scene.session, office=Office.OPS, province=found[2], district=None, uses=1, by=staff.id
    )


def _silence(scene: Scene, found: re.Match[str]) -> None:
    case = scene.case()
    work.mute(case, _hire(scene, Role.OFFICER, case.office), int(found[1]), "too many")


def _call(scene: Scene, found: re.Match[str]) -> None:
    scene.turn_to(found[1])
    lock_conversation(scene.session, scene.people[found[1]]).person.name = found[2]


def _hold(scene: Scene, _: re.Match[str]) -> None:
    scene.case().legal_hold = True


def _open(scene: Scene, found: re.Match[str]) -> str:
    scene.page = scene.link(found[1])
    answer = scene.client.get(scene.page)
    return f"{answer.status_code} {answer.get_data(as_text=True)}"


def _take(scene: Scene, found: re.Match[str]) -> str:
    answer = scene.client.post(f"{scene.page}/{found[1]}")
    return f"{answer.status_code} {answer.data.decode('utf-8', 'replace')}"


def _send_more(scene: Scene, found: re.Match[str]) -> None:
    """The person has sent as many cases more, earlier on the same day."""
    for _ in range(int(found[2])):
        case = Case(person=scene.person_called(found[1]), narrative="another", category="wages")
        scene.session.add(case)
        scene.session.flush()
        submit(scene.session, case)


def _lapse(scene: Scene, _: re.Match[str]) -> None:
    media = scene.client.application.extensions["media"]
    if not isinstance(media, Store):
        raise Wrong("there is no store of files")
    upkeep.lapse_drafts(scene.sessions, media)


_ACTS: list[tuple[str, Callable[[Scene, re.Match[str]], str | None]]] = [
    (r"(?:leaves )?([\d.]+) (minutes|hours|days)(?: pass)?", _pass_time),
    (r"staff answers: (.+)", _answer),
    (r"staff asks: (.+)", _ask),
    (r"staff moves to ([a-z_, ]+?)(?:: (.+))?", lambda s, m: _move(s, m[1], m[2] or "")),
    (r"staff silences the bot for (\d+) hours", _silence),
    (r"(\w+) is on call", _on_call),
    (r"(\w+) is called (.+)", _call),
    (r"(\w+) gets an invitation to (.+)", _invite),
    (r"the worker looks after drafts", _lapse),
    (r"(\w+) sends (\d+) more cases", _send_more),
    (r"legal hold", _hold),
    (r"opens \[(.+)\]", _open),
    (r"takes (\w+)", _take),
]
