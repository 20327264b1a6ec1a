"""The chat page, and the endpoints that it and tests steer people with. JSON in and out."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue

from bot.simulator import acts, chat, contents, ids, menus, people, sending
from bot.simulator.acts import Impossible
from bot.simulator.platform import platform

page = Blueprint("page", __name__)

SENDABLE = {"text", "sticker", "location"}


def given() -> dict[str, Any]:
    """Returns the JSON object of the request. Raises: Impossible without one."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Impossible("a JSON object is needed")
    return body


def impossible(error: Impossible) -> ResponseReturnValue:
    """Tells the page, or a tester, why something cannot be done."""
    return jsonify(error=str(error)), 409


def unknown_person(_error: people.NoSuchPerson) -> ResponseReturnValue:
    """Nobody has the id in the address."""
    return jsonify(error="no such person"), 404


@page.get("/")
def show() -> ResponseReturnValue:
    """The page itself."""
    return render_template("page.html", account=platform().settings.account_name)


@page.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Says that the simulator is up."""
    return {"status": "ok", "account": platform().account_id}


@page.get("/simulator/state")
def state() -> ResponseReturnValue:
    """All that the page polls: people, quota, and what is new in one chat since a version."""
    store = platform().store
    person = request.args.get("person", "")
    since = request.args.get("since", 0, type=int)
    answer: dict[str, Any] = {
        "account": platform().account_id,
        "version": store.last_number(),
        "people": people.everyone(store),
        "quota": {"used": sending.used(store), "limit": platform().settings.quota},
    }
    known = any(row["id"] == person for row in answer["people"])
    return answer | ({"chat": _chat(person, since)} if known else {})


@page.get("/simulator/people/<person>/chat")
def read_chat(person: str) -> ResponseReturnValue:
    """One chat, whole or since a version."""
    return _chat(person, request.args.get("since", 0, type=int))


def _chat(person: str, since: int) -> dict[str, Any]:
    store = platform().store
    row = people.find(store, person)
    return {
        "person": person,
        "friend": bool(row["friend"]),
        "blocked": bool(row["blocked"]),
        "loading": max(0, row["loading_until"] - ids.now()),
        "menu": menus.shown(store, person),
        "items": chat.since(store, person, since),
    }


@page.get("/simulator/people")
def list_people() -> ResponseReturnValue:
    """All people."""
    return {"people": people.everyone(platform().store)}


@page.post("/simulator/people")
def make_person() -> ResponseReturnValue:
    """Makes a person from `name` (and `role`, `language`) who is not a friend yet."""
    body = given()
    name = str(body.get("name", "")).strip()
    if not name:
        raise Impossible("a name is needed")
    role, language = str(body.get("role", "")), str(body.get("language", "th"))
    return {"id": people.make(platform().store, name, role, language)}, 201


@page.post("/simulator/people/<person>/say")
def say(person: str) -> ResponseReturnValue:
    """Sends `text`, or `messages` (text, sticker, location) as one webhook."""
    body = given()
    messages = body.get("messages") or [{"type": "text", "text": body.get("text")}]
    for message in messages:
        if message.get("type") not in SENDABLE or message.get("text") == "":
            raise Impossible("only text, sticker and location can be said")
        if message["type"] == "text" and not isinstance(message.get("text"), str):
            raise Impossible("a text is needed")
    return acts.say(platform(), person, messages)


@page.post("/simulator/people/<person>/files")
def send_files(person: str) -> ResponseReturnValue:
    """Sends uploaded `files`, as one webhook; form fields `kind` and `duration` are optional."""
    files = request.files.getlist("files")
    if not files:
        raise Impossible("no files")
    duration = request.form.get("duration", 0, type=int)
    return contents.receive(platform(), person, files, request.form.get("kind", ""), duration)


@page.post("/simulator/people/<person>/tap")
def tap(person: str) -> ResponseReturnValue:
    """Taps an `action`, with `params` from a picker; `item` is the quick reply's bubble."""
    body = given()
    if "item" in body:
        chat.mark_tapped(platform().store, int(body["item"]))
    try:
        return acts.tap(platform(), person, body["action"], body.get("params"))
    except KeyError as missing:
        raise Impossible(f"missing: {missing.args[0]}") from None


@page.post("/simulator/people/<person>/unsend")
def unsend(person: str) -> ResponseReturnValue:
    """Takes the message `messageId` back."""
    return acts.unsend(platform(), person, str(given().get("messageId")))


@page.post("/simulator/people/<person>/<any(follow, block, unblock):act>")
def change(person: str, act: str) -> ResponseReturnValue:
    """Adds the account as a friend, blocks it, or takes the block back."""
    return acts.BY_NAME[act](platform(), person)


@page.post("/simulator/deliveries/<int:delivery>/again")
def again(delivery: int) -> ResponseReturnValue:
    """Starts a failed webhook over."""
    if not platform().courier.again(delivery):
        raise Impossible("this delivery has not failed")
    return {}


@page.get("/simulator/content/<message_id>")
def content(message_id: str) -> ResponseReturnValue:
    """The bytes of a picture, voice or file that a person sent."""
    return contents.send(platform().store, message_id)


@page.get("/simulator/menus/<menu>/image")
def menu_image(menu: str) -> ResponseReturnValue:
    """The picture of a rich menu."""
    store = platform().store
    return send_file(store.contents / menu, mimetype=menus.image_type(store, menu))
