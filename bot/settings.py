"""Settings: every environment variable that shapes the service, typed, read once, here."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class WrongSettings(Exception):
    """The service cannot start: a setting is missing or wrong. The text names each, with why."""


class Settings(BaseSettings):
    """What the service is told from outside. Immutable."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    environment: Literal["production", "development"] = "production"
    database_url: SecretStr
    secret_key: SecretStr
    data_keys: Annotated[list[SecretStr], NoDecode]
    index_key: SecretStr
    metrics_token: SecretStr
    line_channel_secret: Annotated[list[SecretStr], NoDecode]
    """Several (comma-separated, newest first) while a new secret is being rolled out."""
    line_channel_access_token: SecretStr
    line_api_url: str = "https://api.line.me"
    line_data_api_url: str = "https://api-data.line.me"
    public_url: str
    port: int = Field(default=8000, ge=1, le=65535)
    media_dir: Path = Path("var/media")
    model_dir: Path = Path("var/models")
    """Where models trained from corrections lie; the model of the repository serves otherwise."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    settle_seconds: float = Field(default=0.8, ge=0, le=10)
    settle_at_most_seconds: float = Field(default=3.0, ge=0, le=30)
    talk_processes: int = Field(default=2, ge=1, le=64)
    """How many processes of a worker understand and answer; each holds the model in memory."""
    prometheus_multiproc_dir: Path | None = None
    """prometheus_client's own variable: with it, /metrics answers for all gunicorn workers."""
    demo: bool = False
    """Set by `python -m bot demo` alone: demo accounts are welcome, the database is embedded."""

    @field_validator("data_keys", "line_channel_secret", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("data_keys")
    @classmethod
    def _fernet_keys(cls, value: list[SecretStr]) -> list[SecretStr]:
        for key in value:
            Fernet(key.get_secret_value())
        return value

    @field_validator("secret_key", "index_key")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("must have 32 characters or more")
        return value

    @field_validator("line_api_url", "line_data_api_url", "public_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _production_is_safe(self) -> "Settings":
        if not self.data_keys or not self.line_channel_secret:
            raise ValueError("DATA_KEYS and LINE_CHANNEL_SECRET must not be empty")
        if self.production and not self.public_url.startswith("https://"):
            raise ValueError("PUBLIC_URL must be https in production")
        return self

    @property
    def production(self) -> bool:
        """Whether everything that protects real people must be on."""
        return self.environment == "production"

    @property
    def sqlalchemy_url(self) -> str:
        """DATABASE_URL for SQLAlchemy with psycopg 3."""
        url = self.database_url.get_secret_value()
        for scheme in ("postgresql://", "postgres://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url

    @property
    def libpq_url(self) -> str:
        """DATABASE_URL for psycopg itself."""
        return self.sqlalchemy_url.replace("postgresql+psycopg://", "postgresql://", 1)


def read_settings() -> Settings:
    """Returns the settings of this process. Raises WrongSettings, naming each wrong variable."""
    try:
        return Settings()  # type: ignore[call-arg]  # the environment fills it
    except ValidationError as error:
        raise WrongSettings("\n".join(_explain(dict(item)) for item in error.errors())) from None


def environment_with(values: dict[str, str]) -> dict[str, str]:
    """Returns the environment for a process that is to read `values` as its settings."""
    return os.environ | values


def staff_password() -> str | None:
    """Returns STAFF_PASSWORD, which `staff add` and `reset-password` take instead of asking."""
    return os.environ.get("STAFF_PASSWORD") or None


def _explain(item: dict[str, Any]) -> str:
    name = "_".join(str(part) for part in item["loc"][:1]).upper() or "settings"
    why = "is missing or empty" if item["type"] == "missing" else item["msg"]
    return f"{name}: {why.removeprefix('Value error, ')}"
