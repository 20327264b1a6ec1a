"""What the month's quota leaves for one more broadcast."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.broadcast import Broadcast, Stage
from models.quota import Quota, read_quota


@dataclass(frozen=True)
class Room:
    """What the month's quota leaves. `free` is None where there is no limit."""

    quota: Quota
    promised: int
    """Messages of broadcasts that are approved or under way."""

    @property
    def free(self) -> int | None:
        """How many messages broadcasts may still send."""
        left = self.quota.left
        return None if left is None else max(0, left - self.promised)

    def holds(self, messages: int) -> bool:
        """Whether so many messages can be sent without touching what is kept."""
        return self.free is None or messages <= self.free


def room(session: Session, but: int | None = None) -> Room | None:
    """Returns what the quota leaves beside all other broadcasts (`but` one); None if not known.

    A broadcast counts as promised until LINE's own count was read after its end.
    """
    told = read_quota(session)
    if told.read_at is None:
        return None
    active = Broadcast.stage.in_((Stage.APPROVED, Stage.SENDING))
    uncounted = Broadcast.ended_at > told.read_at
    promised = session.scalar(
        select(func.coalesce(func.sum(Broadcast.planned), 0)).where(
            or_(active, uncounted), Broadcast.id != (but or 0)
        )
    )
    return Room(told, int(promised or 0))
