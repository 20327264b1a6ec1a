"""The rules of broadcasts: whom one reaches, what it costs, who lets it go."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from models.base import now
from models.broadcast import Broadcast, Picture, Recipient, Stage
from models.bubble import Bubble, Card, Choice, Words
from models.outgoing import Delivery, Lane, Outgoing, say
from models.person import Contact, Person
from models.quota import read_quota
from models.sealing import vault
from models.staff import Staff
from models.volunteer import LETTERS, Volunteer

BASE_LANGUAGE = "th"
LINK_CODE_LIVES = timedelta(minutes=30)


class NotAllowed(Exception):
    """The broadcast may not do that; the text says why."""


@dataclass(frozen=True)
class Preview:
    """What a broadcast would do."""

    by_language: dict[str, int]
    left: int | None
    """What the month leaves for broadcasts; None where there is no limit."""
    kept: int

    @property
    def people(self) -> int:
        """How many it reaches: also its cost, for LINE counts a message per person."""
        return sum(self.by_language.values())

    @property
    def fits(self) -> bool:
        """Whether it leaves the share for answers alone."""
        return self.left is None or self.people <= self.left


def reached(broadcast: Broadcast) -> ColumnElement[bool]:
    """Returns the condition on Person for the audience; who blocked us or left is never in it."""
    wanted = broadcast.audience
    conditions: list[ColumnElement[bool]] = [Person.contact == Contact.FRIEND]
    provinces = list(wanted.get("provinces") or [])
    if wanted.get("who") == "volunteers":
        serving = and_(Volunteer.person_id == Person.id, Volunteer.ended_at.is_(None))
        area = [Volunteer.province.in_(provinces)] if provinces else []
        conditions.append(exists(select(Volunteer.id).where(serving, *area)))
    else:
        conditions.append(Person.wants_news)
        conditions += [Person.province.in_(provinces)] if provinces else []
    languages = list(wanted.get("languages") or [])
    conditions += [Person.language.in_(languages)] if languages else []
    return and_(*conditions)


def language_of(broadcast: Broadcast) -> ColumnElement[str]:
    """Returns the language in which a person gets it: their own where it is written, else Thai."""
    written = [language for language, text in broadcast.texts.items() if text.strip()]
    return case((Person.language.in_(written), Person.language), else_=BASE_LANGUAGE)


def preview(session: Session, broadcast: Broadcast) -> Preview:
    """Returns whom it reaches by language, and what the month leaves."""
    language = language_of(broadcast).label("language")
    rows = session.execute(
        select(language, func.count()).where(reached(broadcast)).group_by(language)
    )
    quota = read_quota(session)
    return Preview({row[0]: row[1] for row in rows}, quota.left, quota.kept)


def bubbles(broadcast: Broadcast, language: str, picture: str | None) -> list[Bubble]:
    """Returns what is shown in a language: the text and, if written, the card."""
    text = broadcast.texts.get(language) or broadcast.texts[BASE_LANGUAGE]
    shown: list[Bubble] = [Words(text)]
    card = broadcast.cards.get(language) or (
        broadcast.cards.get(BASE_LANGUAGE) if language not in broadcast.texts else None
    )
    if card:
        buttons = [Choice(card["button"], uri=card["uri"], style="main")] if card.get("uri") else []
        shown.append(
            Card(
                title=card["title"],
                alt=card["title"],
                text=card.get("text", ""),
                choices=buttons,
                picture=picture,
            )
        )
    return shown


def picture_url(session: Session, broadcast: Broadcast, public_url: str) -> str | None:
    """Returns the address from which LINE's apps fetch the picture."""
    if broadcast.picture_id is None:
        return None
    return f"{public_url}/pictures/{session.get_one(Picture, broadcast.picture_id).name}"


def ask_approval(session: Session, broadcast: Broadcast, send_at: datetime | None) -> None:
    """The writer is done: a second person decides. Raises NotAllowed."""
    if broadcast.stage is not Stage.DRAFT:
        raise NotAllowed("only a draft can be put forward")
    if not broadcast.texts.get(BASE_LANGUAGE, "").strip():
        raise NotAllowed("the Thai text is missing")
    if preview(session, broadcast).people == 0:
        raise NotAllowed("it would reach nobody")
    broadcast.stage, broadcast.send_at = Stage.WAITING, send_at


def approve(session: Session, broadcast: Broadcast, by: Staff) -> None:
    """A second person lets it go, now or at its time. Raises NotAllowed."""
    if broadcast.stage is not Stage.WAITING:
        raise NotAllowed("it does not wait for approval")
    if broadcast.written_by == by.id:
        raise NotAllowed("nobody approves what they wrote themselves")
    if not preview(session, broadcast).fits:
        raise NotAllowed("it would use messages that are kept for answers")
    broadcast.stage, broadcast.approved_by, broadcast.approved_at = Stage.APPROVED, by.id, now()
    broadcast.send_at = broadcast.send_at or now()


def decline(broadcast: Broadcast, by: Staff) -> None:
    """A second person sends it back to its writer. Raises NotAllowed."""
    if broadcast.stage is not Stage.WAITING or broadcast.written_by == by.id:
        raise NotAllowed("it does not wait for your decision")
    broadcast.stage = Stage.DRAFT


def stop(broadcast: Broadcast) -> None:
    """Stop it: slices that were not sent yet will not be."""
    if broadcast.stage in (Stage.WAITING, Stage.APPROVED, Stage.SENDING):
        broadcast.stage, broadcast.ended_at = Stage.STOPPED, now()


def progress(session: Session, broadcast: Broadcast) -> dict[str, int]:
    """Returns people by what became of their slice, and "cut" for how many are in slices."""
    rows = session.execute(
        select(Outgoing.delivery, func.count())
        .join(Recipient, Recipient.outgoing_id == Outgoing.id)
        .where(Recipient.broadcast_id == broadcast.id)
        .group_by(Outgoing.delivery)
    )
    counts = dict.fromkeys(Delivery, 0) | {row[0]: row[1] for row in rows}
    return {str(key): value for key, value in counts.items()} | {"cut": sum(counts.values())}


def reasons(session: Session, broadcast: Broadcast) -> Select[tuple[str, int]]:
    """Returns the query of why slices failed, with how many people each."""
    return (
        select(Outgoing.error, func.count())
        .join(Recipient, Recipient.outgoing_id == Outgoing.id)
        .where(Recipient.broadcast_id == broadcast.id, Outgoing.delivery == Delivery.FAILED)
        .group_by(Outgoing.error)
    )


def in_stage(session: Session, stage: Stage) -> list[int]:
    """Returns the ids of broadcasts in a stage."""
    return list(session.scalars(select(Broadcast.id).where(Broadcast.stage == stage)))


def send_test(session: Session, broadcast: Broadcast, staff: Staff, public_url: str) -> None:
    """Send every written language to the writer's own LINE. Raises NotAllowed."""
    if staff.person_id is None:
        raise NotAllowed("link your own LINE account first")
    picture = picture_url(session, broadcast, public_url)
    for language in broadcast.texts:
        if broadcast.texts[language].strip():
            shown = bubbles(broadcast, language, picture)
            session.add(say(staff.person_id, shown, lane=Lane.NOTICE))


def make_link_code(staff: Staff) -> str:
    """Returns a code that the member of staff sends from their own LINE within half an hour."""
    code = "".join(secrets.choice(LETTERS[:24]) for _ in range(6))
    staff.link_code_key, staff.link_code_until = link_key(code), now() + LINK_CODE_LIVES
    return code


def link_key(code: str) -> bytes:
    """Returns the keyed hash of a link code."""
    return vault().trace("staff-link", code.strip().upper())


def link_staff(session: Session, person: Person, code: str) -> Staff | None:
    """Link the person's LINE to the member of staff whose code it is; None where it is no code."""
    staff = session.scalars(
        select(Staff).where(Staff.link_code_key == link_key(code), Staff.link_code_until > now())
    ).first()
    if staff is not None:
        staff.person_id, staff.link_code_key, staff.link_code_until = person.id, None, None
    return staff
