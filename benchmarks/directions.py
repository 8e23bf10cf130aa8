"""Whether a force grows or recedes, against sentences that were written and labelled before the reading was changed.

    python -m benchmarks.directions             both halves, by language
    python -m benchmarks.directions --misses    the same, with every sentence of half a that is read otherwise
    python -m benchmarks.directions --unread    texts by other hands that were never read while the reading was made

One headline a case, some with a sentence below it; force and direction are given, so that nothing but the reading is
measured. Half b is not listed: its mistakes were not read while the reading was worked on. right: share of all; turned: share
right of the cases in which the force recedes, where a reading that knows nothing gets 0; kept: of the others, where it gets 1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from horizon.config import data_root
from horizon.forces import catalogue
from horizon.forces.match import cues_of, joined
from horizon.impact.direction import Direction, Told, direction_of

LABELS = Path(__file__).parent / "labels" / "direction_dev.jsonl"
UNREAD = LABELS.parent / "force_train.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence and what it tells of a force: direction 1 grows, -1 recedes."""

    case_id: str
    half: str
    language: str
    force_id: str
    direction: int
    title: str
    text: str


def read_cases(path: Path = LABELS) -> list[Case]:
    """The labelled sentences, in the order of the file."""
    return [Case(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read_unread(path: Path = UNREAD) -> list[Case]:
    """The texts that were written to train the reading of forces and tell a direction."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Case(
            case_id=row["case_id"],
            half="unread",
            language=row["language"],
            force_id=row["force"],
            direction=row["direction"],
            title=row["title"],
            text=row["text"],
        )
        for row in rows
        if row["force"] and row["direction"]
    ]


def answers(cases: Sequence[Case]) -> list[tuple[Case, Direction]]:
    """What is read of each."""
    forces = catalogue.load([data_root() / "forces.toml"])
    facts = {force.force_id: force for force in forces}
    cues = cues_of(tuple(forces))
    found = []
    for case in cases:
        text = joined(case.title, case.text)
        match = cues.find(text, case.language).get(case.force_id)
        phrases = tuple(p.casefold() for p in match.phrases) if match else ()
        found.append((case, direction_of([Told(text, case.language)], phrases, facts[case.force_id])))
    return found


def scores(found: Sequence[tuple[Case, Direction]]) -> dict[str, float]:
    """The shares, as the module's head defines them."""

    def share(hits: Sequence[bool]) -> float:
        return sum(hits) / len(hits) if hits else float("nan")

    return {
        "right": share([case.direction == read.score for case, read in found]),
        "turned": share([read.score < 0 for case, read in found if case.direction < 0]),
        "kept": share([read.score > 0 for case, read in found if case.direction > 0]),
    }


def quality() -> dict[str, float]:
    """Share right in each half, and in the texts by other hands."""
    found = answers(read_cases())
    unread = scores(answers(read_unread()))
    return {"right_unread": unread["right"]} | {
        f"right_{half}": scores([row for row in found if row[0].half == half])["right"] for half in "ab"
    }


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--misses", action="store_true", help="list what is read otherwise in half a")
    options.add_argument("--unread", action="store_true", help="the texts of force_train.jsonl")
    chosen = options.parse_args()
    found = answers(read_unread() if chosen.unread else read_cases())
    for half in ("unread",) if chosen.unread else "ab":
        for language in ("en", "sv", "both"):
            rows = [r for r in found if r[0].half == half and language in (r[0].language, "both")]
            shown = "  ".join(f"{name} {value:.3f}" for name, value in scores(rows).items())
            print(f"{half} {language:4s} {len(rows):3d}  {shown}")
    if chosen.misses:
        for case, read in found:
            if case.half == "a" and case.direction != read.score:
                print(
                    f"- {case.case_id} {case.force_id} {case.direction:+d}: {read.read} {' '.join(read.words)}"
                )
                print(f"    {case.title}. {case.text}")


if __name__ == "__main__":
    main()
