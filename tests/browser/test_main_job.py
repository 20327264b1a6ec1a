"""The whole main job as people see it: a chat becomes a case, staff answer, the answer shows.

Runs `python -m bot demo` as a newcomer does, with two real browsers. The screenshots are kept
under var/screenshots to be looked at.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium is not installed"),
]
FLAGS = (
    "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking "
    "disable-component-update disable-sync hide-scrollbars"
)
SHOTS = Path("var/screenshots")
PHONE, DESKTOP = (390, 844), (1280, 800)


class Browser:
    """A browser of a given size, and what a person does with it."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        options = ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for flag in FLAGS.split():
            options.add_argument(f"--{flag}")
        options.add_argument(f"--user-data-dir={folder}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = Chrome(options=options, service=ChromeService(DRIVER))
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the page this width and height."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def wait(self, xpath: str, timeout: float = 20) -> WebElement:
        """Returns the last visible element, waiting for it."""
        deadline = time.monotonic() + timeout
        while True:
            with suppress(StaleElementReferenceException):  # the page was drawn anew meanwhile
                found = [e for e in self.driver.find_elements(By.XPATH, xpath) if e.is_displayed()]
                if found:
                    return found[-1]
            assert time.monotonic() < deadline, f"not seen: {xpath}"
            time.sleep(0.1)

    def sees(self, text: str, timeout: float = 20) -> None:
        """Wait until a text is on the page."""
        self.wait(f"//*[contains(text(), '{text}')]", timeout)

    def presses(self, text: str) -> None:
        """Press the last button or link with this text."""
        self.clicks(f"//*[self::button or self::a][contains(normalize-space(.), '{text}')]")

    def clicks(self, xpath: str) -> None:
        """Press what is there, however often the page is drawn anew."""
        for _ in range(5):
            with suppress(StaleElementReferenceException):
                self.wait(xpath).click()
                return
        raise AssertionError(f"never still: {xpath}")

    def reads(self, xpath: str) -> str:
        """Returns the text of what is there."""
        while True:
            with suppress(StaleElementReferenceException):
                return self.wait(xpath).text

    def says(self, text: str) -> None:
        """Write into the chat."""
        field = self.wait("//textarea")
        field.send_keys(text)
        field.send_keys(Keys.ENTER)

    def shot(self, name: str) -> None:
        """Keep a screenshot at phone and desktop width."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for kind, size in (("phone", PHONE), ("desktop", DESKTOP)):
            self.resize(size)
            time.sleep(0.4)
            self.driver.save_screenshot(str(SHOTS / f"{name}-{kind}.png"))

    def complaints(self) -> list[str]:
        """Returns what the browser complained of (blocked scripts, missing files)."""
        log = self.driver.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The demo, running; its addresses and accounts. Ctrl-C must end all of it."""
    folder = tmp_path / "demo"
    command = [sys.executable, "-m", "bot", "demo", "--folder", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    addresses = {line.split()[0].lower(): line.split()[-1] for line in lines if "http://" in line}
    accounts = json.loads((folder / "accounts.json").read_text())
    passwords = {one["email"]: one["password"] for one in accounts if one["kind"] == "staff"}
    yield addresses | passwords
    os.kill(running.pid, signal.SIGINT)
    running.communicate(timeout=30)
    assert running.returncode == 0
    left = subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, check=False)
    assert left.stdout == b"", "something of the demo still runs"


@pytest.fixture
def browsers(tmp_path: Path) -> Iterator[tuple[Browser, Browser]]:
    """One for the citizen's phone, one for the desk of staff."""
    pair = Browser(tmp_path / "phone", PHONE), Browser(tmp_path / "desk", DESKTOP)
    yield pair
    for browser in pair:
        browser.driver.quit()


def test_a_chat_becomes_a_case_and_the_answer_shows_in_the_chat(
    demo: dict[str, str], browsers: tuple[Browser, Browser]
) -> None:
    phone, desk = browsers
    phone.driver.get(demo["chat"])
    phone.presses("สมหญิง")
    phone.presses("เพิ่มเพื่อน")
    phone.sees("สวัสดีค่ะ")
    phone.says("โรงงานที่ขอนแก่นไม่จ่ายค่าแรงมาสองเดือนแล้วค่ะ คนละ 18,000 บาท")
    phone.sees("เกี่ยวกับใคร")
    phone.presses("ข้าม")
    phone.presses("ปิดชื่อ")
    phone.presses("ส่งเรื่อง")
    phone.sees("รับเรื่องแล้วค่ะ")
    number = phone.reads("//*[starts-with(text(), 'LV')]")

    desk.driver.get(demo["console"])
    email = "screener.ombudsman@demo.example"
    desk.wait("//input[@name='email']").send_keys(email)
    desk.wait("//input[@name='password']").send_keys(demo[email], Keys.ENTER)
    desk.sees(number)
    desk.shot("queue")
    desk.resize(DESKTOP)
    desk.presses(number)
    desk.sees("ไม่จ่ายค่าแรง")
    desk.wait("//textarea[@name='text']").send_keys("รับเรื่องแล้วค่ะ ขอชื่อโรงงานเพิ่มได้ไหมคะ")
    desk.clicks("//*[contains(@class,'answer')]//button")

    phone.sees("ขอชื่อโรงงานเพิ่มได้ไหมคะ", 30)
    desk.sees("LINE", 20)
    desk.shot("case")
    phone.says("โรงงานชื่อทดสอบการ์เม้นท์ค่ะ")
    desk.sees("โรงงานชื่อทดสอบการ์เม้นท์ค่ะ", 30)
    phone.shot("chat")
    assert phone.complaints() == []
    assert desk.complaints() == []
