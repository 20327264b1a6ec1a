"""LINE as a load: signed webhooks, prepared beforehand, over kept connections.

Written on plain streams so that it takes little of the processors that it shares with what it
measures.
"""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

KEPT_FOR = 200
"""Requests on one connection: now and then a new one, so that no worker keeps all of them."""
_NUMBERS = itertools.count(1)
Due = float | None
"""Seconds after the start at which a request is sent; None: as soon as a connection is free."""


@dataclass
class Load:
    """What came of a load. `acks`: seconds until the answer, counted from when it was due."""

    began: float = field(default_factory=time.time)
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    acks: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second that were answered 200."""
        return self.statuses[200] / self.seconds if self.seconds else 0.0

    def add(self, other: "Load") -> None:
        """Count another load of the same kind in."""
        self.seconds += other.seconds
        self.statuses += other.statuses
        self.acks += other.acks


def rank(values: list[float], share: float) -> float | None:
    """Returns the value that a share of all do not exceed, to the millisecond; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 4)


def new_event_id() -> str:
    """Returns an event id that was not used before in this run."""
    return f"01BENCH{next(_NUMBERS):019d}"


def text_event(user: str, text: str, event_id: str, reply_token: str, due: float) -> dict[str, Any]:
    """Returns a text message, written in `due` seconds, as LINE's webhook tells it."""
    return {
        "type": "message",
        "message": {
            "type": "text",
            "id": str(500_000_000_000_000_000 + next(_NUMBERS)),
            "quoteToken": f"q{event_id}",
            "text": text,
        },
        "timestamp": int((time.time() + due) * 1000),
        "source": {"type": "user", "userId": user},
        "replyToken": reply_token,
        "mode": "active",
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
    }


def webhook(path: str, event: dict[str, Any], secret: str) -> bytes:
    """Returns a whole HTTP request with one event, signed."""
    body = json.dumps(
        {"destination": "Ub070" + "0" * 28, "events": [event]}, ensure_ascii=False
    ).encode()
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: LineBotWebhook/2.0\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        f"x-line-signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


class _Connection:
    """One kept connection; opened again where the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.used = 0
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, raw: bytes) -> int:
        """Send a request. Returns the status of the answer; 0 where there is none."""
        try:
            return await asyncio.wait_for(self._exchange(raw), 10)
        except (OSError, EOFError, TimeoutError):
            self.close()
            return 0

    async def _exchange(self, raw: bytes) -> int:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(raw)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        _, _, after = head.partition(b"content-length:")
        await reader.readexactly(int(after.partition(b"\r\n")[0] or 0))
        self.used += 1
        if b"connection: close" in head or self.used % KEPT_FOR == 0:
            self.close()
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Give the connection up."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def drive(
    port: int,
    plan: Iterable[tuple[Due, bytes]],
    *,
    connections: int = 16,
    seconds: float = float("inf"),
) -> Load:
    """Send a plan, in order, for at most `seconds`. Returns what came of it."""
    load, start = Load(), time.perf_counter()
    shared = iter(plan)
    await asyncio.gather(
        *(_send(_Connection(port), shared, load, start, seconds) for _ in range(connections))
    )
    load.seconds = time.perf_counter() - start
    return load


async def _send(
    connection: _Connection,
    plan: Iterator[tuple[Due, bytes]],
    load: Load,
    start: float,
    seconds: float,
) -> None:
    for due, raw in plan:
        begun = time.perf_counter()
        if begun - start >= seconds:
            break
        if due is not None:
            await asyncio.sleep(max(0.0, start + due - begun))
            begun = start + due
        load.statuses[await connection.exchange(raw)] += 1
        load.acks.append(time.perf_counter() - begun)
    connection.close()
