"""Score of the sample edition: which planted storylines are flagged in each week, and what else is.

A storyline is due in the weeks that `key.toml` calls rising. A signal belongs to the storyline of most of its evidence.
Plays the edition unless a published file of it is given.

    python -m benchmarks.sample_edition [--file horizon.duckdb] [--weeks 8]
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from horizon.config import data_root
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import play
from horizon.publish.records import from_json
from horizon.storage.published import query

SAMPLE = data_root() / "sample"
PLANTED = frozenset({"emerging", "research_to_policy", "competitor", "consultation", "hype", "rumour"})
EVIDENCE = """
-- grain: one row per signal and week, with the addresses of its evidence
SELECT s.signal_id, s.week_on, list(d.url) AS urls
FROM horizon.signals AS s
JOIN horizon.evidence AS e USING (signal_id, week_on, as_of)
JOIN horizon.documents AS d USING (doc_id)
WHERE s.is_latest
GROUP BY ALL
"""
FLAGS = """
-- grain: one row per flagged signal and week, with the addresses of its evidence
SELECT s.week_on, s.rank, s.label, list(d.url) AS urls
FROM horizon.signals AS s
JOIN horizon.evidence AS e USING (signal_id, week_on, as_of)
JOIN horizon.documents AS d USING (doc_id)
WHERE s.is_latest AND s.is_flagged
GROUP BY ALL
ORDER BY s.week_on, s.rank, s.label
"""


@dataclass(frozen=True, slots=True)
class Week:
    """One week held to the key: storylines due, and (storyline, label) of each flagged signal, best first."""

    number: int
    due: tuple[str, ...]
    flagged: tuple[tuple[str, str], ...]

    @property
    def found(self) -> tuple[str, ...]:
        """Due storylines that have a flagged signal."""
        about = {storyline for storyline, _ in self.flagged}
        return tuple(storyline for storyline in self.due if storyline in about)


def storylines() -> dict[str, dict[str, Any]]:
    """The key's storylines by id."""
    listed = tomllib.loads((SAMPLE / "key.toml").read_text(encoding="utf-8"))["storyline"]
    return {s["id"]: s for s in listed}


def flags_of(published: Path) -> dict[date, list[tuple[str, str]]]:
    """Per week, best first: storyline of most of the evidence, and label, of each flagged signal."""
    of_url = storyline_of_url()
    found: dict[date, list[tuple[str, str]]] = {}
    for row in query(published, FLAGS):
        found.setdefault(row["week_on"], []).append((_about(row["urls"], of_url), row["label"]))
    return found


def shown_in(published: Path) -> dict[date, list[tuple[str, str]]]:
    """Per week: storyline of most of the evidence, and label, of each signal that a digest shows or joins to one it shows."""
    of_url = storyline_of_url()
    about = {
        (row["signal_id"], row["week_on"]): _about(row["urls"], of_url) for row in query(published, EVIDENCE)
    }
    found: dict[date, list[tuple[str, str]]] = {}
    for row in query(published, "SELECT week_on, digest FROM horizon.digests ORDER BY week_on, system_id"):
        week = row["week_on"]
        for item in from_json(row["digest"]).items:
            for signal_id in (item.signal_id, *item.also_as):
                if (signal_id, week) in about:
                    found.setdefault(week, []).append((about[signal_id, week], item.label))
    return found


def storyline_of_url() -> dict[str, str]:
    """Storyline of each entry of the edition by its address."""
    edition = Edition(SAMPLE)
    return {e.url: e.key[:3] for source in edition.sources.values() for e in edition.all_of(source)}


def _about(urls: Sequence[str], of_url: Mapping[str, str]) -> str:
    return Counter(of_url[url] for url in urls).most_common(1)[0][0]


def held_to_key(flags: Mapping[date, Sequence[tuple[str, str]]], numbers: Sequence[int]) -> list[Week]:
    """The weeks of `numbers` with what was due and what was flagged."""
    key = storylines()
    return [
        Week(
            n,
            tuple(i for i, s in key.items() if s["role"] in PLANTED and n in s["rising_weeks"]),
            tuple(flags.get(week_on(n), ())),
        )
        for n in numbers
    ]


def scores(weeks: Sequence[Week]) -> dict[str, float]:
    """Recall of due storylines by week and by storyline; share of flags that fall on controls and on short stories."""
    key = storylines()
    due = [(w.number, i) for w in weeks for i in w.due]
    found = [(w.number, i) for w in weeks for i in w.found]
    roles = [key[about]["role"] for w in weeks for about, _ in w.flagged]
    n_flags = max(1, len(roles))
    return {
        "recall_of_due_weeks": len(found) / max(1, len(due)),
        "recall_of_due_storylines": len({i for _, i in found}) / max(1, len({i for _, i in due})),
        "share_planted": sum(r in PLANTED for r in roles) / n_flags,
        "share_controls": sum(r.startswith("control") for r in roles) / n_flags,
        "share_background": sum(r == "background" for r in roles) / n_flags,
        "n_flags": float(len(roles)),
    }


def main() -> None:
    """Print the table of the last weeks and the scores."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--file", type=Path, help="published file of a finished demo")
    options.add_argument("--weeks", type=int, default=8, help="how many of the last weeks")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        published = chosen.file or play(Path(folder) / "demo").workspace.published_file
        flags, shown = flags_of(published), shown_in(published)
    last = Edition(SAMPLE).n_weeks
    weeks = held_to_key(flags, range(last - chosen.weeks + 1, last + 1))
    key = storylines()
    print("| week | due | found | flagged, best first |\n|---|---|---|---|")
    for week in weeks:
        told = ", ".join(f"{about} {key[about]['name']} ({key[about]['role']})" for about, _ in week.flagged)
        print(
            f"| {week.number} | {' '.join(week.due) or '-'} | {' '.join(week.found) or '-'} | {told or '-'} |"
        )
    in_digests = scores(held_to_key(shown, range(last - chosen.weeks + 1, last + 1)))
    for name, value in scores(weeks).items():
        print(f"{name:28s} {value:8.3f}  in the digests {in_digests[name]:8.3f}")


if __name__ == "__main__":
    main()
