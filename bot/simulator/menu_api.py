"""The rich menu part of the Messaging API."""

import datetime as dt
from typing import Any

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from bot.simulator import menus
from bot.simulator.actions import Problem, check_action, graphemes
from bot.simulator.line_api import body, guard, name_request, refuse_if
from bot.simulator.platform import platform
from bot.simulator.sending import Refused

api = Blueprint("menu_api", __name__, url_prefix="/v2/bot")
api.before_request(guard)
api.after_request(name_request)

IMAGE_BYTES = 1024 * 1024
MAGIC = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}


@api.post("/richmenu")
def create() -> ResponseReturnValue:
    given = body()
    refuse_if(_check(given))
    return {"richMenuId": menus.create(platform().store, given)}


@api.post("/richmenu/validate")
def validate() -> ResponseReturnValue:
    refuse_if(_check(body()))
    return {}


def _check(menu: dict[str, Any]) -> list[Problem]:
    size, areas = menu.get("size"), menu.get("areas")
    if not isinstance(size, dict) or not isinstance(areas, list):
        return [("size, areas", "May not be null")]
    problems: list[Problem] = []
    width, height = size.get("width", 0), size.get("height", 0)
    if not 800 <= width <= 2500 or height < 250 or width / height < 1.45:
        problems.append(("size", "invalid size"))
    if len(areas) > 20:
        problems.append(("areas", "Size must be between 0 and 20"))
    for name, limit in (("chatBarText", 14), ("name", 300)):
        if not 1 <= graphemes(str(menu.get(name, ""))) <= limit:
            problems.append((name, f"Length must be between 1 and {limit}"))
    for index, area in enumerate(areas):
        path = f"areas[{index}]/action"
        problems += check_action(area.get("action"), path, 20, labelled=False)
    return problems


@api.get("/richmenu/list")
def everything() -> ResponseReturnValue:
    return {"richmenus": menus.everything(platform().store)}


@api.get("/richmenu/<menu>")
def one(menu: str) -> ResponseReturnValue:
    return menus.find(platform().store, menu)


@api.delete("/richmenu/<menu>")
def delete(menu: str) -> ResponseReturnValue:
    menus.delete(platform().store, menu)
    return {}


@api.post("/richmenu/<menu>/content")
def upload(menu: str) -> ResponseReturnValue:
    store = platform().store
    if menus.image_type(store, menu):
        raise Refused(400, "An image has already been uploaded to the richmenu")
    data = request.get_data()
    if not data.startswith(MAGIC.get(request.mimetype, b"\0none")):
        raise Refused(415, "Unsupported Media Type")
    if len(data) > IMAGE_BYTES:
        raise Refused(413, "Request Entity Too Large")
    menus.put_image(store, menu, request.mimetype, data)
    return {}


@api.get("/richmenu/<menu>/content")
def image(menu: str) -> ResponseReturnValue:
    store = platform().store
    mime = menus.image_type(store, menu)
    if mime is None:
        raise Refused(404, "Not found")
    return send_file(store.contents / menu, mimetype=mime)


@api.get("/user/all/richmenu")
def default() -> ResponseReturnValue:
    menu = menus.default(platform().store)
    if not menu:
        raise Refused(404, "no default richmenu")
    return {"richMenuId": menu}


@api.post("/user/all/richmenu/<menu>")
def set_default(menu: str) -> ResponseReturnValue:
    menus.set_default(platform().store, _with_image(menu))
    return {}


@api.delete("/user/all/richmenu")
def clear_default() -> ResponseReturnValue:
    menus.set_default(platform().store, "")
    return {}


@api.get("/user/<person>/richmenu")
def of_person(person: str) -> ResponseReturnValue:
    row = platform().store.row("select menu from person where id = ?", person)
    if row is None or row["menu"] is None:
        raise Refused(404, "the user has no richmenu")
    return {"richMenuId": row["menu"]}


@api.post("/user/<person>/richmenu/<menu>")
def link(person: str, menu: str) -> ResponseReturnValue:
    menus.link(platform().store, person, _with_image(menu))
    return {}


@api.delete("/user/<person>/richmenu")
def unlink(person: str) -> ResponseReturnValue:
    menus.link(platform().store, person, None)
    return {}


@api.post("/richmenu/bulk/link")
def bulk_link() -> ResponseReturnValue:
    given = body()
    menu = _with_image(str(given.get("richMenuId")))
    return _for_all(given, menu)


@api.post("/richmenu/bulk/unlink")
def bulk_unlink() -> ResponseReturnValue:
    return _for_all(body(), None)


def _for_all(given: dict[str, Any], menu: str | None) -> ResponseReturnValue:
    people = given.get("userIds")
    if not isinstance(people, list) or not 1 <= len(people) <= 500:
        raise Refused(400, "userIds: size must be between 1 and 500")
    for person in people:
        menus.link(platform().store, str(person), menu)
    return {}, 202


@api.post("/richmenu/batch")
def batch() -> ResponseReturnValue:
    """Moves everybody from menus to menus, at once where LINE takes a while."""
    store = platform().store
    for step in body().get("operations", []):
        if step.get("type") != "link":
            raise Refused(400, "only operations of the type link are known here")
        menus.move(store, str(step.get("from")), _with_image(str(step.get("to"))))
    return {}, 202


@api.get("/richmenu/progress/batch")
def progress() -> ResponseReturnValue:
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"phase": "succeeded", "acceptedTime": moment, "completedTime": moment}


def _with_image(menu: str) -> str:
    if menus.image_type(platform().store, menu) is None:
        raise Refused(400, "must upload richmenu image before applying it to user")
    return menu


@api.get("/richmenu/alias/list")
def aliases() -> ResponseReturnValue:
    return {"aliases": menus.aliases(platform().store)}


@api.post("/richmenu/alias")
def create_alias() -> ResponseReturnValue:
    given = body()
    store = platform().store
    alias = str(given.get("richMenuAliasId"))
    if any(known["richMenuAliasId"] == alias for known in menus.aliases(store)):
        raise Refused(400, "conflict richmenu alias id")
    menus.set_alias(store, alias, _with_image(str(given.get("richMenuId"))))
    return {}


@api.get("/richmenu/alias/<alias>")
def one_alias(alias: str) -> ResponseReturnValue:
    menu = menus.behind(platform().store, alias)
    return {"richMenuAliasId": alias, "richMenuId": menu}


@api.post("/richmenu/alias/<alias>")
def update_alias(alias: str) -> ResponseReturnValue:
    menus.behind(platform().store, alias)
    menus.set_alias(platform().store, alias, _with_image(str(body().get("richMenuId"))))
    return {}


@api.delete("/richmenu/alias/<alias>")
def delete_alias(alias: str) -> ResponseReturnValue:
    menus.delete_alias(platform().store, alias)
    return {}
