"""Speaks to LINE; the only file that imports linebot.

Every call has time-outs and no hidden retries (the SDK's defaults are: none, and four tries).
What can go wrong is told as SendError, whose `outcome` says what the sender must do next.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import pydantic.v1
import urllib3
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
)

TIMEOUT = (3.0, 8.0)
"""Seconds to connect and to wait for an answer."""
CONTENT_TIMEOUT = urllib3.Timeout(connect=3.0, read=20.0)
PIECE = 64 * 1024
ADDRESSES = frozenset({"uri", "url", "originalContentUrl", "previewImageUrl"})
"""Where LINE's message objects hold an address."""


class Outcome(StrEnum):
    """What a failed call means."""

    NOT_SENT = "not_sent"
    """LINE was not reached: the same call can be made again."""
    UNKNOWN = "unknown"
    """It may have been accepted: only the same key or token may be tried again."""
    SLOWER = "slower"
    QUOTA = "quota"
    """The month's messages are used up."""
    STALE_TOKEN = "stale_token"
    REFUSED = "refused"
    UNAUTHORISED = "unauthorised"


class SendError(Exception):
    """A call to LINE failed."""

    def __init__(self, outcome: Outcome, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.outcome, self.reason, self.status = outcome, reason, status


class ContentGone(Exception):
    """LINE no longer has the file (404, 410)."""


class NotReady(Exception):
    """LINE is still preparing the file (202)."""


@dataclass(frozen=True)
class Quota:
    """The month's messages. `limit` is None where there is none."""

    limit: int | None
    used: int


class Line:
    """LINE's Messaging API for one account. One per process, made after forking.

    `site` is our own address: buttons that open a page of ours are written without it.
    """

    def __init__(self, token: str, api_url: str, data_api_url: str, site: str = "") -> None:
        self._site = site
        settings = Configuration(host=api_url, access_token=token)
        settings.retries = False
        settings.connection_pool_maxsize = 32
        self._api = MessagingApi(ApiClient(settings))
        self._url, self._data_url = api_url, data_api_url
        self._token = token
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=8, retries=False)

    def reply(self, token: str, messages: list[dict[str, Any]]) -> str:
        """Answer with a reply token. Returns LINE's request id. Raises SendError."""
        body = ReplyMessageRequest.from_dict(
            {"replyToken": token, "messages": self._addressed(messages)}
        )
        with _told():
            return _id(self._api.reply_message_with_http_info(body, _request_timeout=TIMEOUT))

    def push(self, to: str, messages: list[dict[str, Any]], key: str) -> str:
        """Write to a person. Returns LINE's request id, also where the key was taken before."""
        body = PushMessageRequest.from_dict({"to": to, "messages": self._addressed(messages)})
        return _with_key(self._api.push_message_with_http_info, body, key)

    def multicast(self, to: list[str], messages: list[dict[str, Any]], key: str) -> str:
        """Write to at most 500 people. Returns LINE's request id. Raises SendError."""
        body = MulticastRequest.from_dict({"to": to, "messages": self._addressed(messages)})
        return _with_key(self._api.multicast_with_http_info, body, key)

    def _addressed(self, part: Any) -> Any:
        """Returns messages with the whole address in every link to a page of ours."""
        if isinstance(part, list):
            return [self._addressed(each) for each in part]
        if not isinstance(part, dict):
            return part
        made = {key: self._addressed(value) for key, value in part.items()}
        ours = {key for key in ADDRESSES & set(made) if made[key].startswith("/")}
        return made | {key: self._site + made[key] for key in ours}

    def loading(self, chat: str) -> None:
        """Show the person that something is coming. Raises SendError."""
        body = ShowLoadingAnimationRequest(chatId=chat, loadingSeconds=5)
        with _told():
            self._api.show_loading_animation(body, _request_timeout=(1.0, 1.0))

    def name(self, user_id: str) -> str | None:
        """Returns the person's display name; None where LINE does not tell it (they blocked us,
        or never added us and agreed to nothing). Raises SendError."""
        try:
            with _told():
                found = self._api.get_profile(user_id, _request_timeout=TIMEOUT)
        except SendError as error:
            if error.status == 404:
                return None
            raise
        return found.display_name or None

    def quota(self) -> Quota:
        """Returns the month's messages. Raises SendError."""
        with _told():
            limit = self._api.get_message_quota(_request_timeout=TIMEOUT)
            used = self._api.get_message_quota_consumption(_request_timeout=TIMEOUT)
        return Quota(limit.value if limit.type == "limited" else None, used.total_usage)

    def account(self) -> dict[str, Any]:
        """Returns what LINE says of the account (GET /v2/bot/info). Raises SendError."""
        with _told():
            return cast(dict[str, Any], self._api.get_bot_info(_request_timeout=TIMEOUT).to_dict())

    def webhook(self) -> tuple[str, bool]:
        """Returns the webhook's address and whether it is switched on. Raises SendError."""
        with _told():
            found = self._api.get_webhook_endpoint(_request_timeout=TIMEOUT)
        return found.endpoint, found.active

    def ask(self, method: str, path: str, body: Any = None) -> tuple[dict[str, Any], str]:
        """Make a call in JSON, for what needs no class of the SDK (rich menus).

        Returns the answer and LINE's request id. Raises SendError.
        """
        answer = self._asked(method, self._url + path, json=body)
        with _told():
            return json.loads(answer.data), _id(answer)

    def upload(self, path: str, kind: str, data: bytes) -> None:
        """Bring a file of a media type to LINE's address for files. Raises SendError."""
        self._asked("POST", self._data_url + path, body=data, headers={"Content-Type": kind})

    def _asked(self, method: str, url: str, **more: Any) -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self._token}"} | more.pop("headers", {})
        with _told():
            answer = self._pool.request(
                method, url, headers=headers, timeout=CONTENT_TIMEOUT, **more
            )
            if answer.status >= 300:
                refusal = ApiException(status=answer.status)
                refusal.body = answer.data
                raise refusal
        return answer

    def content(self, message_id: str) -> Iterator[bytes]:
        """Yields the file of a message in pieces. Raises ContentGone, NotReady, SendError.

        The SDK reads files whole into memory and says None for 202: hence urllib3 itself.
        """
        url = f"{self._data_url}/v2/bot/message/{message_id}/content"
        headers = {"Authorization": f"Bearer {self._token}"}
        with _told():
            answer = self._pool.request(
                "GET", url, headers=headers, preload_content=False, timeout=CONTENT_TIMEOUT
            )
        try:
            _check_content(answer.status)
            with _told():
                yield from answer.stream(PIECE)
        finally:
            answer.close()
            answer.release_conn()


def _check_content(status: int) -> None:
    if status == 200:
        return
    if status in (404, 410):
        raise ContentGone
    if status == 202:
        raise NotReady
    outcome = Outcome.UNAUTHORISED if status == 401 else Outcome.UNKNOWN
    raise SendError(outcome, f"LINE answered {status}", status)


def _with_key(call: Any, body: Any, key: str) -> str:
    """Make a call with a retry key; 409 says that an earlier try was accepted: success."""
    try:
        with _told():
            return _id(call(body, x_line_retry_key=key, _request_timeout=TIMEOUT))
    except SendError as error:
        if error.status != 409:
            raise
        return "accepted before"


def _id(answer: Any) -> str:
    return str((answer.headers or {}).get("x-line-request-id", ""))


@contextmanager
def _told() -> Iterator[None]:
    """Turn everything the SDK may raise into SendError."""
    try:
        yield
    except ApiException as error:
        raise _explained(error) from error
    except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
        raise SendError(Outcome.NOT_SENT, "LINE was not reached") from error
    except urllib3.exceptions.HTTPError as error:
        raise SendError(Outcome.UNKNOWN, f"no answer from LINE ({type(error).__name__})") from error
    except (pydantic.v1.ValidationError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SendError(Outcome.UNKNOWN, "LINE's answer could not be read") from error


def _explained(error: ApiException) -> SendError:
    status = int(error.status or 0)
    message = _message(error.body)
    if status == 429:
        # Two meanings, told apart by the text alone (reference: "Error messages").
        spent = "monthly limit" in message.lower()
        return SendError(Outcome.QUOTA if spent else Outcome.SLOWER, message, status)
    if status >= 500:
        return SendError(Outcome.UNKNOWN, f"LINE answered {status}", status)
    if status == 400 and "reply token" in message.lower():
        return SendError(Outcome.STALE_TOKEN, message, status)
    outcome = Outcome.UNAUTHORISED if status in (401, 403) else Outcome.REFUSED
    return SendError(outcome, f"{status}: {message}", status)


def _message(body: Any) -> str:
    """LINE's own words, with the property it names; they quote none of the message's text."""
    try:
        data = json.loads(body)
        details = [str(part.get("property", "")) for part in data.get("details", [])]
        return " ".join([str(data["message"]), *details])[:300]
    except (TypeError, ValueError, KeyError, AttributeError):
        return "no reason given"
