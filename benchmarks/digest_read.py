"""Digests of real weeks, to be read through by a person: made into an ignored folder, with only ids and scores printed.

    python -m benchmarks.digest_read huffpost_2018_2022 --weeks 2019-09-23 2020-03-02 2020-06-01 --out data/local/digest_read

Each week is judged with the knowledge of its end, the week before it too, so that "what changed" has something to compare
with. The corpus has one publisher, no links and no policy or research source: coverage, evidence grades and the calendar
show that, as they should. None of the text goes into the project; docs/digest_review.md keeps the remarks.
"""

from __future__ import annotations

import argparse
import shutil
from datetime import date, timedelta
from pathlib import Path

from benchmarks import corpora
from horizon.clock import SystemClock
from horizon.config import data_root
from horizon.pipeline import Context, judge_weeks
from horizon.publish.html import to_html
from horizon.publish.markdown import to_markdown
from horizon.publish.records import Digest
from horizon.publish.stage import make_digest
from horizon.types import midnight
from horizon.workspace import Workspace, create

HISTORY_WEEKS = 61
SYSTEM = "norrvik-mobility"


def workspace_in(folder: Path) -> Workspace:
    """A fresh workspace with both example systems."""
    shutil.rmtree(folder, ignore_errors=True)
    create(folder, name="Benchmark", example=None)
    shutil.copytree(data_root() / "systems", folder / "systems", dirs_exist_ok=True)
    return Workspace.load(folder)


def digest_of(name: str, week_on: date, folder: Path) -> Digest:
    """The digest of one week of a corpus, as of its end."""
    documents = [
        d
        for d in corpora.read_corpus(corpora.corpus_path(name))
        if d.published_on
        and week_on - timedelta(weeks=HISTORY_WEEKS) <= d.published_on < week_on + timedelta(weeks=1)
    ]
    workspace = workspace_in(folder)
    before = week_on - timedelta(weeks=1)
    with workspace.open_store() as store:
        corpora.load_into(store, documents, corpora.vectors_of(documents, name))
        list(judge_weeks(Context(workspace, store, SystemClock()), [before, week_on], as_of_week_end=True))
        settings = workspace.settings.publish
        as_of = midnight(week_on + timedelta(weeks=1))
        return make_digest(store, settings, week_on, as_of, SYSTEM, "en")


def main() -> None:
    """Write the digests, print what may be kept: ids, scores, counts."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("corpus")
    options.add_argument("--weeks", nargs="+", type=date.fromisoformat, required=True)
    options.add_argument("--out", type=Path, default=Path("data/local/digest_read"))
    chosen = options.parse_args()
    print(
        "| week | signal | change | stage | origins | priority | emergence | evidence | parts judged | action |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for week_on in chosen.weeks:
        digest = digest_of(chosen.corpus, week_on, chosen.out / f"{week_on}")
        (chosen.out / f"{week_on}.html").write_text(to_html(digest), encoding="utf-8")
        (chosen.out / f"{week_on}.md").write_text(to_markdown(digest), encoding="utf-8")
        for item in digest.items:
            p = item.emergence_probability
            print(
                f"| {week_on} | {item.signal_id} | {item.change} | {item.stage} | {item.n_origins} | {item.priority_score:.2f} "
                f"| {'?' if p is None else f'{p:.0%}'} | {item.evidence_grade} | {sum(x.sign is not None for x in item.parts)} "
                f"| {item.action} |"
            )
        print(
            f"| {week_on} | {len(digest.items)} shown, {len(digest.near_misses)} near misses, "
            f"{digest.coverage.n_origins} origins read | | | | | | | | |",
            flush=True,
        )


if __name__ == "__main__":
    main()
