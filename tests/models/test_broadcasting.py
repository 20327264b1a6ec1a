"""A broadcast from its first words to the second person's yes, and what the quota says to it."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import broadcasting, linking, pictures
from models.allowance import room
from models.audience import counts
from models.base import now
from models.broadcast import Broadcast, Stage, Why
from models.draft import Fault, faults
from models.outgoing import Outgoing
from models.person import Contact, Person
from models.quota import note_quota
from models.slicing import begin_due
from models.staff import Role, Staff
from models.volunteer import Volunteer
from tests.crowd import TEXTS, VOLUNTEERS, approved, content, crowd, hire, volunteers

CARD = {"title": "อบรมฟรี", "text": "วันเสาร์นี้", "button": "สมัคร", "uri": "https://example.go.th/a"}


def waiting(session: Session, **changes: object) -> Broadcast:
    writer = hire(session, Role.BROADCASTER)
    broadcast = broadcasting.begin_draft(session, writer, content(**changes))
    broadcasting.ask(broadcast, writer, broadcast.edition)
    return broadcast


def test_each_gets_it_in_their_language_and_who_left_is_not_counted(session: Session) -> None:
    volunteers(session, 3)
    volunteers(session, 2, "my")
    lao = volunteers(session, 2, "lo", province="ยะลา")
    gone, ended, muted = volunteers(session, 3, "en")
    crowd(session, 4, "km", wants_news=True, province="ยะลา")
    session.get_one(Person, gone).contact = Contact.LEFT
    session.execute(update(Volunteer).where(Volunteer.person_id == ended).values(ended_at=now()))
    session.get_one(Person, muted).muted_until = now() + timedelta(hours=1)
    session.flush()
    assert counts(session, VOLUNTEERS, TEXTS) == {"th": 3 + len(lao), "my": 2}
    assert counts(session, VOLUNTEERS | {"provinces": ["ยะลา"]}, TEXTS) == {"th": 2}
    assert counts(session, VOLUNTEERS | {"languages": ["my"]}, TEXTS) == {"my": 2}
    citizens = {"who": "citizens", "provinces": ["ยะลา", "เลย"], "languages": []}
    assert counts(session, citizens, TEXTS) == {"th": 4}
    assert counts(session, citizens, TEXTS | {"km": "x"}) == {"km": 4}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, Fault.NO_TITLE),
        ({"texts": {"en": "news"}}, Fault.NO_THAI),
        ({"texts": {"th": "😀" * 2501}}, Fault.TEXT_TOO_LONG),
        ({"cards": {"th": CARD | {"title": ""}}}, Fault.CARD_WITHOUT_TITLE),
        ({"cards": {"lo": CARD}}, Fault.CARD_WITHOUT_TEXT),
        ({"cards": {"th": CARD | {"uri": ""}}}, Fault.HALF_A_BUTTON),
        ({"cards": {"th": CARD | {"uri": "http://example.go.th"}}}, Fault.NO_LINK),
        ({"cards": {"th": CARD | {"uri": "https://a b.th"}}}, Fault.NO_LINK),
        ({"cards": {"th": CARD | {"uri": "javascript:alert(1)"}}}, Fault.NO_LINK),
        ({"cards": {"th": CARD | {"uri": "https://[x"}}}, Fault.NO_LINK),
        ({"cards": {"th": CARD | {"button": "ก" * 31}}}, Fault.CARD_TOO_LONG),
        ({"picture_id": 1}, Fault.PICTURE_WITHOUT_CARD),
        ({"audience": {"who": "everybody"}}, Fault.NO_AUDIENCE),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], fault: Fault) -> None:
    assert faults(content(**changes)) == [fault]
    assert faults(content(cards={"th": CARD})) == []


def test_nobody_approves_what_they_wrote_or_did_not_read(session: Session) -> None:
    volunteers(session, 1)
    broadcast, boss = waiting(session), hire(session, Role.SUPERVISOR)
    note_quota(session, None, 0)
    writer = session.get_one(Staff, broadcast.written_by)
    with pytest.raises(broadcasting.NotYours):
        broadcasting.approve(session, broadcast, writer, broadcast.edition, None)
    read = broadcast.edition
    broadcasting.take_back(broadcast)
    broadcasting.write(broadcast, writer, content(title="อีกเรื่อง"))
    broadcasting.ask(broadcast, writer, broadcast.edition)
    with pytest.raises(broadcasting.WrongStage):
        broadcasting.approve(session, broadcast, boss, read, None)
    broadcasting.decline(broadcast, boss, broadcast.edition, "สะกดผิด")
    assert (broadcast.stage, broadcast.decline_reason) == (Stage.DRAFT, "สะกดผิด")
    with pytest.raises(broadcasting.WrongStage):
        broadcasting.approve(session, broadcast, boss, broadcast.edition, None)


def test_a_fifth_of_the_month_is_kept_for_answers(session: Session) -> None:
    volunteers(session, 50)
    broadcast, boss = waiting(session), hire(session, Role.SUPERVISOR)
    with pytest.raises(broadcasting.QuotaUnknown):
        broadcasting.approve(session, broadcast, boss, broadcast.edition, None)
    note_quota(session, 100, 31)
    session.expire_all()
    with pytest.raises(broadcasting.NoRoom):
        broadcasting.approve(session, broadcast, boss, broadcast.edition, None)
    note_quota(session, 100, 30)
    session.expire_all()
    broadcasting.approve(session, broadcast, boss, broadcast.edition, None)
    session.flush()
    left = room(session)
    assert left is not None
    assert (left.quota.kept, left.promised, left.free) == (20, 50, 0)


def test_nobody_to_send_to_is_not_approved(session: Session) -> None:
    broadcast, boss = waiting(session), hire(session, Role.SUPERVISOR)
    note_quota(session, None, 0)
    with pytest.raises(broadcasting.NobodyThere):
        broadcasting.approve(session, broadcast, boss, broadcast.edition, None)


def test_it_begins_when_due_unless_the_month_has_run_short(session: Session) -> None:
    volunteers(session, 50)
    broadcast = approved(session)
    broadcast.send_at = now() + timedelta(minutes=1)
    session.flush()
    begin_due(session)
    assert broadcast.stage is Stage.APPROVED
    broadcast.send_at = now()
    note_quota(session, 100, 40)
    session.expire_all()
    begin_due(session)
    assert (broadcast.stage, broadcast.stop_reason) == (Stage.STOPPED, Why.SHARE)


def test_a_test_goes_to_the_linked_account_alone(session: Session) -> None:
    person = session.get_one(Person, crowd(session, 1)[0])
    writer = hire(session, Role.BROADCASTER)
    broadcast = broadcasting.begin_draft(session, writer, content(cards={"en": CARD}))
    words = {"heading": "Test", "url": "https://bot.example"}
    assert not broadcasting.send_test(session, broadcast, writer, language="en", **words)
    code = linking.make_link_code(session, writer)
    assert linking.link_staff(session, person, "AAAAAA") is None
    assert linking.link_staff(session, person, code.lower()) is writer
    assert linking.link_staff(session, person, code) is None
    assert broadcasting.send_test(session, broadcast, writer, language="en", **words)
    session.flush()
    sent = session.scalars(select(Outgoing)).one()
    assert sent.person_id == person.id
    assert [bubble.get("text") for bubble in sent.bubbles] == ["Test", TEXTS["en"], CARD["text"]]


def test_link_codes_cannot_be_tried_through(session: Session) -> None:
    person = session.get_one(Person, crowd(session, 1)[0])
    staff = hire(session, Role.BROADCASTER)
    code = linking.make_link_code(session, staff)
    for guess in range(5):
        assert linking.link_staff(session, person, f"BBBBB{guess}") is None
        session.flush()
    assert linking.link_staff(session, person, code) is None
    staff.link_code_until = now()
    session.flush()
    other = session.get_one(Person, crowd(session, 1, "en")[0])
    assert linking.link_staff(session, other, code) is None


def drawn(kind: str, size: tuple[int, int]) -> bytes:
    held = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "red").save(held, kind)
    return held.getvalue()


def test_pictures_are_drawn_anew_and_what_is_none_is_refused(session: Session) -> None:
    kept = pictures.keep(session, drawn("PNG", (3000, 1500)) + b"<script>")
    with Image.open(BytesIO(kept.content)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1024, 512))
    assert b"<script>" not in kept.content
    assert len(kept.name) > 32
    for broken in (b"", b"GIF89a", b"<svg/>", drawn("JPEG", (90, 90))[:200], drawn("GIF", (9, 9))):
        with pytest.raises(pictures.NotAPicture):
            pictures.keep(session, broken)
    for large in (b"x" * (pictures.MOST_BYTES + 1), drawn("PNG", (8000, 5001))):
        with pytest.raises(pictures.TooLarge):
            pictures.keep(session, large)
