"""What a text says of one proposition: supports, contradicts, neutral, or not judged. English and Swedish, no language model.

Signals are words by which a text takes sides (stance_words.toml), direction, negation and figures; beside them stand the text's
own words (stance_terms.py). A small linear model weighs both (models/stance); where an embedder is given, a second one over
vectors (stance_vectors.py) counts as much, and where a network is given, it reads proposition and text together
(stance_network.py). Under `told_from` probability nothing is told.
Formula and limits: docs/methodology/claims.md
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from horizon.brief.stance_leanings import leanings
from horizon.brief.stance_network import Network, read
from horizon.brief.stance_terms import affirmed, blocks, shares
from horizon.brief.stance_vectors import VectorPart, installed_part, vector_sums
from horizon.config import models_root
from horizon.errors import ConfigError
from horizon.types import Embedder

STANCES = ("contradicts", "neutral", "supports")
STEM, SHORT_STEM = 5, 4  # letters by which content words are the same
_WORD = re.compile(r"[^\W\d_]{3,}")
_STOP = frozenset(
    re.findall(
        r"\w+",
        "about after all alla also and any are att av been before bli blir but can could den deras dessa det "
        "detta efter eller ett for from från för had har has have her his innan inte into its kan kunna less "
        "may med men mer more most mot new not när någon något och om one only other our out over per på "
        "should sig sin sina sitt ska skulle som some such than that the their there these they this those "
        "till two under var vara varit vid was were what when which who will with would är över",
    )
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nothing|neither|nor|without|cannot|nobody|few|inte|ej|aldrig|ingen|inga|inget|utan|varken)\b|n['’]t\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,])(\d[\d ,.]*\d|\d)(?:\s*(?P<unit>%|per\s?cent|procent|million\w*|miljon\w*|miljard\w*|billion\w*|[a-zåäö]+))?",
    re.I,
)
SIGNALS = (
    "denies", "undoes", "against", "backs", "does", "same", "same_direction", "has_direction", "open", "aside", "negated",
    "shared_share", "has_figure", "figures_clash", "undone_or_done", "against_or_for", "same_though_change_told",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stance:
    """The verdict and what it rests on. stance is None where nothing is told; best is what the model leans to all the same."""

    stance: str | None  # supports, contradicts, neutral, None: not judged
    best: str | None  # None without a model
    probability: float | None
    reasons: tuple[str, ...]  # the signals found in the text


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Plain numbers of a multinomial logistic regression over SIGNALS and words."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]  # one row per stance of STANCES
    biases: tuple[float, ...]
    told_from: float  # least probability from which a stance is told
    idf: Mapping[str, float] = field(default_factory=dict)  # rareness of each known word feature
    words: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # its weight per stance of STANCES
    leanings: Mapping[str, tuple[float, ...]] = field(
        default_factory=dict
    )  # mean, scale, weight per stance of STANCES


def stems(text: str, letters: int = STEM) -> set[str]:
    """First letters of the content words."""
    return {w[:letters] for w in (m.group(0).casefold() for m in _WORD.finditer(text)) if w not in _STOP}


def stance_of(
    target: str,
    text: str,
    model: StanceModel | None = None,
    embedder: Embedder | None = None,
    network: Network | None = None,
) -> Stance:
    """Stance of a text towards a proposition. model: None takes the one of models/stance; without that file nothing is judged.

    embedder: adds what vectors tell, where there are weights for it; None: words alone. Its languages are for the caller to mind.
    network: adds what is read from both texts together, of `stance_network.installed_network`.
    """
    model = model or installed_model()
    part = installed_part(embedder.model_id) if embedder else None
    found = signals(affirmed(target)[0], text)
    reasons = tuple(name for name, value in zip(SIGNALS, found, strict=True) if value and name in _NAMED)
    if model is None:
        return Stance(None, None, None, reasons)
    chances = chances_of(model, target, text, part, embedder)
    if network:
        chances = joined(chances, read(network, target, text), network.weight)
    best = max(range(len(STANCES)), key=lambda k: chances[k])
    told = STANCES[best] if chances[best] >= (network or part or model).told_from else None
    return Stance(told, STANCES[best], chances[best], reasons)


def chances_of(
    model: StanceModel,
    target: str,
    text: str,
    part: VectorPart | None = None,
    embedder: Embedder | None = None,
) -> list[float]:
    """Probability of each of STANCES for a text towards a proposition; one with a "not" is read as its opposite."""
    plain, sign = affirmed(target)
    by_words, by_leanings = word_sums(model, plain, text), leaning_sums(model, plain, text)
    sums = total_sums(
        model, signals(plain, text), [a + b for a, b in zip(by_words, by_leanings, strict=True)]
    )
    if part and embedder:
        sums = [(a + b) / 2 for a, b in zip(sums, vector_sums(part, embedder, plain, text), strict=True)]
    return softmax(sums)[::sign]  # STANCES stand in order: read from behind they are those of the opposite


def backs(sentence: str) -> bool:
    """Whether a sentence says in so many words that it is for something, and nothing that is against."""
    has = _words()
    return bool(has["backs"].search(sentence)) and not any(
        has[kind].search(sentence) for kind in ("denies", "undoes", "against", "same", "open")
    )


def word_sums(model: StanceModel, target: str, text: str) -> list[float]:
    """What the words of a text add to each of STANCES: share of each known feature x its weight."""
    sums = [0.0] * len(STANCES)
    for block, sign in blocks(target, text):
        for word, share in shares(block, model.idf).items():
            for k, weight in enumerate(model.words[word]):
                sums[k] += sign * share * weight
    return sums


def leaning_sums(model: StanceModel, target: str, text: str) -> list[float]:
    """What the leanings of a text add to each of STANCES: standardised value x weight, summed."""
    sums = [0.0] * len(STANCES)
    found = leanings(target, text)
    for name, (mean, scale, *weights) in model.leanings.items():
        value = (found.get(name, 0.0) - mean) / scale
        for k, weight in enumerate(weights):
            sums[k] += value * weight
    return sums


def probabilities(
    model: StanceModel, found: tuple[float, ...], by_words: Sequence[float] = (0.0, 0.0, 0.0)
) -> list[float]:
    """Probability of each of STANCES by signals and words."""
    return softmax(total_sums(model, found, by_words))


def total_sums(model: StanceModel, found: tuple[float, ...], by_words: Sequence[float]) -> list[float]:
    """What goes into the softmax for each of STANCES: bias + weights x standardised signals + the words' sums."""
    scaled = [(x - m) / s for x, m, s in zip(found, model.means, model.scales, strict=True)]
    return [
        b + t + sum(w * x for w, x in zip(row, scaled, strict=True))
        for b, t, row in zip(model.biases, by_words, model.weights, strict=True)
    ]


def softmax(sums: Sequence[float]) -> list[float]:
    """Shares of 1, each in proportion to the exponential of its sum."""
    top = max(sums)
    parts = [math.exp(x - top) for x in sums]
    return [x / sum(parts) for x in parts]


def joined(chances: Sequence[float], log_chances: Sequence[float], weight: float) -> list[float]:
    """Probabilities in proportion to the chance by words x the chance by the network to the power of the weight."""
    return softmax([math.log(max(a, 1e-12)) + weight * b for a, b in zip(chances, log_chances, strict=True)])


def signals(target: str, text: str) -> tuple[float, ...]:
    """The values of SIGNALS, no unit: 0 or 1, but directions -1, 0, 1, differences -1 to 1 and shared_share 0 to 1."""
    has = {kind: float(bool(pattern.search(text))) for kind, pattern in _words().items()}
    wanted = stems(target, SHORT_STEM)
    negated = abs(len(_NEGATION.findall(text)) % 2 - len(_NEGATION.findall(target)) % 2)
    told, wished = _direction(text), _direction(target)
    return (
        has["denies"], has["undoes"], has["against"], has["backs"], has["does"], has["same"],
        float(told * wished * (-1 if negated else 1)), float(abs(told)), has["open"], has["aside"], float(negated),
        len(wanted & stems(text, SHORT_STEM)) / max(1, len(wanted)), float(bool(re.search(r"\d", text))),
        float(_figures_clash(target, text)), max(has["undoes"], has["denies"]) - has["does"], has["against"] - has["backs"],
        has["same"] * abs(wished),
    )  # fmt: skip


def listed(text: str) -> dict[str, list[str]]:
    """Words of a text that stand in the named lists (denies, backs...), by kind, each once and in order."""
    found = {
        kind: list(dict.fromkeys(m.group(0).casefold() for m in pattern.finditer(text)))
        for kind, pattern in _words().items()
        if kind in _NAMED
    }
    return {kind: words for kind, words in found.items() if words}


_NAMED = frozenset(
    ("denies", "undoes", "against", "backs", "does", "same", "open", "aside", "negated", "figures_clash")
)


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """The patterns of stance_words.toml by kind; a space stands for any white space."""
    lists = tomllib.loads(
        resources.files("horizon.brief").joinpath("stance_words.toml").read_text(encoding="utf-8")
    )
    return {
        kind: re.compile(r"(?<!\w)(?:" + "|".join(words).replace(" ", r"\s+") + r")(?!\w)", re.IGNORECASE)
        for kind, words in lists.items()
    }


@cache
def installed_model() -> StanceModel | None:
    """The model of models/stance; None where the folder is not there."""
    path = models_root() / "stance" / "weights.json"
    return load_model(path) if path.is_file() else None


def load_model(path: Path) -> StanceModel:
    """Read weights; ConfigError where they are for other signals than these."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    if tuple(kept["signals"]) != SIGNALS or tuple(kept["stances"]) != STANCES:
        raise ConfigError(
            f"{path}: made for other signals; train anew: python -m benchmarks.train_stance --write"
        )
    return StanceModel(
        means=tuple(kept["means"]), scales=tuple(kept["scales"]), weights=tuple(tuple(row) for row in kept["weights"]),
        biases=tuple(kept["biases"]), told_from=float(kept["told_from"]),
        idf={word: row[0] for word, row in kept["words"].items()},
        words={word: tuple(row[1:]) for word, row in kept["words"].items()},
        leanings={name: tuple(row) for name, row in kept.get("leanings", {}).items()},
    )  # fmt: skip


def _direction(text: str) -> int:
    up, down = len(_words()["up"].findall(text)), len(_words()["down"].findall(text))
    return (up > down) - (down > up)


def _figures_clash(target: str, text: str) -> bool:
    """Both give figures of one unit and share none of them; years do not count."""
    a, b = _figures(target), _figures(text)
    return any(unit in b and not a[unit] & b[unit] for unit in a)


def _figures(text: str) -> dict[str, set[str]]:
    figures: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(text):
        value = re.sub(r"[ ,.]", "", match[1])
        if re.fullmatch(r"(?:19|20)\d\d", value):
            continue
        figures.setdefault((match["unit"] or "").casefold()[:4], set()).add(value)
    return figures
