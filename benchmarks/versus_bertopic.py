"""Our judgement of a week beside BERTopic's fit with its defaults: same documents, same vectors, one process, part by part.

Imports and model files are told apart on both sides. BERTopic's first fit in a process compiles UMAP's loops, which every
run that starts afresh pays and a long-lived one pays once: the first fit and a second one are both printed. What is like for
like is topics and terms from texts and vectors: a fit does no more. Our stage also reads and writes the store, groups
stories and writes labels; that is printed too, and its ratio.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType
from typing import Any

from benchmarks.corpora import BenchDocument, load_into
from horizon.config import TopicsSettings
from horizon.storage.store import Store
from horizon.topics import describe, judgement, stage
from horizon.types import FloatArray, Window

# what our stage spends its time in: (name, module, function)
PARTS: tuple[tuple[str, ModuleType, str], ...] = (
    ("texts and vectors from the store, words counted", stage, "_corpus"),
    ("stories", judgement, "_stories"),
    ("topics", judgement, "_topics"),
    ("terms (class-TF-IDF, MMR)", describe, "topic_terms"),
    ("labels (noun phrases)", describe, "_labels"),
)
LIKE_FOR_LIKE = tuple(name for name, _, function in PARTS if function != "_labels")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds."""

    wall: float
    cpu: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


NOTHING = Spent(0.0, 0.0)


def spent(action: Callable[[], object]) -> Spent:
    """Seconds an action takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


@contextmanager
def watched(found: dict[str, Spent]) -> Iterator[None]:
    """Adds up, under `found`, what the functions of PARTS take while the block runs."""
    originals = [(module, name, getattr(module, name)) for _, module, name in PARTS]

    def watch(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: object, **named: object) -> object:
            out: list[object] = []
            took = spent(lambda: out.append(function(*arguments, **named)))
            found[part] = found.get(part, NOTHING) + took
            return out[0]

        return run

    for (part, module, name), (_, _, function) in zip(PARTS, originals, strict=True):
        setattr(module, name, watch(part, function))
    try:
        yield
    finally:
        for module, name, function in originals:
            setattr(module, name, function)


def compare(
    documents: Sequence[BenchDocument],
    vectors: FloatArray,
    warm_up: Callable[[], None],
    *,
    model_id: str,
    on: date,
) -> None:
    """Prints the table and the ratios; BERTopic is left out where its libraries are absent (`make bench-venv`)."""
    store = Store.in_memory()
    load_into(store, [replace(d, published_on=on) for d in documents], vectors, model_id=model_id)
    _line("imports (bertopic, for both), and our tagger's model", spent(warm_up))
    parts: dict[str, Spent] = {}
    with watched(parts):
        whole = spent(lambda: stage.run(store, TopicsSettings(), Window.week(on), embedder_id=model_id))
    _line(f"Horizon: the whole stage, {len(documents):,} documents", whole)
    for name, _, _ in PARTS:
        _line(f"    {name}", parts.get(name, NOTHING))
    alike = sum((parts.get(name, NOTHING) for name in LIKE_FOR_LIKE), NOTHING)
    _line("    all but labels, store and lineage: what a fit does", alike)
    try:
        import hdbscan  # noqa: F401
        import umap  # noqa: F401
    except ImportError:
        print("BERTopic with its defaults: left out, needs `make bench-venv`")
        return
    texts = [d.joined for d in documents]
    first = spent(lambda: _fit(texts, vectors))
    _line("BERTopic, its defaults: first fit, compiling included", first)
    second = spent(lambda: _fit(texts, vectors))
    _line("BERTopic, its defaults: second fit", second)
    for name, ours in (("what a fit does", alike), ("the whole stage", whole)):
        for fit, theirs in (("first", first), ("second", second)):
            print(
                f"BERTopic's {fit} fit takes {theirs.cpu / ours.cpu:.1f} times the processor time and "
                f"{theirs.wall / ours.wall:.1f} times the wall time of {name}"
            )


def _fit(texts: Sequence[str], vectors: FloatArray) -> None:
    from bertopic import BERTopic

    BERTopic(embedding_model=None).fit_transform(texts, vectors)


def _line(name: str, took: Spent) -> None:
    print(f"{name:62s} {took.wall:8.1f} s wall {took.cpu:8.1f} s cpu", flush=True)
