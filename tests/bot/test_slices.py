"""A broadcast on its way: everybody once, in their language, whatever stops, breaks or leaves."""

from collections import Counter
from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot import sending
from bot.database import Sessions
from bot.line import Outcome, SendError
from models import broadcasting, slicing
from models.broadcast import Broadcast, Recipient, Slice, Stage, Why
from models.outgoing import Delivery, Outgoing
from models.person import Contact, Person
from tests.crowd import TEXTS, approved, crowd, volunteers

URL = "https://bot.example"


class Line:
    """LINE for multicasts: remembers who got what; `bad` ids make it refuse a whole call."""

    def __init__(self, bad: frozenset[str] = frozenset(), error: SendError | None = None) -> None:
        self.got: Counter[str] = Counter()
        self.said: dict[str, str] = {}
        self.sizes: list[int] = []
        self.bad, self.error = bad, error

    def multicast(self, to: list[str], messages: list[dict[str, str]], key: str) -> str:
        assert len(to) <= 500
        if self.error is not None:
            raise self.error
        if self.bad & set(to):
            raise SendError(Outcome.REFUSED, "The property, 'to', is invalid", 400)
        self.got.update(to)
        self.sizes.append(len(to))
        self.said |= dict.fromkeys(to, messages[0]["text"])
        return key


@pytest.fixture
def begun(sessions: Sessions) -> Callable[..., int]:
    """Begins a broadcast to volunteers of three languages. Returns its id."""

    def begin(each: int = 5, **changes: object) -> int:
        with sessions.begin() as session:
            for language in TEXTS:
                volunteers(session, each, language)
            broadcast = approved(session, **changes)
            slicing.begin_due(session)
            assert broadcast.stage is Stage.SENDING
            return broadcast.id

    return begin


def cut_all(sessions: Sessions, broadcast_id: int) -> None:
    more = True
    while more:
        with sessions.begin() as session:
            more = slicing.cut(session, broadcast_id, URL)


def send_all(sessions: Sessions, line: Line) -> None:
    """Send what waits, until nothing does, as the jobs would."""
    waiting = select(Outgoing.id).where(Outgoing.delivery == Delivery.WAITING)
    while True:
        with sessions() as session:
            due = session.scalars(waiting.order_by(Outgoing.id)).all()
        if not due:
            return
        for outgoing_id in due:
            sending.send(sessions, line, outgoing_id)  # type: ignore[arg-type]


def test_2500_in_each_of_three_languages_get_it_once(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id, line = begun(2500), Line()
    cut_all(sessions, broadcast_id)
    with sessions.begin() as session:
        assert not slicing.finish(session, broadcast_id)
    send_all(sessions, line)
    assert (len(line.got), set(line.got.values())) == (7500, {1})
    assert line.sizes == [500] * 15
    assert all(line.said[who] == TEXTS[who[1:3]] for who in line.got)
    with sessions.begin() as session:
        assert slicing.finish(session, broadcast_id)
        progress = broadcasting.progress(session, session.get_one(Broadcast, broadcast_id))
        assert (progress.planned, progress.cut) == (7500, 7500)
        assert progress.by_delivery[Delivery.ACCEPTED] == 7500
        jobs = text("select count(*) from procrastinate_jobs where task_name = 'send'")
        assert session.scalar(jobs) == 15


def test_a_bad_id_costs_its_neighbours_nothing(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id, bad = begun(40), f"Uen{7:031d}"
    line = Line(frozenset({bad}))
    cut_all(sessions, broadcast_id)
    send_all(sessions, line)
    assert (len(line.got), set(line.got.values()), bad in line.got) == (119, {1}, False)
    with sessions.begin() as session:
        progress = broadcasting.progress(session, session.get_one(Broadcast, broadcast_id))
        assert progress.by_delivery[Delivery.FAILED] == 1
        assert progress.reasons == [("LINE does not know this id", 1)]
        assert progress.cut == progress.planned == 120
        keys = session.scalars(select(Outgoing.key)).all()
        assert len(keys) == len(set(keys)) > 3


def test_a_message_that_is_wrong_stops_it_all(
    sessions: Sessions, begun: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicing, "HOPELESS", 6)
    broadcast_id = begun(40)
    cut_all(sessions, broadcast_id)
    send_all(sessions, Line(error=SendError(Outcome.REFUSED, "messages[0].text", 400)))
    with sessions() as session:
        broadcast = session.get_one(Broadcast, broadcast_id)
        assert (broadcast.stage, broadcast.stop_reason) == (Stage.STOPPED, Why.REFUSED)
        assert session.scalar(select(func.count()).select_from(Outgoing)) < 30


def test_stopped_in_the_middle_nothing_more_goes_out(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id, line = begun(700), Line()
    for _ in range(3):
        with sessions.begin() as session:
            assert slicing.cut(session, broadcast_id, URL)
    with sessions() as session:
        first = session.scalars(select(Outgoing.id).order_by(Outgoing.id)).first()
    sending.send(sessions, line, first)  # type: ignore[arg-type]
    with sessions.begin() as session:
        broadcasting.stop(session, session.get_one(Broadcast, broadcast_id))
    cut_all(sessions, broadcast_id)
    send_all(sessions, line)
    assert len(line.got) == 500
    with sessions.begin() as session:
        broadcast = session.get_one(Broadcast, broadcast_id)
        progress = broadcasting.progress(session, broadcast)
        assert progress.by_delivery[Delivery.STOPPED] == progress.cut - 500 > 0
        assert not slicing.finish(session, broadcast_id)
        with pytest.raises(broadcasting.WrongStage):
            broadcasting.stop(session, broadcast)


def test_stopped_while_a_try_is_open_it_stays_unsure(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id = begun()
    with sessions.begin() as session:
        slicing.cut(session, broadcast_id, URL)
        call = session.scalars(select(Outgoing)).one()
        call.attempted_at, call.error = func.now(), "no answer from LINE"
    with sessions.begin() as session:
        broadcasting.stop(session, session.get_one(Broadcast, broadcast_id))
    send_all(sessions, Line())
    with sessions() as session:
        assert session.scalars(select(Outgoing.delivery)).all() == [Delivery.UNSURE]


def test_two_cutters_at_once_cut_each_person_once(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id, line = begun(1100), Line()
    cutters = [Thread(target=cut_all, args=(sessions, broadcast_id)) for _ in range(2)]
    for cutter in cutters:
        cutter.start()
    for cutter in cutters:
        cutter.join()
    send_all(sessions, line)
    assert (len(line.got), set(line.got.values())) == (3300, {1})
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Recipient)) == 3300
        assert session.scalar(select(func.sum(Slice.people))) == 3300
        assert session.get_one(Broadcast, broadcast_id).cut_done


def test_who_leaves_after_the_cut_is_left_out(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id, line = begun(5), Line()
    cut_all(sessions, broadcast_id)
    with sessions.begin() as session:
        gone = session.scalars(select(Person).order_by(Person.id)).first()
        gone.contact, name = Contact.LEFT, gone.line_user_id
    send_all(sessions, line)
    assert (len(line.got), name in line.got) == (14, False)
    with sessions.begin() as session:
        progress = broadcasting.progress(session, session.get_one(Broadcast, broadcast_id))
        assert (progress.left, progress.cut) == (1, 15)
        assert progress.by_delivery[Delivery.ACCEPTED] == 14


def test_when_the_month_is_used_up_the_rest_is_stopped(
    sessions: Sessions, begun: Callable[..., int]
) -> None:
    broadcast_id = begun(5)
    cut_all(sessions, broadcast_id)
    send_all(sessions, Line(error=SendError(Outcome.QUOTA, "You have reached your monthly limit.")))
    with sessions() as session:
        broadcast = session.get_one(Broadcast, broadcast_id)
        assert (broadcast.stage, broadcast.stop_reason) == (Stage.STOPPED, Why.QUOTA)
        sent = Counter(session.scalars(select(Outgoing.delivery)))
        assert sent == {Delivery.FAILED: 1, Delivery.STOPPED: 2}


def test_a_card_goes_along_and_people_outside_do_not(
    sessions: Sessions, session: Session, begun: Callable[..., int]
) -> None:
    crowd(session, 3, "km")
    session.commit()
    card = {"title": "อบรม", "text": "", "button": "สมัคร", "uri": "https://example.go.th"}
    broadcast_id = begun(2, cards={"th": card})
    cut_all(sessions, broadcast_id)
    calls = session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    assert [len(call.bubbles) for call in calls] == [2, 1, 1]
    assert session.scalar(select(func.count()).select_from(Recipient)) == 6
