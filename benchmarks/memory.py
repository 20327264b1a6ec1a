"""How much memory the processes need, and what the web process does not load."""

import asyncio
import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from benchmarks.client import drive
from benchmarks.rig import megabytes, report, rig, service, stand_in, web_workers, worker_processes
from benchmarks.talk import Saying, write
from benchmarks.turn import counts, wait_until_quiet
from bot.database import Sessions, open_database
from models import accounts
from models.case import Office
from models.staff import Role

PEOPLE, EACH, RATE = 500, 4, 40.0
PAGES = 200
WEB_MB, WORKER_MB = 200.0, 400.0
HEAVY = ("linebot", "pythainlp", "sklearn", "scipy", "nlp.model")
PASSWORD = "four words to remember"
_PROBE = f"""
import json, sys
from bot.app import create_app
create_app()
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def run() -> None:
    """Measure after 2,000 webhooks, 200 pages of the console and 500 turns or more."""
    with rig() as base, stand_in() as line:
        settings = base.settings("memory")
        sessions = open_database(settings)
        with service(settings, line, base.folder / "memory") as running:
            users = line.control("POST", "/users", count=PEOPLE)["userIds"]
            said = [
                Saying(users[number % PEOPLE], [number / RATE]) for number in range(PEOPLE * EACH)
            ]
            load = asyncio.run(drive(running.port, write(line, said).plan, connections=64))
            pages = _read_pages(running.url, _account(sessions))
            wait_until_quiet(sessions)
            web = web_workers(running)
            _report_web(web, load.statuses[200], pages, _imported(running.environment))
            _report_worker(worker_processes(running), counts(sessions)["answers"])
        sessions.kw["bind"].dispose()


def _account(sessions: Sessions) -> str:
    email = "bench@example.test"
    with sessions.begin() as session:
        accounts.add(session, email, "Bench", Office.DLPW, Role.SUPERVISOR, password=PASSWORD)
    return email


def _read_pages(url: str, email: str) -> int:
    """Sign in and read pages of the console. Returns how many were read."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    sign_in = f"{url}/console/sign-in"
    token = _TOKEN.search(browser.open(sign_in).read().decode())
    assert token is not None
    form = {"email": email, "password": PASSWORD, "csrf_token": token.group(1)}
    browser.open(sign_in, urllib.parse.urlencode(form).encode()).read()
    queue = f"{url}/console/cases"
    return sum(_read(browser, queue) for _ in range(PAGES))


def _read(browser: urllib.request.OpenerDirector, page: str) -> bool:
    """Read a page. Returns whether it came from where it was asked for."""
    with browser.open(page, timeout=10) as answer:
        answer.read()
        return bool(answer.status == 200 and answer.url == page)


def _imported(environment: dict[str, str]) -> list[str]:
    """Returns which heavy modules a web process has loaded after its start."""
    probe = subprocess.run(
        [sys.executable, "-c", _PROBE], env=environment, capture_output=True, check=True
    )
    return list(json.loads(probe.stdout.splitlines()[-1]))


def _mapped(pid: int) -> list[str]:
    """Returns whose compiled parts a running process has loaded."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    return [name for name in HEAVY if f"/site-packages/{name}/" in maps]


def _report_web(pids: list[int], webhooks: int, pages: int, imported: list[str]) -> None:
    sizes = [megabytes(pid) for pid in pids]
    loaded = sorted({*imported, *(name for pid in pids for name in _mapped(pid))})
    report(
        "memory",
        what="web",
        rss_mb=sizes,
        webhooks=webhooks,
        pages=pages,
        loaded=loaded,
        held=max(sizes) <= WEB_MB and not loaded,
    )


def _report_worker(pids: list[int], turns: int) -> None:
    """The watching process and its children, which share most of what the model needs."""
    sizes = [megabytes(pid) for pid in pids]
    report("memory", what="worker", rss_mb=sizes, turns=turns, held=max(sizes) <= WORKER_MB)
