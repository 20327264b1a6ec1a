"""What is checked before a process of production begins to serve."""

from sqlalchemy import func, select

from bot.database import Sessions
from bot.settings import Settings, WrongSettings
from models.staff import Staff


def refuse_demo_accounts(settings: Settings, sessions: Sessions) -> None:
    """Raises WrongSettings where production would serve a database with open demo accounts."""
    if not settings.production:
        return
    with sessions() as session:
        demo = session.scalar(
            select(func.count()).select_from(Staff).where(Staff.is_demo, Staff.active)
        )
    if demo:
        raise WrongSettings(
            f"DATABASE_URL: this database has {demo} demo accounts; disable them with"
            " `python -m bot staff disable --email ...` or use a database of your own"
        )
