"""LINE's calls for rich menus, on top of what `bot.line` offers.

Raw JSON instead of the SDK's classes: what is sent is exactly what was checked, and an answer
with a value that the SDK does not know is no error.
"""

from hashlib import sha256
from typing import Any, Protocol

from bot.line import SendError
from bot.richmenu import Definition


class Calls(Protocol):
    """What makes the calls (bot.line.Line)."""

    def ask(self, method: str, path: str, body: Any = None) -> tuple[dict[str, Any], str]:
        """Make a call in JSON. Returns the answer and LINE's request id. Raises SendError."""

    def upload(self, path: str, kind: str, data: bytes) -> None:
        """Bring a file of a media type to LINE. Raises SendError."""


class Menus:
    """The rich menus of the account at LINE. Every method raises SendError."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def _do(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        return self._calls.ask(method, f"/v2/bot/{path}", body)[0]

    def _found(self, path: str) -> str | None:
        """Returns the menu that an address tells of; None where there is none (LINE says 403 of
        a default that was made in the Official Account Manager)."""
        try:
            return str(self._do("GET", path)["richMenuId"])
        except SendError as error:
            if error.status in (403, 404):
                return None
            raise

    def names(self) -> dict[str, str]:
        """Returns the names of all menus by their ids."""
        listed = self._do("GET", "richmenu/list")["richmenus"]
        return {menu["richMenuId"]: menu["name"] for menu in listed}

    def aliases(self) -> dict[str, str]:
        """Returns the menus behind all aliases."""
        listed = self._do("GET", "richmenu/alias/list")["aliases"]
        return {alias["richMenuAliasId"]: alias["richMenuId"] for alias in listed}

    def behind(self, alias: str) -> str | None:
        """Returns the menu behind an alias, if there is one."""
        return self._found(f"richmenu/alias/{alias}")

    def default(self) -> str | None:
        """Returns the menu of those who have none of their own."""
        return self._found("user/all/richmenu")

    def create(self, menu: Definition) -> str:
        """Make a menu, still without a picture. Returns its id."""
        return str(self._do("POST", "richmenu", menu)["richMenuId"])

    def give_picture(self, menu: str, png: bytes) -> None:
        """Give a menu its picture, if it has none."""
        try:
            self._calls.upload(f"/v2/bot/richmenu/{menu}/content", "image/png", png)
        except SendError as error:
            # 400: it has one, from a run that was cut off. Without one the alias is refused.
            if error.status != 400:
                raise

    def point(self, alias: str, menu: str, *, new: bool) -> None:
        """Let an alias point to a menu."""
        body = {"richMenuId": menu}
        if new:
            self._do("POST", "richmenu/alias", body | {"richMenuAliasId": alias})
        else:
            self._do("POST", f"richmenu/alias/{alias}", body)

    def forget(self, alias: str) -> None:
        """Delete an alias."""
        self._do("DELETE", f"richmenu/alias/{alias}")

    def delete(self, menu: str) -> None:
        """Delete a menu."""
        self._do("DELETE", f"richmenu/{menu}")

    def make_default(self, menu: str) -> None:
        """Show a menu to those who have none of their own."""
        self._do("POST", f"user/all/richmenu/{menu}")

    def move(self, pairs: dict[str, str]) -> str:
        """Begin to move all people from old menus to new ones. Returns the request to ask for."""
        steps = [{"type": "link", "from": old, "to": new} for old, new in sorted(pairs.items())]
        key = sha256(repr(steps).encode()).hexdigest()[:32]
        body = {"operations": steps, "resumeRequestKey": key}
        return self._calls.ask("POST", "/v2/bot/richmenu/batch", body)[1]

    def phase(self, request: str) -> str:
        """Returns how far a move is: ongoing, succeeded or failed."""
        return str(self._do("GET", f"richmenu/progress/batch?requestId={request}")["phase"])

    def link(self, user: str, menu: str | None) -> None:
        """Show a friend a menu of their own, or the default again."""
        if menu:
            self._do("POST", f"user/{user}/richmenu/{menu}")
        else:
            self._do("DELETE", f"user/{user}/richmenu")

    def link_many(self, users: list[str], menu: str | None) -> None:
        """Do the same for at most 500 friends."""
        if menu:
            self._do("POST", "richmenu/bulk/link", {"richMenuId": menu, "userIds": users})
        else:
            self._do("POST", "richmenu/bulk/unlink", {"userIds": users})
