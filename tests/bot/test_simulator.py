"""The simulator over real HTTP: a tiny bot on one side, a person's page on the other."""

import base64
import hashlib
import hmac
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import urllib3
from werkzeug.serving import make_server

from bot.simulator.app import create_app
from bot.simulator.platform import Settings

SECRET = "channel-secret"
TOKEN = "channel-token"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HELLO = [{"type": "text", "text": "สวัสดีค่ะ"}]


class Bot:
    """Takes webhooks, checks their signatures, and answers with `answer(event)` if that is set."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.forged = 0
        self.delay = 0.0
        self.answer: Callable[[dict[str, Any]], None] = lambda _event: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/line/webhook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(bot) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = bot.take(body, self.headers["x-line-signature"])
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler

    def take(self, body: bytes, signature: str) -> int:
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
        self.forged += signature != base64.b64encode(digest).decode()
        time.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else 200
        self.bodies.append(json.loads(body))
        if status == 200:
            for event in self.bodies[-1]["events"]:
                self.answer(event)
        return status

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body in self.bodies for event in body["events"]]


class Line:
    """A client of the simulator: the bot's calls and a person's acts."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = urllib3.PoolManager(retries=False)

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"} | headers
        return self.http.request(method, self.url + path, json=body, headers=headers)

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.http.request("POST", f"{self.url}/simulator/{path}", json=body or {})
        assert answer.status == status, answer.data
        return answer.json()

    def person(self, *, friend: bool = True) -> str:
        person = self.post("people", {"name": "ทดสอบ"}, status=201)["id"]
        if friend:
            self.post(f"people/{person}/follow")
        return str(person)

    def say(self, person: str, text: str) -> Any:
        return self.post(f"people/{person}/say", {"text": text})

    def items(self, person: str, side: str = "bot") -> list[dict[str, Any]]:
        chat = self.http.request("GET", f"{self.url}/simulator/people/{person}/chat").json()
        return [item for item in chat["items"] if item["side"] == side]

    def texts(self, person: str, side: str = "bot") -> list[str]:
        return [item["message"].get("text", "") for item in self.items(person, side)]

    def push(self, to: str, messages: Any, key: str | None = None) -> Any:
        headers = {"X-Line-Retry-Key": key} if key else {}
        body = {"to": to, "messages": messages}
        return self.api("POST", "/v2/bot/message/push", body, **headers)

    def reply(self, token: str, messages: Any = HELLO) -> Any:
        body = {"replyToken": token, "messages": messages}
        return self.api("POST", "/v2/bot/message/reply", body)


def eventually(check: Callable[[], Any], seconds: float = 5) -> Any:
    """Returns the first true value of `check`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := check():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


@contextmanager
def serving(bot: Bot, folder: Path, **changes: Any) -> Iterator[Line]:
    settings = Settings(bot.url, SECRET, TOKEN, folder, **changes)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Line(f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        server.server_close()
        app.extensions["platform"].close()


@pytest.fixture
def bot() -> Iterator[Bot]:
    bot = Bot()
    yield bot
    bot.server.shutdown()
    bot.server.server_close()
    assert not bot.forged


@pytest.fixture
def line(bot: Bot, tmp_path: Path) -> Iterator[Line]:
    with serving(bot, tmp_path, pauses=(0.2, 0.2), answer_within=0.5, quota=10) as line:
        yield line


def test_a_person_writes_and_sees_the_answer(bot: Bot, line: Line) -> None:
    bot.answer = lambda event: line.reply(event["replyToken"])
    person = line.person(friend=False)
    line.say(person, "นายจ้างไม่จ่ายค่าแรง")
    assert eventually(lambda: line.texts(person)) == ["สวัสดีค่ะ"]
    (event,) = bot.events
    assert event["message"]["text"] == "นายจ้างไม่จ่ายค่าแรง"
    assert event["source"] == {"type": "user", "userId": person}
    assert (event["mode"], len(event["webhookEventId"])) == ("active", 26)
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert bot.bodies[0]["destination"] == line.api("GET", "/v2/bot/info").json()["userId"]
    assert eventually(lambda: line.items(person, "person")[0]["state"] == "done")


def test_a_burst_is_one_webhook_in_order(bot: Bot, line: Line) -> None:
    messages = [{"type": "text", "text": text} for text in ("หนึ่ง", "สอง", "สาม")]
    line.post(f"people/{line.person()}/say", {"messages": messages})
    events = eventually(lambda: bot.bodies[1]["events"] if len(bot.bodies) > 1 else None)
    assert [event["message"]["text"] for event in events] == ["หนึ่ง", "สอง", "สาม"]
    assert len({event["replyToken"] for event in events}) == 3


def test_a_bot_that_was_away_gets_the_same_events_again(bot: Bot, line: Line) -> None:
    bot.statuses = [500, 503]
    person = line.person(friend=False)
    line.say(person, "ครั้งเดียวพอ")
    eventually(lambda: len(bot.bodies) == 3, 4)
    assert len({event["webhookEventId"] for event in bot.events}) == 1
    assert [e["deliveryContext"]["isRedelivery"] for e in bot.events] == [False, True, True]
    assert line.reply(bot.events[-1]["replyToken"]).status == 200


def test_a_slow_bot_counts_as_away_and_giving_up_shows(bot: Bot, line: Line) -> None:
    bot.delay = 0.8
    person = line.person(friend=False)
    said = line.say(person, "มีใครอยู่ไหม")
    state = lambda: line.items(person, "person")[0]["state"]  # noqa: E731
    assert state() == "waiting"
    eventually(lambda: state() == "failed", 6)
    bot.delay = 0
    line.post(f"deliveries/{said['delivery']}/again")
    eventually(lambda: state() == "done")


def test_reply_tokens_work_once_and_not_for_long(bot: Bot, tmp_path: Path) -> None:
    with serving(bot, tmp_path, reply_token_seconds=0.3) as line:
        line.say(line.person(friend=False), "ก")
        token = eventually(lambda: bot.events)[0]["replyToken"]
        assert line.reply(token).status == 200
        assert line.reply(token).json() == {"message": "Invalid reply token"}
        line.person()
        late = eventually(lambda: bot.events[1:])[0]["replyToken"]
        time.sleep(0.4)
        assert line.reply(late).status == 400


def test_a_retry_key_sends_once(bot: Bot, line: Line) -> None:
    person, key = line.person(), str(uuid4())
    first, second = line.push(person, HELLO, key), line.push(person, HELLO, key)
    assert (first.status, second.status) == (200, 409)
    accepted = second.headers["x-line-accepted-request-id"]
    assert accepted == first.headers["x-line-request-id"]
    assert second.json()["sentMessages"] == first.json()["sentMessages"]
    assert line.texts(person) == ["สวัสดีค่ะ"]
    assert line.push(person, HELLO, "not-a-uuid").status == 400


def test_who_blocks_gets_nothing_and_nobody_is_told(bot: Bot, line: Line) -> None:
    person = line.person()
    line.post(f"people/{person}/block")
    assert line.push(person, HELLO).status == 200
    assert line.api("GET", f"/v2/bot/profile/{person}").status == 404
    line.post(f"people/{person}/say", {"text": "ก"}, status=409)
    line.post(f"people/{person}/unblock")
    assert line.texts(person) == []
    kinds = eventually(lambda: [e["type"] for e in bot.events] if len(bot.events) == 3 else None)
    assert kinds == ["follow", "unfollow", "follow"]
    assert bot.events[2]["follow"] == {"isUnblocked": True}
    assert line.api("GET", f"/v2/bot/profile/{person}").json()["displayName"] == "ทดสอบ"


def test_the_quota_counts_people_who_are_reached(bot: Bot, line: Line) -> None:
    everyone = [line.person() for _ in range(4)]
    stranger = line.person(friend=False)
    body = {"to": [*everyone, stranger, "U" + "0" * 32], "messages": HELLO}
    assert line.api("POST", "/v2/bot/message/multicast", body).status == 200
    assert line.api("POST", "/v2/bot/message/multicast", body).status == 200
    assert line.texts(stranger) == []
    assert line.api("GET", "/v2/bot/message/quota").json() == {"type": "limited", "value": 10}
    assert line.api("GET", "/v2/bot/message/quota/consumption").json() == {"totalUsage": 8}
    full = line.api("POST", "/v2/bot/message/multicast", body)
    assert (full.status, "monthly limit" in full.json()["message"]) == (429, True)


def button(label: str, data: str = "a") -> dict[str, Any]:
    return {"type": "postback", "label": label, "data": data}


def flex(*contents: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": body}}


def quick(count: int, label: str = "ตอบ") -> dict[str, Any]:
    items = [{"type": "action", "action": button(label)} for _ in range(count)]
    return {"type": "text", "text": "?", "quickReply": {"items": items}}


RIGHT = [
    {"type": "text", "text": "🍎" * 2500},
    quick(13, "กี่" * 20),
    flex({"type": "button", "action": button("ก" * 40, "ก" * 300)}),
]
WRONG = [
    {"type": "text", "text": "🍎" * 2501},
    {"type": "text", "text": ""},
    {"type": "unheard-of"},
    quick(14),
    quick(1, "ก" * 21),
    flex({"type": "button", "action": button("ก" * 41)}),
    flex({"type": "button", "action": button("ก", "ก" * 301)}),
    flex({"type": "button", "action": {"type": "camera", "label": "กล้อง"}}),
    flex({"type": "text", "text": ""}),
    flex({"type": "image", "url": "http://example.com/a.png"}),
    flex({"type": "text", "text": "ก" * 11000}),
]


@pytest.mark.parametrize("message", RIGHT)
def test_what_line_takes(line: Line, message: dict[str, Any]) -> None:
    assert line.push(line.person(), [message]).status == 200


@pytest.mark.parametrize("message", WRONG)
def test_what_line_refuses(line: Line, message: dict[str, Any]) -> None:
    person = line.person()
    answer = line.push(person, [message])
    assert (answer.status, bool(answer.json()["details"])) == (400, True)
    assert line.items(person) == []


def test_refusals_have_lines_shape(line: Line) -> None:
    person = line.person()
    assert line.push(person, []).status == 400
    assert line.push(person, HELLO * 6).status == 400
    assert line.push("U" + "0" * 32, HELLO).json() == {"message": "Failed to send messages"}
    assert line.push("somebody", HELLO).json()["details"][0]["property"] == "to"
    stranger = line.api("GET", "/v2/bot/info", Authorization="Bearer wrong")
    assert (stranger.status, bool(stranger.headers["X-Line-Request-Id"])) == (401, True)
    assert line.api("GET", "/v2/bot/nothing").json() == {"message": "Not Found"}


def test_taps_become_postbacks_and_quick_replies_go_away(bot: Bot, line: Line) -> None:
    person = line.person()
    line.push(person, [quick(2)])
    item = line.items(person)[0]["id"]
    action = button("ใช่", "yes") | {"displayText": "ใช่ค่ะ"}
    line.post(f"people/{person}/tap", {"action": action, "item": item})
    assert line.items(person)[0]["tapped"]
    assert line.texts(person, "person") == ["ใช่ค่ะ"]
    picker = {"type": "datetimepicker", "data": "when", "mode": "date", "label": "วัน"}
    params = {"date": "2026-11-02"}
    line.post(f"people/{person}/tap", {"action": picker, "params": params})
    taps = eventually(lambda: [e["postback"] for e in bot.events[1:]] if bot.events[2:] else None)
    assert taps == [{"data": "yes"}, {"data": "when", "params": params}]


def test_pictures_are_one_set_and_the_bot_can_fetch_them(bot: Bot, line: Line) -> None:
    person = line.person(friend=False)
    url = f"{line.url}/simulator/people/{person}/files"
    files = [("files", (f"{n}.png", PNG, "image/png")) for n in (1, 2)]
    assert line.http.request("POST", url, fields=files).status == 200
    first, second = (e["message"] for e in eventually(lambda: bot.events))
    assert first["imageSet"] == second["imageSet"] | {"index": 1}
    content = line.api("GET", f"/v2/bot/message/{first['id']}/content")
    assert (content.data, content.headers["Content-Type"]) == (PNG, "image/png")
    state = line.api("GET", f"/v2/bot/message/{first['id']}/content/transcoding").json()
    assert state == {"status": "succeeded"}
    line.post(f"people/{person}/unsend", {"messageId": first["id"]})
    assert line.api("GET", f"/v2/bot/message/{first['id']}/content").status == 410
    unsent = eventually(lambda: bot.events[2:])[0]
    assert unsent["unsend"] == {"messageId": first["id"]}


def test_files_are_never_shown_as_pages(line: Line) -> None:
    person = line.person(friend=False)
    url = f"{line.url}/simulator/people/{person}/files"
    page = ("files", ("a.html", b"<script>1</script>", "text/html"))
    said = line.http.request("POST", url, fields=[page]).json()
    answer = line.http.request("GET", f"{line.url}/simulator/content/{said['messages'][0]}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_an_unsent_text_is_gone(bot: Bot, line: Line) -> None:
    person = line.person(friend=False)
    said = line.say(person, "ลับมากเลย")
    eventually(lambda: line.items(person, "person")[0]["state"] == "done")
    line.post(f"people/{person}/unsend", {"messageId": said["messages"][0]})
    assert line.items(person, "person")[0]["message"] == {"type": "unsent"}
    assert line.post(f"people/{person}/unsend", {"messageId": "1"}, status=409)


def test_loading_shows_until_the_next_message(line: Line) -> None:
    person = line.person()
    chat = f"{line.url}/simulator/people/{person}/chat"
    start = {"chatId": person, "loadingSeconds": 10}
    assert line.api("POST", "/v2/bot/chat/loading/start", start).status == 202
    assert line.http.request("GET", chat).json()["loading"] > 8000
    line.push(person, HELLO)
    assert line.http.request("GET", chat).json()["loading"] == 0
    wrong = start | {"loadingSeconds": 7}
    assert line.api("POST", "/v2/bot/chat/loading/start", wrong).status == 400


def rich_menu(line: Line) -> str:
    bounds = {"x": 0, "y": 0, "width": 1250, "height": 843}
    body = {
        "size": {"width": 2500, "height": 843},
        "selected": True,
        "name": "main",
        "chatBarText": "แตะเพื่อเปิดเมนู",
        "areas": [{"bounds": bounds, "action": button("เล่าเรื่อง")}],
    }
    return str(line.api("POST", "/v2/bot/richmenu", body).json()["richMenuId"])


def test_rich_menus(line: Line) -> None:
    person, menu = line.person(), rich_menu(line)
    chat = f"{line.url}/simulator/people/{person}/chat"
    assert line.api("POST", f"/v2/bot/user/all/richmenu/{menu}").status == 400
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "image/png"}
    image = f"{line.url}/v2/bot/richmenu/{menu}/content"
    assert line.http.request("POST", image, body=PNG, headers=headers).status == 200
    assert line.api("GET", f"/v2/bot/richmenu/{menu}/content").data == PNG
    assert line.api("POST", f"/v2/bot/user/all/richmenu/{menu}").status == 200
    assert line.http.request("GET", chat).json()["menu"]["richMenuId"] == menu
    alias = {"richMenuAliasId": "main", "richMenuId": menu}
    assert line.api("POST", "/v2/bot/richmenu/alias", alias).status == 200
    assert line.api("POST", f"/v2/bot/user/{person}/richmenu/{menu}").status == 200
    assert len(line.api("GET", "/v2/bot/richmenu/list").json()["richmenus"]) == 1
    assert line.api("DELETE", f"/v2/bot/richmenu/{menu}").status == 200
    assert line.http.request("GET", chat).json()["menu"] is None
    assert line.api("GET", f"/v2/bot/richmenu/{menu}").status == 404


def test_the_webhook_can_be_tried(bot: Bot, line: Line) -> None:
    endpoint = line.api("GET", "/v2/bot/channel/webhook/endpoint").json()
    assert endpoint == {"endpoint": bot.url, "active": True}
    assert line.api("POST", "/v2/bot/channel/webhook/test", {}).json()["success"]
    assert bot.bodies[0]["events"] == []
    away = {"endpoint": "http://127.0.0.1:9/away"}
    assert line.api("PUT", "/v2/bot/channel/webhook/endpoint", away).status == 200
    tried = line.api("POST", "/v2/bot/channel/webhook/test", {}).json()
    assert (tried["success"], tried["reason"]) == (False, "COULD_NOT_CONNECT")


def test_the_page_is_closed_to_other_sites(line: Line) -> None:
    page = line.http.request("GET", line.url)
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert b"<script>" not in page.data
    assert b'style="' not in page.data
    assert line.http.request("GET", line.url, headers={"Host": "evil.example"}).status == 403
    elsewhere = {"Origin": "https://evil.example"}
    url = f"{line.url}/simulator/people"
    assert line.http.request("POST", url, json={"name": "x"}, headers=elsewhere).status == 403


def start(bot: Bot, folder: Path) -> tuple[subprocess.Popen[str], Line]:
    command = [sys.executable, "-m", "bot.simulator", "--port", "0", "--bot-url", bot.url]
    command += ["--secret", SECRET, "--token", TOKEN, "--data-dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Line(process.stdout.readline().split()[-1])


def test_chats_and_undelivered_messages_survive_a_kill(bot: Bot, tmp_path: Path) -> None:
    bot.statuses = [500] * 2
    process, line = start(bot, tmp_path)
    people = line.http.request("GET", f"{line.url}/simulator/people").json()["people"]
    names = ["สมหญิง", "คนที่สอง", "อารีย์", "เจ้าหน้าที่"]
    assert [person["name"] for person in people] == names
    person = people[0]["id"]
    line.say(person, "อย่าหายนะ")
    eventually(lambda: bot.bodies)
    process.kill()
    process.communicate()
    process, line = start(bot, tmp_path)
    try:
        assert line.texts(person, "person") == ["อย่าหายนะ"]
        eventually(lambda: line.items(person, "person")[0]["state"] == "done", 10)
        assert bot.events[-1]["deliveryContext"]["isRedelivery"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 0
