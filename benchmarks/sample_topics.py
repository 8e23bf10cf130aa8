"""The topics of the sample edition's last week as a table, and whether a label holds what none may hold.

    python -m benchmarks.sample_topics [--folder DEMO] [--write]

Plays the edition unless the folder of a finished demo is given. Exit status 1 when a label of any week is bad. --write puts
the table into docs/sample_topics.md, below the mark; what stands above it is written by hand.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.topics import bad_labels
from horizon.demo.play import play
from horizon.storage.store import Store
from horizon.topics.label import majority_language

PAGE = Path(__file__).parents[1] / "docs" / "sample_topics.md"
MARK = "<!-- below: written by `python -m benchmarks.sample_topics --write` -->\n"
N_TERMS = 5
LANGUAGES = """
-- grain: one row per label, judged week and document of its topic
SELECT w.label, w.week_on, w.topic_id, arg_max(d.language, d.version) AS language
FROM core_topic_week AS w
JOIN core_topic_member AS m USING (topic_id, week_on, as_of)
JOIN core_document AS d USING (doc_id)
GROUP BY w.label, w.week_on, w.topic_id, m.doc_id
ORDER BY ALL
"""


def table(store: Store) -> str:
    """Markdown table of every topic of the last judged week, largest first, as `horizon topics list` orders them."""
    rows = store.rows("status/topics", week_on=None, as_of=datetime.max.replace(tzinfo=UTC))
    return "\n".join(["| texts | standing | label | terms |", "|---:|---|---|---|", *map(_line, rows), ""])


def _line(row: Mapping[str, Any]) -> str:
    terms = ", ".join(row["terms"][:N_TERMS])
    return f"| {row['n_origins_window']} | {row['state']} | {row['label']} | {terms} |"


def bad(store: Store) -> list[str]:
    """Labels of all weeks that hold what none may, each by the function words of the language of most of its texts."""
    names = [
        name
        for (name,) in store._con.execute("SELECT DISTINCT name FROM core_source ORDER BY name").fetchall()
    ]
    held: dict[tuple[Any, ...], list[str | None]] = defaultdict(list)
    for label, week_on, topic_id, language in store._con.execute(LANGUAGES).fetchall():
        held[label, week_on, topic_id].append(language)
    told = sorted({(majority_language(languages) or "", label) for (label, *_), languages in held.items()})
    return [label for language, label in told if bad_labels([label], names, language=language)]


def with_table(page: str, rows: str) -> str:
    """The page with the table below its mark. Raises ValueError when there is no mark."""
    by_hand, mark, _ = page.partition(MARK)
    if not mark:
        raise ValueError(f"{PAGE}: the line {MARK.strip()} is missing")
    return f"{by_hand}{mark}\n{rows}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table and bad labels."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--folder", type=Path, help="workspace of a finished demo")
    options.add_argument("--write", action="store_true", help="also into docs/sample_topics.md")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or play(Path(place) / "demo").workspace.folder
        with Store.open(folder / "store") as store:
            rows, wrong = table(store), bad(store)
    print(rows)
    for label in wrong:
        print(f"bad label: {label}")
    if chosen.write:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
