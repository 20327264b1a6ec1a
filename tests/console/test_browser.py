"""In a real browser: what comes in shows without a reload, and the content policy is kept."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from models.base import now
from models.case import Case
from models.message import Author, Message
from models.outgoing import Delivery, Outgoing
from models.staff import Staff
from tests.console.conftest import PASSWORD

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium is not installed"),
]
FLAGS = (
    "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking "
    "disable-component-update disable-sync window-size=1280,900"
)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The console, served over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/console"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def chrome(tmp_path: Path) -> Iterator[Chrome]:
    """A fresh browser."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in FLAGS.split():
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path / 'browser'}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=ChromeService(DRIVER))
    yield driver
    driver.quit()


def test_a_case_lives_without_reloads(
    chrome: Chrome,
    address: str,
    hire: Callable[..., Staff],
    lodge: Callable[..., Case],
    session: Session,
) -> None:
    case, staff = lodge(), hire()
    chrome.get(f"{address}/cases/{case.id}")
    chrome.find_element(By.NAME, "email").send_keys(staff.email)
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD)
    chrome.find_element(By.CSS_SELECTOR, ".sign-in form button").click()
    _wait(chrome, lambda: chrome.find_element(By.ID, "text").is_displayed())
    chrome.find_element(By.ID, "text").send_keys("รับเรื่องแล้วค่ะ")
    assert chrome.find_element(By.ID, "count").text == "16 / 5,000"
    chrome.find_element(By.CSS_SELECTOR, ".answer button").click()
    _wait(chrome, lambda: "Waiting to be sent" in chrome.page_source)
    marker = "window.same = true"
    chrome.execute_script(marker)
    session.execute(update(Outgoing).values(delivery=Delivery.ACCEPTED, settled_at=now()))
    said = "<b>ยังไม่ได้ค่ะ</b>"
    session.add(Message(person_id=case.person_id, case_id=case.id, author=Author.PERSON, text=said))
    session.commit()
    _wait(chrome, lambda: said in chrome.find_element(By.ID, "talk").text)
    _wait(chrome, lambda: "Accepted by LINE" in chrome.find_element(By.ID, "talk").text)
    assert chrome.execute_script("return window.same") is True
    assert session.scalar(select(func.count()).select_from(Outgoing)) == 1
    _the_queue_marks_rows(chrome, address, case, session)
    severe = [entry for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []


def _the_queue_marks_rows(chrome: Chrome, address: str, case: Case, session: Session) -> None:
    chrome.get(f"{address}/cases")
    mark = chrome.find_element(By.CSS_SELECTOR, f'tr[data-case="{case.id}"] .mark-new')
    assert not mark.is_displayed()
    session.execute(update(Case).values(heard_at=now()))
    session.commit()
    _wait(chrome, mark.is_displayed)


def _wait(chrome: Chrome, ready: Callable[[], bool]) -> None:
    WebDriverWait(chrome, 12).until(lambda _driver: ready())
