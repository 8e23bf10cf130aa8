"""Speed and memory of stories and topics, of the embedders, and of a BERTopic fit on the same vectors, in one run.

    python -m benchmarks.speed [--old 100000] [--new 10000] [--weeks 50] [--parts stage bertopic embed weeks]

Documents are made from the real texts beside the project: the title of one with halves of the texts of two, so that no two
are alike and their words are as frequent as in life. The old ones lie evenly over the weeks before, the new ones in the last.
Vectors are those of the distilled model, made beforehand: embedding is timed apart. BERTopic with its own defaults needs
umap-learn and hdbscan (`make bench-venv`). Figures are wall seconds; processor seconds stand beside them, because other
work may share the machine.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.corpora import BenchDocument, corpus_path, load_into, read_corpus
from benchmarks.versus_bertopic import compare
from horizon.config import TopicsSettings
from horizon.enrich.embed import load_embedder
from horizon.storage.store import Store
from horizon.topics import stage
from horizon.topics.phrases import english_phrases, whole
from horizon.types import Window

MODEL = "static-256"
AT_ONCE = 10_000  # documents loaded together
LAST = date(2026, 1, 5)
CORPORA = ("huffpost_2018_2022", "arxiv_cscl", "regeringen_docs")


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Prints wall and processor seconds of a block and the most memory the process has held so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:58s} {time.perf_counter() - wall:8.1f} s wall {time.process_time() - cpu:8.1f} s cpu {peak:7.0f} MB",
        flush=True,
    )


def make_documents(n: int, *, seed: int = 1) -> list[BenchDocument]:
    """n undated documents from the texts of all corpora."""
    dice = random.Random(seed)
    pools = [[d for d in read_corpus(corpus_path(name)) if d.text] for name in CORPORA]
    out = []
    for i in range(n):
        pool = pools[i % len(pools)]
        one, other = dice.choice(pool), dice.choice(pool)
        text = f"{_half(one.text)} {_half(other.text)}"[:600]
        out.append(
            replace(
                one,
                doc_id=f"speed-{i:06d}",
                title=one.title[:140],
                text=text,
                source=f"outlet-{dice.randrange(200)}",
            )
        )
    return out


def _half(text: str) -> str:
    return text[: max(80, len(text) // 2)].rsplit(" ", 1)[0]


def spread(documents: Sequence[BenchDocument], n_old: int, n_weeks: int) -> list[BenchDocument]:
    """The first n_old over the weeks before the last, the rest over the last."""
    return [
        replace(
            d,
            published_on=LAST - timedelta(days=1 + i % (7 * n_weeks))
            if i < n_old
            else LAST + timedelta(days=i % 7),
        )
        for i, d in enumerate(documents)
    ]


def time_stage(n_old: int, n_new: int, n_weeks: int) -> None:
    """Stories and topics of a week of n_new documents on top of n_old, the week before having been judged.

    Everything before the week is made by another process, so that the memory told is that of the week alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        aside = multiprocessing.get_context("spawn").Process(
            target=_prepare, args=(Path(folder), n_old, n_new, n_weeks)
        )
        aside.start()
        aside.join()
        if aside.exitcode:
            raise SystemExit(aside.exitcode)
        with Store.open(Path(folder)) as store:
            with timed("imports and the tagger's model (apart)"):
                warm_up()
            with timed(f"stories + topics, {n_new:,} new documents on top of {n_old:,}"):
                report = stage.run(store, TopicsSettings(), Window.week(LAST), embedder_id=MODEL)
            print(f"    {report.counts}")


def _prepare(folder: Path, n_old: int, n_new: int, n_weeks: int) -> None:
    documents = spread(make_documents(n_old + n_new), n_old, n_weeks)
    with timed(f"embedding {len(documents):,} texts with {MODEL} (apart)"):
        vectors = load_embedder(MODEL).encode([d.joined for d in documents])
    with Store.open(folder) as store:
        with timed("loading them into the store (apart)"):
            for start in range(0, len(documents), AT_ONCE):
                part = slice(start, start + AT_ONCE)
                load_into(store, documents[part], vectors[part], model_id=MODEL)
        n = n_old // n_weeks
        with timed(f"the week before, {n:,} new documents, all others read for the first time (apart)"):
            stage.run(store, TopicsSettings(), Window.week(LAST - timedelta(weeks=1)), embedder_id=MODEL)


def warm_up() -> None:
    """Import what a judgement imports on its way and load the tagger, so that they can be told apart from the work."""
    import bertopic  # noqa: F401
    import scipy.sparse.csgraph  # noqa: F401

    english_phrases([whole("A quiet harbour.")])


def time_bertopic(n: int) -> None:
    """Our stage and BERTopic's fit on the same n texts and vectors."""
    documents = make_documents(n)
    vectors = load_embedder(MODEL).encode([d.joined for d in documents])
    compare(documents, vectors, warm_up, model_id=MODEL, on=LAST)


def time_weeks(n_weeks: int, per_week: int) -> None:
    """Seconds of each week of a year with the same number of documents a week."""
    documents = make_documents(n_weeks * per_week)
    documents = [
        replace(d, published_on=LAST + timedelta(weeks=i // per_week, days=i % 7))
        for i, d in enumerate(documents)
    ]
    store = Store.in_memory()
    load_into(store, documents, load_embedder(MODEL).encode([d.joined for d in documents]), model_id=MODEL)
    spent = []
    for week in range(n_weeks):
        cpu = time.process_time()
        stage.run(store, TopicsSettings(), Window.week(LAST + timedelta(weeks=week)), embedder_id=MODEL)
        spent.append(time.process_time() - cpu)
    third = max(n_weeks // 4, 1)
    full = spent[min(12, n_weeks // 2) :]  # the window is full from the twelfth week on
    print(
        f"{per_week} documents a week over {n_weeks} weeks, cpu seconds a week: first quarter with a full window "
        f"{np.mean(full[:third]):.2f}, last quarter {np.mean(full[-third:]):.2f}"
    )


def time_embedding(n: int) -> None:
    """Texts a second of the default embedder, what share of its time onnxruntime itself takes, and the distilled model."""
    texts = [d.joined for d in make_documents(n)]
    model = load_embedder("minilm-int8")
    model.encode(texts[:8])
    total, inside = min(_encode_watched(model, texts) for _ in range(3))
    print(
        f"embedding {n} texts with minilm-int8: {n / total:.0f} a second, of which onnxruntime alone takes "
        f"{inside / total:.1%} of the time: it alone would reach {n / inside:.0f}"
    )
    static = load_embedder(MODEL)
    static.encode(texts[:8])
    started = time.perf_counter()
    static.encode(texts * 10)
    print(f"embedding with {MODEL}: {10 * n / (time.perf_counter() - started):.0f} a second")


def _encode_watched(model: object, texts: Sequence[str]) -> tuple[float, float]:
    """Seconds of one encode, and of the session's runs inside it: of one pass, so that other work hits both alike."""
    session, spent = model._session, 0.0  # type: ignore[attr-defined]

    class Watch:
        def run(self, *arguments: object) -> object:
            nonlocal spent
            started = time.perf_counter()
            out = session.run(*arguments)
            spent += time.perf_counter() - started
            return out

    model._session = Watch()  # type: ignore[attr-defined]
    started = time.perf_counter()
    model.encode(texts)  # type: ignore[attr-defined]
    total = time.perf_counter() - started
    model._session = session  # type: ignore[attr-defined]
    return total, spent


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line per timing."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--old", type=int, default=100_000)
    options.add_argument("--new", type=int, default=10_000)
    options.add_argument("--weeks", type=int, default=50)
    options.add_argument("--per-week", type=int, default=60, help="documents a week of the year of `weeks`")
    options.add_argument("--parts", nargs="*", default=("stage", "bertopic", "embed", "weeks"))
    chosen = options.parse_args(argv)
    if "embed" in chosen.parts:
        time_embedding(200)
    if "bertopic" in chosen.parts:
        time_bertopic(chosen.new)
    if "weeks" in chosen.parts:
        time_weeks(52, chosen.per_week)
    if "stage" in chosen.parts:
        time_stage(chosen.old, chosen.new, chosen.weeks)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
