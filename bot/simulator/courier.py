"""Carries signed webhooks to the bot, and carries them again when it does not take them."""

import base64
import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import urllib3

from bot.simulator import chat, ids
from bot.simulator.events import Event
from bot.simulator.store import Store

TOKEN_RENEWAL = 20 * 60 * 1000
"""A redelivery renews an unused reply token until 20 minutes after the event (LINE reference)."""


@dataclass
class Courier:
    """Posts deliveries from background threads, the deliveries of one person one at a time.

    LINE waits two seconds for an answer. What is refused or not answered comes again, marked as
    a redelivery, after each of `pauses` (seconds); then it counts as failed.
    """

    store: Store
    bot_url: str
    secret: str
    destination: str
    pauses: tuple[float, ...] = (2, 5, 15)
    answer_within: float = 2.0
    _news: threading.Event = field(default_factory=threading.Event)
    _busy: set[str] = field(default_factory=set)
    _stopping: bool = False

    def start(self) -> None:
        """Starts carrying, beginning with what an earlier process left undone."""
        self._http = urllib3.PoolManager(retries=False, maxsize=8)
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._watch, name="courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops carrying; what waits stays in the file for the next start."""
        self._stopping = True
        self._news.set()
        self._thread.join()
        self._pool.shutdown()
        self._http.clear()

    def enqueue(self, person: str, events: list[Event]) -> int:
        """Files one webhook with these events and their reply tokens; returns its number.

        Call `wake` after the transaction that this belongs to.
        """
        at = ids.now()
        delivery = self.store.next_number()
        self.store.run(
            "insert into delivery (id, person, events, due) values (?, ?, ?, ?)",
            *(delivery, person, json.dumps(events, ensure_ascii=False), at),
        )
        for token in (event["replyToken"] for event in events if "replyToken" in event):
            self.store.run(
                "insert into token (value, person, delivery, born, fresh) values (?, ?, ?, ?, ?)",
                *(token, person, delivery, at, at),
            )
        return delivery

    def wake(self) -> None:
        """Something is due: look at once."""
        self._news.set()

    def again(self, delivery: int) -> bool:
        """Starts a failed delivery over. Returns False if it did not fail."""
        changed = self.store.run(
            "update delivery set state = 'waiting', due = ? where id = ? and state = 'failed'",
            *(ids.now(), delivery),
        )
        chat.touch(self.store, "delivery", delivery)
        self.wake()
        return bool(changed)

    def test(self) -> tuple[int, str]:
        """Sends the request without events that LINE sends for "Verify".

        Returns the status (0 without an answer) and the reason as LINE names it.
        """
        return self._post([])

    def _watch(self) -> None:
        while not self._stopping:
            self._news.clear()
            for row in self.store.rows(
                "select id, person from delivery where state = 'waiting' and due <= ?"
                " order by due, id limit 50",
                ids.now(),
            ):
                self._hand_over(row["id"], row["person"])
            self._news.wait(0.2)

    def _hand_over(self, delivery: int, person: str) -> None:
        if person in self._busy:
            return
        self._busy.add(person)
        self._pool.submit(self._carry, delivery, person)

    def _carry(self, delivery: int, person: str) -> None:
        try:
            self._attempt(delivery)
        finally:
            self._busy.discard(person)
            self.wake()

    def _attempt(self, delivery: int) -> None:
        with self.store.changing():
            row = self.store.row(
                "update delivery set tries = tries + 1"
                " where id = ? and state = 'waiting' and due <= ? returning events, tries",
                *(delivery, ids.now()),
            )
            self._renew_tokens(delivery)
        if row is None:  # settled between being listed and being claimed
            return
        events = json.loads(row["events"])
        for event in events:
            event["deliveryContext"]["isRedelivery"] = row["tries"] > 1
        status, reason = self._post(events)
        self._settle(delivery, row["tries"], 200 <= status < 300, reason)

    def _renew_tokens(self, delivery: int) -> None:
        at = ids.now()
        self.store.run(
            "update token set fresh = ? where delivery = ? and born > ?",
            *(at, delivery, at - TOKEN_RENEWAL),
        )

    def _settle(self, delivery: int, tries: int, taken: bool, reason: str) -> None:
        pause = self.pauses[tries - 1] if tries <= len(self.pauses) else None
        # What was taken is forgotten here: an unsent message must not live on in this file.
        state = "done" if taken else "failed" if pause is None else "waiting"
        due = ids.now() + int((pause or 0) * 1000)
        with self.store.changing():
            self.store.run(
                "update delivery set state = ?, due = ?, outcome = ? where id = ?",
                *(state, due, reason, delivery),
            )
            self.store.run(
                "update delivery set events = '' where state = 'done' and id = ?", delivery
            )
            chat.touch(self.store, "delivery", delivery)

    def _post(self, events: list[Event]) -> tuple[int, str]:
        body = self._body(events)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": sign(self.secret, body),
        }
        timeout = urllib3.Timeout(total=self.answer_within)
        try:
            answer = self._http.request(
                "POST", self.bot_url, body=body, headers=headers, timeout=timeout, redirect=False
            )
        except (urllib3.exceptions.ReadTimeoutError, TimeoutError):
            return 0, "REQUEST_TIMEOUT"
        except (urllib3.exceptions.HTTPError, OSError):
            return 0, "COULD_NOT_CONNECT"
        return answer.status, "OK" if 200 <= answer.status < 300 else "ERROR_STATUS_CODE"

    def _body(self, events: list[Event]) -> bytes:
        body: dict[str, Any] = {"destination": self.destination, "events": events}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def sign(secret: str, body: bytes) -> str:
    """Returns the x-line-signature of a body: base64 of its HMAC-SHA256."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
