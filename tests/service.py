"""The service as it runs in production, as processes: gunicorn, worker, and a LINE beside them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from bot.settings import Settings

PLAIN = {"settle_seconds": "0.2", "settle_at_most_seconds": "1.0"}


def free_port() -> int:
    """Returns a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(settings: Settings, **more: str) -> dict[str, str]:
    """Returns the environment that makes a process read these settings."""
    return os.environ | {
        "ENVIRONMENT": settings.environment,
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "DATA_KEYS": ",".join(key.get_secret_value() for key in settings.data_keys),
        "INDEX_KEY": settings.index_key.get_secret_value(),
        "METRICS_TOKEN": settings.metrics_token.get_secret_value(),
        "LINE_CHANNEL_SECRET": settings.line_channel_secret[0].get_secret_value(),
        "LINE_CHANNEL_ACCESS_TOKEN": settings.line_channel_access_token.get_secret_value(),
        "PUBLIC_URL": settings.public_url,
        "MEDIA_DIR": str(settings.media_dir),
        **{key.upper(): value for key, value in more.items()},
    }


class Service:
    """Starts, kills and restarts web and worker. `line_url` is the LINE that they speak to."""

    def __init__(self, settings: Settings, line_url: str, folder: Path, **more: str) -> None:
        self.port = free_port()
        self.environment = environment_of(
            settings,
            line_api_url=line_url,
            line_data_api_url=line_url,
            port=str(self.port),
            web_concurrency="1",
            **(PLAIN | more),
        )
        self.folder = folder
        self.parts: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """Address of the web process."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *names: str) -> "Service":
        """Start parts (default: web and worker) and wait until they are ready."""
        commands = {
            "web": [sys.executable, "-m", "gunicorn", "bot.app:create_app()"],
            "worker": [sys.executable, "-m", "bot", "worker"],
        }
        for name in names or tuple(commands):
            with (self.folder / f"{name}.log").open("ab") as log:
                self.parts[name] = subprocess.Popen(
                    commands[name], env=self.environment, stdout=log, stderr=log,
                    start_new_session=True,
                )  # fmt: skip
        return self

    def wait_ready(self, path: str = "/readyz", timeout: float = 40) -> "Service":
        """Wait until the service says that it is ready."""
        deadline = time.monotonic() + timeout
        while not self.answers(path):
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.1)
        return self

    def answers(self, path: str) -> bool:
        """Whether the web process answers 200."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self, name: str) -> None:
        """SIGKILL a part and all that it started."""
        part = self.parts.pop(name)
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()

    def stop(self) -> None:
        """End everything."""
        for part in self.parts.values():
            os.killpg(part.pid, signal.SIGTERM)
        for part in self.parts.values():
            try:
                part.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(part.pid, signal.SIGKILL)
                part.wait()

    def logs(self) -> str:
        """Returns the end of what the parts logged."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}"
            for path in self.folder.glob("*.log")
        )

    def logged(self, name: str, event: str) -> int:
        """Returns how often a part has logged an event."""
        return (self.folder / f"{name}.log").read_text(errors="replace").count(f'"{event}"')

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()
