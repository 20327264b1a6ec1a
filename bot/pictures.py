"""/pictures/<name>: pictures of broadcasts, which LINE's apps fetch from us, also days later."""

from flask import Flask, Response, abort, g
from sqlalchemy import select

from models.broadcast import Picture


def hang_on(app: Flask) -> None:
    """Add the route to the application."""
    app.add_url_rule("/pictures/<name>", "picture", _picture)


def _picture(name: str) -> Response:
    picture = g.session.scalars(select(Picture).where(Picture.name == name)).first()
    if picture is None:
        abort(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(picture.content, headers=headers, content_type=picture.content_type)
