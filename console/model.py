"""How well the bot understands: scores of the model in service, and what staff corrected."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from console import guard
from console.words import _
from locales import N_
from models import corrections
from nlp.shelf import BUILT_IN, ModelMissing, Shelf, manifest

pages = Blueprint("model", __name__)

HEADS = (
    ("intent", N_("What people want")),
    ("category", N_("Subject")),
    ("urgency", N_("Urgency")),
    ("cry", N_("A cry for help in few words")),
)


@pages.get("/model")
@guard.needs("see_model")
def show() -> ResponseReturnValue:
    """Scores by question and label, the most confused pairs, and the corrections so far; and
    which model judged the latest case, where it is not the one whose scores these are."""
    about = _manifest()
    judged = corrections.judged_by(guard.session())
    return render_template(
        "model.html",
        about=about,
        other_judge=judged if about and judged != about["version"] else None,
        heads=[(key, _(title), about["dev"][key]) for key, title in HEADS] if about else [],
        corrections=corrections.counts(guard.session()),
    )


def _manifest() -> dict[str, Any] | None:
    """Returns what is known of the model in service: the built-in one where another is gone."""
    models: Path = current_app.extensions["models"]
    with suppress(ModelMissing):
        return manifest(Shelf(models).current)
    with suppress(ModelMissing):
        return manifest(BUILT_IN)
    return None
