"""Rich menus: kept as LINE keeps them, shown per person, else by default."""

import json
from typing import Any

from bot.simulator import ids, people
from bot.simulator.store import Store

Menu = dict[str, Any]


class NoSuchMenu(Exception):
    """There is no rich menu, or no alias, with this id."""


def create(store: Store, body: Menu) -> str:
    """Keeps a menu without a picture and returns its id."""
    menu = ids.menu_id()
    store.run(
        "insert into menu (id, body, made) values (?, ?, ?)",
        *(menu, json.dumps(body, ensure_ascii=False), store.next_number()),
    )
    return menu


def find(store: Store, menu: str) -> Menu:
    """Returns a menu with its id. Raises NoSuchMenu."""
    row = store.row("select body from menu where id = ?", menu)
    if row is None:
        raise NoSuchMenu(menu)
    return {"richMenuId": menu, **json.loads(row["body"])}


def everything(store: Store) -> list[Menu]:
    """Returns all menus, newest first."""
    return [find(store, row["id"]) for row in store.rows("select id from menu order by made desc")]


def delete(store: Store, menu: str) -> None:
    """Deletes a menu, its picture and what links to it. Raises NoSuchMenu."""
    find(store, menu)
    with store.changing():
        store.run("delete from menu where id = ?", menu)
        store.run("delete from alias where menu = ?", menu)
        store.run("update person set menu = null where menu = ?", menu)
        if default(store) == menu:
            set_default(store, "")
    (store.contents / menu).unlink(missing_ok=True)


def put_image(store: Store, menu: str, mime: str, data: bytes) -> None:
    """Keeps the picture of a menu."""
    (store.contents / menu).write_bytes(data)
    store.run("update menu set mime = ? where id = ?", mime, menu)


def image_type(store: Store, menu: str) -> str | None:
    """Returns the media type of a menu's picture, None if it has none. Raises NoSuchMenu."""
    find(store, menu)
    row = store.row("select mime from menu where id = ?", menu)
    return row["mime"] if row else None


def default(store: Store) -> str:
    """Returns the id of the default menu, or nothing."""
    return store.recall("default_menu")


def set_default(store: Store, menu: str) -> None:
    """Makes a menu the default for everyone."""
    store.remember("default_menu", menu)


def link(store: Store, person: str, menu: str | None) -> None:
    """Shows a menu to one person. LINE accepts unknown people too, without effect."""
    store.run("update person set menu = ? where id = ?", menu, person)


def move(store: Store, old: str, new: str) -> None:
    """Shows a menu to all who were linked to another."""
    store.run("update person set menu = ? where menu = ?", new, old)


def shown(store: Store, person: str) -> Menu | None:
    """Returns the menu that a person sees: their own before the default."""
    menu = people.find(store, person)["menu"] or default(store)
    return find(store, menu) if menu else None


def aliases(store: Store) -> list[dict[str, str]]:
    """Returns all aliases."""
    rows = store.rows("select id, menu from alias order by id")
    return [{"richMenuAliasId": row["id"], "richMenuId": row["menu"]} for row in rows]


def set_alias(store: Store, alias: str, menu: str) -> None:
    """Lets an alias point to a menu. Raises NoSuchMenu."""
    find(store, menu)
    store.run("insert or replace into alias values (?, ?)", alias, menu)


def delete_alias(store: Store, alias: str) -> None:
    """Deletes an alias. Raises NoSuchMenu."""
    if not store.run("delete from alias where id = ?", alias):
        raise NoSuchMenu(alias)


def behind(store: Store, alias: str) -> str:
    """Returns the menu that an alias points to. Raises NoSuchMenu."""
    row = store.row("select menu from alias where id = ?", alias)
    if row is None:
        raise NoSuchMenu(alias)
    return str(row["menu"])


def switch(store: Store, person: str, alias: str) -> dict[str, str]:
    """Shows the menu behind an alias and returns the `params` of the postback about it."""
    try:
        link(store, person, behind(store, alias))
    except NoSuchMenu:
        return {"status": "RICHMENU_ALIAS_ID_NOTFOUND"}
    return {"newRichMenuAliasId": alias, "status": "SUCCESS"}
