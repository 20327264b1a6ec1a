"""Case (เรื่อง): one grievance, from the first words to its end."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Id, Moment, now
from models.number import next_number
from models.person import Person
from models.sealing import SealedJSON, SealedText
from models.states import OPEN, State, due_after, way


class Office(StrEnum):
    """Who handles cases."""

    OMBUDSMAN = "ombudsman"
    DLPW = "dlpw"
    SSO = "sso"
    DOE = "doe"
    DSD = "dsd"
    OPS = "ops"
    ATD = "atd"


class Anonymity(StrEnum):
    """Who may learn the reporter's name."""

    OPEN = "open"
    HIDDEN = "hidden"
    """Known to the office, hidden from the other side."""
    ANONYMOUS = "anonymous"


class Urgency(StrEnum):
    """How soon somebody must look."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"


class CaseSerial(Base):
    """The last running number of a Buddhist year."""

    __tablename__ = "case_serial"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Case(Base):
    """One grievance. A draft has no number and is seen by nobody but its author."""

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_office_state", "office", "state"),
        Index("ix_case_person_state", "person_id", "state"),
    )

    id: Mapped[Id]
    number: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("person.id"))
    volunteer_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("volunteer.id"))
    """The volunteer who filed it for somebody."""
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    state_since: Mapped[Moment]
    came_from: Mapped[State | None]
    """The state to go back to when the awaited information has come."""
    created_at: Mapped[Moment]
    submitted_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    """None while the clock is stopped; overdue is computed from it, never stored."""
    office: Mapped[Office] = mapped_column(default=Office.OMBUDSMAN)
    assignee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    category: Mapped[str | None]
    categories: Mapped[list[Any]] = mapped_column(default=list)
    """What was understood: [{"label", "p"}], best first."""
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NORMAL)
    urgent_safety: Mapped[bool] = mapped_column(default=False)
    anonymity: Mapped[Anonymity] = mapped_column(default=Anonymity.OPEN)
    language: Mapped[str] = mapped_column(default="th")
    reporter_name: Mapped[str | None] = mapped_column(SealedText)
    reporter_phone: Mapped[str | None] = mapped_column(SealedText)
    phone_key: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    on_behalf_of: Mapped[str | None] = mapped_column(SealedText)
    narrative: Mapped[str | None] = mapped_column(SealedText)
    respondent: Mapped[str | None] = mapped_column(SealedText)
    province: Mapped[str | None] = mapped_column(index=True)
    district: Mapped[str | None]
    subdistrict: Mapped[str | None]
    place: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON)
    """{"lat", "lon", "address"} of a shared location."""
    incident_date: Mapped[date | None]
    incident_when: Mapped[str | None] = mapped_column(SealedText)
    """When, as the person said it."""
    amount_baht: Mapped[int | None]
    remedy: Mapped[str | None] = mapped_column(SealedText)
    earlier_complaint: Mapped[str | None] = mapped_column(SealedText)
    understood: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON)
    """The Understanding of the narrative, for staff to see and correct."""
    duplicate_of: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("case.id"))
    legal_hold: Mapped[bool] = mapped_column(default=False)
    retention_date: Mapped[date | None]
    reopened_count: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    rating_text: Mapped[str | None] = mapped_column(SealedText)
    asked_at: Mapped[datetime | None]
    """When staff last wrote; the person's next words may be the answer."""
    heard_at: Mapped[datetime | None]
    """When the person last added something staff have not opened."""
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    changes: Mapped[list["CaseChange"]] = relationship(
        order_by="CaseChange.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def overdue(self) -> bool:
        """Whether somebody should have moved by now."""
        return self.due_at is not None and self.due_at < now()

    @property
    def is_open(self) -> bool:
        """Whether it is lodged and not ended."""
        return self.state in OPEN


class CaseChange(Base):
    """One line of a case's history. Append only."""

    __tablename__ = "case_change"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]
    actor: Mapped[str]
    """person, system or staff."""
    staff_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    what: Mapped[str]
    """state, office, assignee, category, urgency."""
    from_value: Mapped[str | None]
    to_value: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(SealedText)


class Correction(Base):
    """What staff corrected of what the model had understood: a training row."""

    __tablename__ = "correction"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]
    staff_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("staff.id"))
    field: Mapped[str]
    was: Mapped[str | None]
    became: Mapped[str]


class Notice(Base):
    """Something the citizen must be told; a job words it in their language."""

    __tablename__ = "notice"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case.id", ondelete="CASCADE"))
    kind: Mapped[str]
    words: Mapped[str | None] = mapped_column(SealedText)
    """What staff wrote to go with it."""
    created_at: Mapped[Moment]
    done_at: Mapped[datetime | None]


_OF_PERSON = Case.person_id == bindparam("person_id")
_DRAFT = select(Case).where(_OF_PERSON, Case.state == State.DRAFT).limit(1)
_LODGED = select(Case).where(_OF_PERSON, Case.state != State.DRAFT).order_by(Case.id.desc())


def find_draft(session: Session, person_id: int) -> Case | None:
    """Returns the person's draft, or None."""
    return session.scalars(_DRAFT, {"person_id": person_id}).first()


def open_draft(session: Session, person: Person) -> Case:
    """Returns the person's draft, made if there is none."""
    draft = find_draft(session, person.id)
    if draft is None:
        draft = Case(person=person, language=person.language)
        session.add(draft)
        session.flush()  # its id is needed by the messages that go with it
    return draft


def cases_of(session: Session, person_id: int) -> list[Case]:
    """Returns the person's lodged cases, newest first."""
    return list(session.scalars(_LODGED, {"person_id": person_id}))


def own_case(session: Session, person_id: int, number: str) -> Case | None:
    """Returns the person's own case of this number, or None (also for somebody else's)."""
    return session.scalars(
        select(Case).where(Case.number == number, Case.person_id == person_id)
    ).first()


def submit(session: Session, case: Case, actor: str = "person") -> str:
    """Lodge a draft: number, clock, screening. Returns the number; lodged before, the same."""
    if case.number is None:
        moment = now()
        case.number, case.submitted_at = next_number(session, moment), moment
        move(session, case, State.SUBMITTED, actor=actor)
        move(session, case, State.TRIAGE, actor="system")
    return case.number


def move(
    session: Session,
    case: Case,
    to: State,
    *,
    actor: str,
    reason: str = "",
    staff_id: int | None = None,
    approved_by: int | None = None,
) -> CaseChange:
    """Move a case along an allowed way, write its history and file the citizen's notice.

    `actor` is person, system or a role. Returns the history line. Raises WrongWay. The second
    person of ways that need one is asked by models.approval, which calls this afterwards.
    """
    taken = way(case.state, to, actor, reason)
    if to is State.AWAITING_INFO:
        case.came_from, case.asked_at = case.state, now()
    if to is State.REOPENED:
        case.reopened_count += 1
    change = note_change(
        case, "state", case.state, to, actor=actor, staff_id=staff_id, reason=reason
    )
    change.approved_by = approved_by
    case.state, case.state_since = to, now()
    case.due_at = due_after(case.state_since, to)
    if taken.tells and actor != "person":
        session.add(Notice(case_id=case.id, kind=taken.tells, words=reason or None))
    return change


def note_change(
    case: Case,
    what: str,
    from_value: str | None,
    to_value: str | None,
    *,
    actor: str,
    staff_id: int | None = None,
    reason: str = "",
) -> CaseChange:
    """Returns a new line of the history."""
    change = CaseChange(
        actor="staff" if staff_id else actor,
        staff_id=staff_id,
        what=what,
        from_value=from_value,
        to_value=to_value,
        reason=reason or None,
    )
    case.changes.append(change)
    return change


def information_came(session: Session, case: Case) -> None:
    """The person wrote to a case: mark it unread, and start its clock where it had waited."""
    case.heard_at = now()
    if case.state is State.AWAITING_INFO:
        back = State.IN_PROGRESS if case.came_from is State.IN_PROGRESS else State.TRIAGE
        move(session, case, back, actor="system")


def forget_text(session: Session, case_id: int, said: str) -> None:
    """Take what a person took back out of the narrative, with all that was understood from it."""
    case = session.get_one(Case, case_id)
    lines = [line.strip() for line in (case.narrative or "").split("\n")]
    wanted = [line.strip() for line in said.strip().split("\n")]
    for at in range(len(lines) - len(wanted) + 1):
        # Only where it stands as lines of its own: cut out of a sentence, a "not" would turn it.
        if said.strip() and lines[at : at + len(wanted)] == wanted:
            del lines[at : at + len(wanted)]
            case.narrative, case.understood = "\n".join(lines).strip() or None, None
            return
