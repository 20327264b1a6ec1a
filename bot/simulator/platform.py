"""The parts of the simulated platform, put together."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from bot.simulator import ids, people
from bot.simulator.courier import Courier
from bot.simulator.store import Store


@dataclass(frozen=True)
class Settings:
    """What the command line gives. `quota` 0 means a plan without a limit."""

    bot_url: str
    secret: str
    token: str
    data_dir: Path
    account_name: str = "ศูนย์รับเรื่องร้องทุกข์"
    quota: int = 5000
    reply_token_seconds: float = 60
    pauses: tuple[float, ...] = (2, 5, 15)
    answer_within: float = 2.0


class Platform:
    """One official account with its chats, menus and webhooks, kept in a data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.data_dir)
        self.account_id = self._account_id()
        people.seed(self.store)
        self.courier = Courier(
            self.store,
            settings.bot_url,
            settings.secret,
            self.account_id,
            settings.pauses,
            settings.answer_within,
        )

    def _account_id(self) -> str:
        if not self.store.recall("account"):
            self.store.remember("account", ids.user_id())
        return self.store.recall("account")

    def close(self) -> None:
        """Stops the webhooks and closes the file."""
        self.courier.stop()
        self.store.close()


def platform() -> Platform:
    """Returns the platform of the running application."""
    return cast(Platform, current_app.extensions["platform"])
