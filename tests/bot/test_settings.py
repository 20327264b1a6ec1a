"""A wrong or missing setting stops the start, and is named."""

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.settings import Settings, WrongSettings
from bot.startup import refuse_demo_accounts
from models.case import Office
from models.staff import Role, Staff
from tests.service import environment_of

REQUIRED = [
    "DATABASE_URL", "SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "METRICS_TOKEN",
    "LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "PUBLIC_URL",
]  # fmt: skip


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("empty", [True, False])
def test_every_missing_or_empty_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, name: str, empty: bool
) -> None:
    from bot.settings import read_settings

    for key, value in environment_of(settings).items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv(name, "")
    if not empty:
        monkeypatch.delenv(name)
    with pytest.raises(WrongSettings, match=name):
        read_settings()


def test_the_worker_and_migrate_refuse_to_start_and_say_why(settings: Settings) -> None:
    environment = environment_of(settings)
    del environment["DATA_KEYS"]
    for command in ("migrate", "worker"):
        ended = start(environment, command)
        assert ended.returncode == 2
        assert "DATA_KEYS" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "wrong",
    [{"DATA_KEYS": "no-key"}, {"PORT": "99999"}, {"INDEX_KEY": "short"}, {"PUBLIC_URL": "x"}],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, wrong: dict[str, str]
) -> None:
    from bot.settings import read_settings

    for key, value in (environment_of(settings) | wrong).items():
        monkeypatch.setenv(key, value)
    with pytest.raises(WrongSettings, match=next(iter(wrong))):
        read_settings()


def test_production_wants_https_and_no_demo_accounts(
    settings: Settings, sessions: Sessions, session: Session
) -> None:
    values: dict[str, Any] = settings.model_dump() | {"environment": "production"}
    with pytest.raises(ValueError, match="https"):
        Settings(**(values | {"public_url": "http://bot.example"}))
    member = Staff(
        email="x@demo.example", name="x", office=Office.OPS, role=Role.ADMIN,
        password_hash="-", is_demo=True,
    )  # fmt: skip
    session.add(member)
    session.commit()
    with pytest.raises(WrongSettings, match="demo accounts"):
        refuse_demo_accounts(Settings(**values), sessions)
    member.active = False
    session.commit()
    refuse_demo_accounts(Settings(**values), sessions)


def test_secrets_are_not_shown_when_settings_are_printed(settings: Settings) -> None:
    assert settings.secret_key.get_secret_value() not in repr(settings)
