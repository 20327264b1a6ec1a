"""`make demo`: everything on one machine, with a database, secrets and people of its own.

One process starts and watches the others (embedded PostgreSQL, web, worker, chat simulator). A
part that dies is started again; Ctrl-C stops all of them; what was kept is there the next time.
"""

import json
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import create_engine

from bot import embedded, richmenu_apply
from bot.database import open_database
from bot.demo_people import make_people
from bot.line import Line, SendError
from bot.migrate import migrate
from bot.parts import Parts, signal_group
from bot.richmenu import Unfit
from bot.richmenu_apply import NotMoved
from bot.richmenu_line import Menus
from bot.settings import Settings, environment_with

WEB, SIMULATOR = 8000, 8090
PATIENCE = 60
Commands = dict[str, list[str]]


def run(folder: Path, reset: bool) -> int:
    """Run the demo until Ctrl-C or SIGTERM. Returns the exit status."""
    folder = folder.resolve()
    if reset and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _end_leftovers(folder)  # before: they hold the ports
    web, simulator = _ports()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("Starting the database ...", flush=True)
    with embedded.server(folder / "postgres") as server:
        environment = _environment(folder, server, web, simulator)
        settings = Settings(**{key.lower(): value for key, value in environment.items()})  # type: ignore[arg-type]
        people = _prepare(settings, folder)
        commands = _commands(environment, web, simulator, folder)
        parts = Parts(commands, environment_with(environment), folder)
        parts.start_all()
        _note_pids(parts, folder)
        if _ready(web, simulator, folder, stop):
            _show_menus(settings)
            _welcome(people, web, simulator)
        _watch(parts, folder, server, stop)
        print("\nStopping ...", flush=True)
        parts.stop_all()
        (folder / "pids.json").unlink(missing_ok=True)
    print("All stopped. `make demo` goes on with the same data.", flush=True)
    return 0


def _ports() -> tuple[int, int]:
    return _free(WEB), _free(SIMULATOR)


def _free(port: int) -> int:
    """Returns the port, or the next one that nobody uses."""
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    raise RuntimeError(f"no free port from {port} on")


def _environment(folder: Path, server: str, web: int, simulator: int) -> dict[str, str]:
    return {
        "ENVIRONMENT": "development",
        "DATABASE_URL": embedded.create_database(server, "demo"),
        **_secrets(folder),
        "LINE_API_URL": f"http://127.0.0.1:{simulator}",
        "LINE_DATA_API_URL": f"http://127.0.0.1:{simulator}",
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "PORT": str(web),
        "MEDIA_DIR": str(folder / "media"),
        "LOG_LEVEL": "INFO",
        "DEMO": "true",
    }


def _secrets(folder: Path) -> dict[str, str]:
    """The demo's own secrets: made once, so that what was sealed can be opened the next time."""
    path = folder / "secrets.json"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_hex(32),
            "DATA_KEYS": Fernet.generate_key().decode(),
            "INDEX_KEY": secrets.token_hex(32),
            "METRICS_TOKEN": secrets.token_hex(16),
            "LINE_CHANNEL_SECRET": secrets.token_hex(16),
            "LINE_CHANNEL_ACCESS_TOKEN": secrets.token_hex(32),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made), encoding="utf-8")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _prepare(settings: Settings, folder: Path) -> list[dict[str, str]]:
    """Migrate and make demo people. Returns the accounts with their passwords."""
    engine = create_engine(settings.sqlalchemy_url)
    migrate(engine)
    engine.dispose()
    sessions = open_database(settings)
    accounts = folder / "accounts.json"
    with sessions.begin() as session:
        made = make_people(session)
    if made:
        accounts.touch(mode=0o600)
        accounts.write_text(json.dumps(made), encoding="utf-8")
    sessions.kw["bind"].dispose()
    return list(json.loads(accounts.read_text(encoding="utf-8")))


def _commands(environment: dict[str, str], web: int, simulator: int, folder: Path) -> Commands:
    python = sys.executable
    return {
        "web": [python, "-m", "gunicorn", "bot.app:create_app()"],
        "worker": [python, "-m", "bot", "worker"],
        "simulator": [
            python, "-m", "bot.simulator", "--port", str(simulator),
            "--bot-url", f"http://127.0.0.1:{web}/line/webhook",
            "--secret", environment["LINE_CHANNEL_SECRET"],
            "--token", environment["LINE_CHANNEL_ACCESS_TOKEN"],
            "--data-dir", str(folder / "simulator"),
        ],
    }  # fmt: skip


def _watch(parts: Parts, folder: Path, server: str, stop: threading.Event) -> None:
    """Start again what dies, until told to stop."""
    while not stop.wait(1):
        dead = parts.revive()
        if embedded.revive(folder / "postgres", server):
            print("the database ended and was started again", flush=True)
        if dead:
            print(f"{', '.join(dead)} ended and was started again", flush=True)
            _note_pids(parts, folder)


def _note_pids(parts: Parts, folder: Path) -> None:
    pids = {name: part.pid for name, part in parts.running.items()}
    (folder / "pids.json").write_text(json.dumps(pids), encoding="utf-8")


def _ready(web: int, simulator: int, folder: Path, stop: threading.Event) -> bool:
    """Wait until web, worker and simulator answer."""
    addresses = [f"http://127.0.0.1:{web}/readyz", f"http://127.0.0.1:{simulator}/"]
    deadline = time.monotonic() + PATIENCE
    while not all(map(_answers, addresses)):
        if stop.wait(0.2):
            return False
        if time.monotonic() > deadline:
            print(f"Not everything has started; see {folder}/*.log", flush=True)
            return False
    return True


def _show_menus(settings: Settings) -> None:
    """Bring the rich menus to the simulator, as `richmenu apply` brings them to LINE."""
    url = settings.line_api_url
    line = Line(settings.line_channel_access_token.get_secret_value(), url, url)
    try:
        for _ in richmenu_apply.apply(Menus(line)):
            pass
    except (SendError, NotMoved, Unfit) as error:
        print(f"The rich menus are not shown: {error}", flush=True)


def _end_leftovers(folder: Path) -> None:
    """End parts that outlived a demo which was killed: they would answer on its ports."""
    path = folder / "pids.json"
    if path.exists():
        for pid in json.loads(path.read_text(encoding="utf-8")).values():
            if _is_ours(pid):
                signal_group(pid, signal.SIGKILL)
                _wait_gone(pid)
        path.unlink()


def _wait_gone(pid: int) -> None:
    deadline = time.monotonic() + 3
    while _is_ours(pid) and time.monotonic() < deadline:
        time.sleep(0.05)


def _is_ours(pid: int) -> bool:
    """Whether the process is still one of the demo's (its number may have been given away)."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"bot" in command and b"python" in command


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _welcome(people: list[dict[str, str]], web: int, simulator: int) -> None:
    print(f"\n  Chat      http://127.0.0.1:{simulator}/")
    print(f"  Console   http://127.0.0.1:{web}/console/\n")
    print("  Accounts of the console (this demo only):")
    for one in people:
        if one["kind"] == "staff":
            print(f"    {one['email']:<34} {one['password']:<26} {one['office']}, {one['role']}")
    print("\n  Invitation code for a volunteer (send it in the chat):",
          next(one["code"] for one in people if one["kind"] == "invitation"))  # fmt: skip
    print("\n  Ctrl-C stops everything.\n", flush=True)
