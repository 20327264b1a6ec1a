"""Quota: the month's messages as LINE last told us, and the share that is kept for answers."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, now

KEPT_SHARE = 0.2
"""Of the month's limit, kept for answers to people: broadcasts may not use it."""


class Quota(Base):
    """One row. `limit` is None where LINE sets none or where it was not read yet."""

    __tablename__ = "quota"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    limit: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0, server_default="0")
    read_at: Mapped[datetime | None]
    exhausted_at: Mapped[datetime | None]
    """When LINE last refused a message because the month is used up."""

    @property
    def kept(self) -> int:
        """Messages kept for answers."""
        return round((self.limit or 0) * KEPT_SHARE)

    @property
    def left(self) -> int | None:
        """Messages that broadcasts may still use; None where there is no limit."""
        if self.limit is None:
            return None
        return max(0, self.limit - self.used - self.kept)

    @property
    def exhausted(self) -> bool:
        """Whether LINE refused within the last hour."""
        return self.exhausted_at is not None and now() - self.exhausted_at < timedelta(hours=1)


def read_quota(session: Session) -> Quota:
    """Returns what is known; a row that was never read has no limit."""
    return session.get(Quota, 1) or Quota(id=1, used=0)


def note_quota(session: Session, limit: int | None, used: int) -> None:
    """Remember what LINE told; room in the month ends the exhaustion."""
    values: dict[str, Any] = {"limit": limit, "used": used, "read_at": now()}
    if limit is None or used < limit:
        values["exhausted_at"] = None
    _keep(session, values)


def quota_spent(session: Session) -> None:
    """Remember that LINE refused a message because the month is used up."""
    _keep(session, {"exhausted_at": now()})


def _keep(session: Session, values: dict[str, Any]) -> None:
    session.execute(
        insert(Quota)
        .values({"id": 1, "used": 0} | values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )
