"""Are the training messages as varied as they should be? Counts, and four kinds of sameness.

Templated text tested on its own kind scores 0.95 and means nothing, so sameness is measured,
within a batch and across batches, and a share above the limit fails.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlp.cleaning import clean
from nlp.corpus import DATA, HONEST, Row, read_rows, training_files
from nlp.features import Vocabulary
from nlp.second_reading import agreement
from nlp.taxonomy import CATEGORIES, INTENTS
from nlp.tokens import tokens

GRAM = 4  # characters
NEAR = 0.6  # cosine of two messages' character pieces from which they are near-duplicates
OPENING = 12  # characters
SKELETON = 6  # words: common ones stay, others become a gap
COMMON = 300  # the commonest words of all messages
SHARED_BY = 3  # messages, from which an opening or a skeleton counts as shared
LIMITS = {
    "near_duplicates": 0.01,
    "near_duplicates_across": 0.01,
    "openings": 0.03,
    "skeletons": 0.03,
}

LEAST_LANGUAGES = {"th": 4000, "en": 200, "ms": 200, "my": 120, "km": 120, "lo": 120, "ms-Arab": 50}
LEAST_VARIETY = {"category": 12, "intent": 6}  # different labels in each language


@dataclass(frozen=True)
class Sample:
    """A message as the check sees it."""

    text: str
    batch: str


def sameness(samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the share of messages that resemble another one, by kind, and examples of each.

    near_duplicates: character pieces overlap (cosine of at least 0.6), anywhere;
    near_duplicates_across: with a message of another batch; openings: the first 12 characters
    are those of two others; skeletons: the same for the first 6 words, rarer words left blank.
    """
    cleaned = [clean(sample.text) for sample in samples]
    pairs = list(near_pairs(cleaned))
    across = [(a, b) for a, b in pairs if samples[a].batch != samples[b].batch]
    shares = {
        "near_duplicates": _share({i for pair in pairs for i in pair}, samples),
        "near_duplicates_across": _share({i for pair in across for i in pair}, samples),
        "openings": _share(_shared(cleaned, _opening), samples),
        "skeletons": _share(_shared(cleaned, _skeletons(cleaned)), samples),
    }
    return {
        "n": len(samples),
        "shares": shares,
        "too_much": [kind for kind, share in shares.items() if share > LIMITS[kind]],
        "near": [(samples[a].text, samples[b].text) for a, b in pairs[:20]],
    }


def near_pairs(cleaned: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions whose texts are near-duplicates."""
    pieces = [[text[i : i + GRAM] for i in range(max(1, len(text) - GRAM + 1))] for text in cleaned]
    vocabulary = Vocabulary.of(pieces, least=1)
    vectors = [vocabulary.vector(terms) for terms in pieces]
    ends = np.cumsum([0, *(len(v.at) for v in vectors)])
    matrix = csr_matrix(
        (
            np.concatenate([v.values for v in vectors]),
            np.concatenate([v.at for v in vectors]),
            ends,
        ),
        shape=(len(vectors), len(vocabulary.idf)),
    )
    for start in range(0, len(cleaned), 500):  # in slices: the whole product would be large
        product = (matrix[start : start + 500] @ matrix.T).tocoo()
        for row, column, value in zip(product.row, product.col, product.data, strict=True):
            if value >= NEAR and start + row < column:
                yield int(start + row), int(column)


def _shared(cleaned: Iterable[str], key: Callable[[str], str]) -> set[int]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(cleaned):
        places[key(text)].append(i)
    return {i for name, found in places.items() if name and len(found) >= SHARED_BY for i in found}


def _opening(cleaned: str) -> str:
    return cleaned[:OPENING] if len(cleaned) > OPENING else ""


def _skeletons(cleaned: Sequence[str]) -> Callable[[str], str]:
    """Return what gives the skeleton of a text; '' where too little of it would be left."""
    started = {text: tokens(text[:200])[:SKELETON] for text in cleaned}
    counts = Counter(word for words in started.values() for word in words if not word.isdigit())
    common = {word for word, _ in counts.most_common(COMMON)}

    def skeleton(text: str) -> str:
        marks = [word if word in common else "_" for word in started[text]]
        kept = len(marks) - marks.count("_")
        return " ".join(marks) if len(marks) == SKELETON and kept > SKELETON // 2 else ""

    return skeleton


def _share(found: set[int], samples: Sequence[Sample]) -> float:
    return round(len(found) / max(1, len(samples)), 4)


def check(directory: Path = DATA) -> dict[str, Any]:
    """Return counts, sameness and agreement of the messages in `directory`, honest ones included.

    `too_few` names the counts below what was set out to be written, `too_much` the kinds of
    sameness above their limit.
    """
    files = [*training_files(directory), *sorted(directory.glob(HONEST))]
    rows = [row for path in files for row in read_rows(path)]
    learned = [row for path in training_files(directory) for row in read_rows(path)]
    found = counts(learned)
    return {
        **sameness([Sample(row.text, row.batch) for row in rows]),
        "counts": found,
        "read_twice": agreement(rows, directory),
        "too_few": [
            f"{kind} {name}: {found[kind].get(name, 0)} of {least}"
            for kind, name, least in _wanted()
            if found[kind].get(name, 0) < least
        ]
        + _little_variety(learned),
    }


def counts(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Return how many rows there are of each language, and in Thai of each label."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found["language"][row.language] += 1
        if row.language == "th":
            for head, label in row.labels.items():
                found[head][label] += 1
            found["near_miss"]["yes"] += row.near_miss
    return {name: dict(counter.most_common()) for name, counter in found.items()}


def _little_variety(rows: Sequence[Row]) -> list[str]:
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for head, label in row.labels.items():
            labels[row.language, head].add(label)
    return [
        f"{head} in {language}: {len(labels[language, head])} of {least}"
        for language in LEAST_LANGUAGES
        for head, least in LEAST_VARIETY.items()
        if len(labels[language, head]) < least
    ]


def lines(report: dict[str, Any]) -> list[str]:
    """Return the report as lines for a terminal."""
    shown = [f"{report['n']} messages"]
    for kind, row in report["counts"].items():
        shown.append(f"{kind}: " + ", ".join(f"{name} {n}" for name, n in row.items()))
    for kind, share in report["shares"].items():
        shown.append(f"{kind}: {share:.4f} (at most {LIMITS[kind]})")
    for language, row in report["read_twice"].items():
        told = ", ".join(f"{name} {share}" for name, share in row.items())
        shown.append(f"read twice, {language}: {told}")
    shown += [f"TOO FEW {what}" for what in report["too_few"]]
    return [*shown, *(f"TOO MUCH {kind}" for kind in report["too_much"])]


def _wanted() -> Iterator[tuple[str, str, int]]:
    for language, least in LEAST_LANGUAGES.items():
        yield "language", language, least
    for kind, names, least in (
        ("category", CATEGORIES, 180),
        ("intent", INTENTS, 150),
        ("near_miss", ("yes",), 300),
    ):
        for name in names:
            yield kind, name, least
    yield "urgency", "critical", 350
    yield "urgency", "high", 450
