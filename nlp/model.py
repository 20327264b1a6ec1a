"""The trained model: arrays and a manifest on disk, a few dot products in memory.

Nothing here needs scikit-learn. A model is tied to the cleaner and tokeniser it was trained
with; loading refuses others, because their words would silently not be found.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp import cleaning
from nlp.features import Floats, Sparse, Vocabulary, character_terms, word_terms
from nlp.tokens import tokeniser_version

DIRECTORY = Path(__file__).parent / "model"
ARRAYS, TERMS, MANIFEST = "weights.npz", "terms.json", "manifest.json"
PARTS = ("words", "characters", "bias")


class ModelMissing(RuntimeError):
    """There is no usable model on disk; the message says what to run."""


@dataclass(frozen=True)
class Head:
    """One question to a message: labels, a column of weights for each, and calibration."""

    labels: tuple[str, ...]
    words: Floats
    characters: Floats
    bias: Floats
    temperature: float

    def probabilities(self, words: Sparse, characters: Sparse) -> dict[str, float]:
        """Return label -> probability for a message given as its two vectors."""
        score = (
            words.values @ self.words[words.at]
            + characters.values @ self.characters[characters.at]
            + self.bias
        ) / self.temperature
        odds = np.exp(score - score.max())
        return {k: float(p) for k, p in zip(self.labels, odds / odds.sum(), strict=True)}


@dataclass(frozen=True)
class Model:
    """Vocabularies and heads (intent, category, urgency) of one training run."""

    version: str
    critical_from: float
    words: Vocabulary
    characters: Vocabulary
    heads: dict[str, Head]

    def read(self, cleaned: str) -> dict[str, dict[str, float]]:
        """Return head -> label -> probability for cleaned text."""
        words = self.words.vector(word_terms(cleaned))
        characters = self.characters.vector(character_terms(cleaned))
        return {name: head.probabilities(words, characters) for name, head in self.heads.items()}

    def evidence(self, cleaned: str, head: str, label: str, most: int = 3) -> tuple[str, ...]:
        """Return up to `most` passages of the text whose words spoke loudest for `label`."""
        column = self.heads[head].words[:, self.heads[head].labels.index(label)]
        weights = {
            term.replace(" ", ""): float(column[at] * self.words.idf[at])
            for term in word_terms(cleaned)
            if (at := self.words.index.get(term)) is not None and len(term) > 2
        }
        ranked = sorted(
            (t for t in weights if weights[t] > 0 and t in cleaned), key=lambda t: -weights[t]
        )
        return tuple(_without_overlap(ranked)[:most])


def _without_overlap(terms: list[str]) -> list[str]:
    kept: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
    return kept


def load(directory: Path = DIRECTORY) -> Model:
    """Return the model kept in `directory`.

    Raises ModelMissing when it is not there, is damaged, or belongs to another cleaner or
    tokeniser version.
    """
    if not (directory / MANIFEST).is_file():
        raise ModelMissing(f"No model in {directory}. Run: python -m nlp train")
    manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    _check(manifest, directory)
    terms = json.loads((directory / TERMS).read_text(encoding="utf-8"))
    with np.load(directory / ARRAYS, allow_pickle=False) as arrays:
        kept = {name: _floats(arrays[name]) for name in arrays.files}
    return Model(
        manifest["version"],
        manifest["critical_from"],
        _vocabulary(terms["words"], kept["words_idf"]),
        _vocabulary(terms["characters"], kept["characters_idf"]),
        {name: _head(name, about, kept) for name, about in manifest["heads"].items()},
    )


def save(model: Model, about: dict[str, Any], directory: Path = DIRECTORY) -> None:
    """Write `model` to `directory`, with `about` (data hash, scores ...) in its manifest."""
    directory.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.float16]] = {
        "words_idf": model.words.idf.astype(np.float16),
        "characters_idf": model.characters.idf.astype(np.float16),
    }
    for name, head in model.heads.items():
        for part in PARTS:
            arrays[f"{name}_{part}"] = getattr(head, part).astype(np.float16)
    np.savez_compressed(directory / ARRAYS, allow_pickle=False, **arrays)
    terms = {"words": list(model.words.index), "characters": list(model.characters.index)}
    _write_json(directory / TERMS, terms, indent=None)
    _write_json(directory / MANIFEST, _manifest(model, directory) | about, indent=2)


def versions() -> dict[str, str]:
    """Return what a model must agree with to be usable here."""
    return {"cleaner": cleaning.VERSION, "tokeniser": tokeniser_version()}


def _manifest(model: Model, directory: Path) -> dict[str, Any]:
    return {
        "version": model.version,
        **versions(),
        "critical_from": model.critical_from,
        "heads": {
            name: {"labels": list(head.labels), "temperature": head.temperature}
            for name, head in model.heads.items()
        },
        "sha256": {name: _sha256(directory / name) for name in (ARRAYS, TERMS)},
    }


def _check(manifest: dict[str, Any], directory: Path) -> None:
    for what, version in versions().items():
        if manifest[what] != version:
            raise ModelMissing(
                f"The model was trained with {what} {manifest[what]}, this is {version}. "
                "Run: python -m nlp train"
            )
    for name, expected in manifest["sha256"].items():
        if not (directory / name).is_file() or _sha256(directory / name) != expected:
            raise ModelMissing(f"{directory / name} is damaged. Run: python -m nlp train")


def _floats(array: NDArray[Any]) -> Floats:
    return array.astype(np.float32)


def _vocabulary(terms: list[str], idf: Floats) -> Vocabulary:
    return Vocabulary({term: i for i, term in enumerate(terms)}, idf)


def _head(name: str, about: dict[str, Any], arrays: dict[str, Floats]) -> Head:
    words, characters, bias = (arrays[f"{name}_{part}"] for part in PARTS)
    return Head(tuple(about["labels"]), words, characters, bias, about["temperature"])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(path: Path, value: Any, *, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")
