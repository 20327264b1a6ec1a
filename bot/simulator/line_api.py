"""The Messaging API as far as the bot calls it. Source: LINE's Messaging API reference."""

import datetime as dt
import hmac
import re
import uuid
from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from bot.simulator import contents, people, sending
from bot.simulator.actions import Problem
from bot.simulator.platform import platform
from bot.simulator.rules import check_messages
from bot.simulator.sending import AcceptedBefore, Refused

api = Blueprint("line_api", __name__, url_prefix="/v2/bot")

INVALID = "The request body has {} error(s)"
USER_ID = re.compile(r"U[0-9a-f]{32}")


def guard() -> None:
    """Lets only the holder of the channel access token in. Raises: Refused 401."""
    g.request_id = str(uuid.uuid4())
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), platform().settings.token.encode()):
        raise Refused(401, "Authentication failed. Confirm that the access token is valid.")


def name_request(answer: Response) -> Response:
    """Gives an answer the id that LINE gives all its answers."""
    answer.headers["X-Line-Request-Id"] = g.get("request_id", "")
    return answer


def refuse(error: Refused) -> ResponseReturnValue:
    """Words an error as LINE does."""
    body: dict[str, Any] = {"message": error.message}
    return jsonify(body | ({"details": error.details} if error.details else {})), error.status


def accepted_before(error: AcceptedBefore) -> ResponseReturnValue:
    """The answer to a repeated retry key: which request was accepted, and what it sent."""
    body = {"message": "The retry key is already accepted", **error.answer}
    return jsonify(body), 409, {"x-line-accepted-request-id": error.request_id}


def body() -> dict[str, Any]:
    """Returns the JSON object of the request. Raises: Refused 400."""
    given = request.get_json(force=True, silent=True)
    if not isinstance(given, dict):
        raise Refused(400, "The request body could not be parsed as JSON")
    return given


def refuse_if(problems: list[Problem]) -> None:
    """Raises: Refused 400 with details if there are problems."""
    if problems:
        raise Refused(400, INVALID.format(len(problems)), problems)


api.before_request(guard)
api.after_request(name_request)


@api.post("/message/reply")
def reply() -> ResponseReturnValue:
    given = body()
    if "X-Line-Retry-Key" in request.headers:
        raise Refused(400, "The retry key is not supported for this endpoint")
    refuse_if(list(check_messages(given.get("messages"))))
    return sending.reply(platform(), str(given.get("replyToken")), given["messages"])


@api.post("/message/push")
def push() -> ResponseReturnValue:
    given = body()
    to = given.get("to")
    refuse_if([*_check_ids([to]), *check_messages(given.get("messages"))])
    key = request.headers.get("X-Line-Retry-Key")
    return sending.push(platform(), str(to), given["messages"], key, g.request_id)


@api.post("/message/multicast")
def multicast() -> ResponseReturnValue:
    given = body()
    to = given.get("to")
    if not isinstance(to, list) or not 1 <= len(to) <= 500:
        raise Refused(400, INVALID.format(1), [("to", "Size must be between 1 and 500")])
    refuse_if([*_check_ids(to), *check_messages(given.get("messages"))])
    key = request.headers.get("X-Line-Retry-Key")
    return sending.multicast(platform(), to, given["messages"], key, g.request_id)


def _check_ids(to: list[Any]) -> list[Problem]:
    bad = [person for person in to if not USER_ID.fullmatch(str(person))]
    return [("to", "The property, 'to', in the request body is invalid")] if bad else []


@api.get("/message/quota")
def quota() -> ResponseReturnValue:
    limit = platform().settings.quota
    return {"type": "limited", "value": limit} if limit else {"type": "none"}


@api.get("/message/quota/consumption")
def consumption() -> ResponseReturnValue:
    return {"totalUsage": sending.used(platform().store)}


@api.get("/info")
def info() -> ResponseReturnValue:
    return {
        "userId": platform().account_id,
        "basicId": "@simulator",
        "displayName": platform().settings.account_name,
        "chatMode": "bot",
        "markAsReadMode": "auto",
    }


@api.get("/profile/<person>")
def profile(person: str) -> ResponseReturnValue:
    store = platform().store
    try:
        row = people.find(store, person)
    except people.NoSuchPerson:
        raise Refused(404, "Not found") from None
    if not people.reachable(store, person):
        raise Refused(404, "Not found")
    return {"userId": person, "displayName": row["name"], "language": row["language"]}


@api.get("/message/<message_id>/content")
@api.get("/message/<message_id>/content/preview")
def content(message_id: str) -> ResponseReturnValue:
    return contents.send(platform().store, message_id)


@api.get("/message/<message_id>/content/transcoding")
def transcoding(message_id: str) -> ResponseReturnValue:
    contents.find(platform().store, message_id)
    return {"status": "succeeded"}


@api.post("/chat/loading/start")
def loading() -> ResponseReturnValue:
    given = body()
    seconds = given.get("loadingSeconds", 20)
    refuse_if(_check_ids([given.get("chatId")]))
    if seconds not in range(5, 61, 5):
        raise Refused(400, INVALID.format(1), [("loadingSeconds", "must be 5 to 60 in steps of 5")])
    people.show_loading(platform().store, given["chatId"], seconds)
    return {}, 202


@api.post("/chat/markAsRead")
def mark_as_read() -> ResponseReturnValue:
    if not body().get("markAsReadToken"):
        raise Refused(400, INVALID.format(1), [("markAsReadToken", "May not be empty")])
    return {}


@api.get("/channel/webhook/endpoint")
def webhook() -> ResponseReturnValue:
    return {"endpoint": platform().courier.bot_url, "active": True}


@api.put("/channel/webhook/endpoint")
def set_webhook() -> ResponseReturnValue:
    """Holds until the simulator ends: what the command line says comes first at the next start."""
    endpoint = str(body().get("endpoint", ""))
    if not endpoint.startswith(("http://", "https://")) or len(endpoint) > 500:
        raise Refused(400, "Invalid webhook endpoint URL")
    platform().courier.bot_url = endpoint
    return {}


@api.post("/channel/webhook/test")
def test_webhook() -> ResponseReturnValue:
    status, reason = platform().courier.test()
    return {
        "success": reason == "OK",
        "timestamp": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "statusCode": status,
        "reason": reason,
        "detail": str(status) if status else reason,
    }
