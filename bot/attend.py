"""Attends to one chat: all that is unread becomes one turn, in one short transaction."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import sending
from bot.arrivals import moment_of_token, read
from bot.database import Sessions
from bot.metrics import DEAD, TURNS
from bot.queue import wake
from bot.sending import Call
from bot.speaking import speak
from bot.writing import WRITTEN, write_down
from handlers import dispatch, groups, trouble
from handlers.arrival import SAID, Arrival, Kind
from handlers.flow import Turn
from models import delivering
from models.base import now
from models.bubble import to_json
from models.case import Anonymity, Case
from models.incoming import Incoming, Reading, count_failure, forget_given_up, unread
from models.message import Keeping, unsent_already
from models.outgoing import Lane, Outgoing
from models.person import Contact, Conversation, Person, lock_conversation, lock_known
from models.unsending import Unsent, unsend

MOST_AT_ONCE = 50
_log = logging.getLogger("attend")


@dataclass(frozen=True)
class Settling:
    """How long a person must be quiet before we answer, and how long we wait at most."""

    quiet: timedelta
    most: timedelta


@dataclass
class Attended:
    """What came of attending.

    Seconds to `wait` before looking again, and the LINE id of whom, if the person may still be
    `typing`; the id of a person who has a case and no name yet; a call to LINE that was begun;
    files to erase; the id of a person who should see another rich menu; whether an event was
    given up.
    """

    wait: float | None = None
    typing: str | None = None
    unnamed: int | None = None
    call: Call | None = None
    erase: list[str] = field(default_factory=list)
    menu: int | None = None
    gave_up: bool = False


def attend(
    sessions: Sessions,
    chat_key: bytes,
    settling: Settling | None = None,
    job_id: int | None = None,
) -> Attended:
    """Turn what is unread into answers, until nothing is or the person may still be typing.

    With `job_id` the first answer of the last turn is begun in its transaction, and the caller
    makes the call at once; all other answers have jobs.

    A surprise in an event counts against the events of its turn; on the next try they are taken
    one by one, so that only the one that fails in itself is given up, and shown to staff.
    Raises OperationalError where the database is the trouble: then nothing was counted.
    """
    done = Attended()
    more = True
    while more:
        ids: list[int] = []
        try:
            with sessions.begin() as session:
                more = _turn(session, chat_key, settling, ids, done)
                call = None if more else _begin(session, job_id)
            done.call = call
        except OperationalError:
            raise
        except Exception as error:
            # A surprise must not stop the other messages; one before any event was taken is not
            # about an event: the job is tried again later.
            _log.exception("turn failed", extra={"incoming": ids})
            if not ids:
                raise
            more = True  # also where only the commit failed: the events are unread again
            with sessions.begin() as session:
                done.gave_up |= count_failure(session, ids, type(error).__name__)
    return done


def _begin(session: Session, job_id: int | None) -> Call | None:
    """Begin to send the first answer of the turn."""
    answers = [row for row in session.new if isinstance(row, Outgoing) and row.lane is Lane.ANSWER]
    return sending.begin(session, answers[0], job_id) if answers and job_id is not None else None


def _turn(
    session: Session, chat_key: bytes, settling: Settling | None, ids: list[int], done: Attended
) -> bool:
    """Take the unread events of a chat. Returns whether there may be more.

    What comes meanwhile has a job of its own, so a turn that took all it saw is enough.
    """
    conversation = lock_known(session, chat_key)
    rows, clock = unread(session, chat_key, MOST_AT_ONCE)
    done.wait = _time_to_wait(rows, clock, settling)
    done.typing = conversation.person.line_user_id if conversation and done.wait else None
    if not rows or done.wait is not None:
        return False
    if conversation is None:
        ids.append(rows[0].id)
        first = read(rows[0])
        ids.clear()
        if not first.private or not first.chat:
            return _group_turn(session, rows, ids)
        conversation = lock_conversation(session, first.chat)
        rows, _ = unread(session, chat_key, MOST_AT_ONCE)  # somebody else may have been faster
    shaky = any(row.tries for row in rows)
    taken = rows[:1] if shaky else rows
    ids += [row.id for row in taken]
    if taken:
        _read_and_take(session, conversation, taken, done)
    return shaky or len(taken) == MOST_AT_ONCE


def _time_to_wait(
    rows: list[Incoming], clock: datetime | None, settling: Settling | None
) -> float | None:
    """Returns the seconds until the person has been quiet long enough; None if that is so now."""
    if settling is None or clock is None:
        return None
    came = [row.received_at for row in rows]
    ready = min(max(came) + settling.quiet, min(came) + settling.most)
    return (ready - clock).total_seconds() if ready > clock else None


def _read_and_take(
    session: Session, conversation: Conversation, rows: list[Incoming], done: Attended
) -> None:
    arrivals = [read(row) for row in rows]
    gone = unsent_already(session, [a.message_id or "" for a in arrivals if a.kind in WRITTEN])
    for row, each in zip(rows, arrivals, strict=True):
        row.reading = Reading.DONE
        row.message_id = each.message_id if each.kind in WRITTEN else None
        if row.message_id in gone:
            row.raw = None
    _take(session, conversation, [a for a in arrivals if not _is_gone(a, gone)], done)
    TURNS.observe((now() - max(row.received_at for row in rows)).total_seconds())


def _take(
    session: Session, conversation: Conversation, arrivals: list[Arrival], done: Attended
) -> None:
    taken_back = {a.message_id for a in arrivals if a.kind is Kind.UNSENT and a.message_id}
    held = False
    for message_id in taken_back:
        taken = unsend(session, message_id)
        done.erase += _files_of(taken)
        held = held or taken.held
        forget_given_up(session, conversation.person.line_key, message_id)
    arrivals = _folded([a for a in arrivals if not _is_gone(a, taken_back)])
    _note_contact(conversation.person, arrivals)
    turn = Turn(session, conversation, arrivals, write_down(session, conversation, arrivals))
    if any(not a.standby for a in arrivals):
        spoken = turn.person.language
        dispatch.take(turn)
        if held:
            turn.say(trouble.kept_by_law(turn.catalogue))
        _let_go(session, turn)
        if turn.came(Kind.FOLLOWED) or turn.person.language != spoken or turn.joined:
            done.menu = turn.person.id
        conversation.touched_at = now()
        speak(session, turn)
        done.erase += turn.erase
    if turn.case is not None and _wants_name(turn.case) and turn.person.name is None:
        done.unnamed = turn.person.id


def _let_go(session: Session, turn: Turn) -> None:
    """Who writes or taps hears what was held back for them, whatever they wish by now."""
    if turn.heard or turn.came(Kind.PRESSED):
        for outgoing_id, lane in delivering.release(session, turn.person.id):
            wake(session, "send", lane, id=outgoing_id)


def _wants_name(case: Case) -> bool:
    """Staff should know whom they write to, unless the person tells it to nobody."""
    return case.number is not None and case.anonymity is not Anonymity.ANONYMOUS


def _folded(arrivals: list[Arrival]) -> list[Arrival]:
    """What was edited before we read it was never said otherwise: the newest words count."""
    newest = {a.message_id: a.text for a in arrivals if a.kind is Kind.EDITED}
    here = {a.message_id for a in arrivals if a.kind is Kind.TEXT}
    return [
        replace(a, text=newest[a.message_id])
        if a.kind is Kind.TEXT and a.message_id in newest
        else a
        for a in arrivals
        if not (a.kind is Kind.EDITED and a.message_id in here)
    ]


def _is_gone(arrival: Arrival, taken_back: set[str]) -> bool:
    """Whether the person had taken it back before we read it."""
    return arrival.kind in WRITTEN and arrival.message_id in taken_back


def _files_of(taken: Unsent) -> list[str]:
    paths = []
    for attachment in taken.attachments:
        if attachment.path:
            paths.append(attachment.path)
        attachment.keeping, attachment.path, attachment.key = Keeping.ERASED, None, None
        attachment.name = attachment.sha256 = None
    return paths


def _note_contact(person: Person, arrivals: list[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.kind is Kind.FOLLOWED:
            person.contact = Contact.FRIEND
        elif arrival.kind is Kind.UNFOLLOWED:
            person.contact = Contact.LEFT
        elif arrival.kind in SAID and person.contact is Contact.LEFT:
            person.contact = Contact.WROTE


def _group_turn(session: Session, rows: list[Incoming], ids: list[int]) -> bool:
    """In groups nothing is kept, and all that is said is an invitation to a private talk."""
    ids += [row.id for row in rows]
    arrivals = [read(row) for row in rows]
    for row, each in zip(rows, arrivals, strict=True):
        row.reading = Reading.DONE
        row.raw = None if each.chat else row.raw  # what belongs to nobody is kept to be looked at
    called = [a for a in arrivals if (a.kind is Kind.JOINED or a.mentions_us) and not a.standby]
    token = moment_of_token(called)
    if token is not None:
        session.add(
            Outgoing(
                bubbles=[to_json(bubble) for bubble in groups.greet()],
                choices=[],
                reply_token=token[0],
                token_at=token[1],
            )
        )
    return len(rows) == MOST_AT_ONCE


def apologise(sessions: Sessions, chat_key: bytes) -> None:
    """Tell the person of an event that was given up that it is kept and need not be sent again."""
    with sessions.begin() as session:
        lock_known(session, chat_key)  # first, as every turn does
        for row in trouble.untold(session, chat_key):
            DEAD.inc()
            arrival = read(row)
            row.error = f"{row.error or ''} (told)"
            if not arrival.private or not arrival.chat:
                continue
            conversation = lock_conversation(session, arrival.chat)
            turn = Turn(session, conversation, [arrival], [])
            turn.said = trouble.words(turn.catalogue)
            speak(session, turn)
