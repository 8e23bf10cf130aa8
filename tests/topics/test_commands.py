"""`horizon topics`: shown, explained, corrected by hand and taken back, on a store that the stage itself judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from horizon.cli import cli
from horizon.storage.store import Store

from .world import background, judge, load, planted, topic_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    assert CliRunner().invoke(cli, ["-w", str(folder), "init"]).exit_code == 0
    with Store.open(folder / "store") as store:
        weeks = dict.fromkeys(range(3), 2)
        load(
            store,
            background(3, per_week=8, steady=0)
            + planted("alfaa", dict.fromkeys(range(3), 3))
            + planted("betab", weeks),
        )
        for week in range(3):
            judge(store, week)
    return folder


def topics(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-w", str(folder), "--no-progress", "topics", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def listed(folder: Path, *arguments: str) -> Any:
    return json.loads(topics(folder, *arguments, "--json"))


def named(folder: Path) -> tuple[str, str]:
    with Store.open(folder / "store") as store:
        a, b = topic_of(store, 2, "alfaa"), topic_of(store, 2, "betab")
    assert a and b
    return a, b


def test_why_names_the_document_and_the_similarity_behind_every_step(folder: Path) -> None:
    a, _ = named(folder)
    why = listed(folder, "why", "alfaa-02-00")
    assert why["topic_id"] == a and 0 < why["topic_similarity"] <= 1
    assert why["nearest_doc_id"] is None or (why["story_similarity"] is not None and why["shared_words"])
    documents = listed(folder, "show", a)["documents"]
    assert {d["doc_id"] for d in documents} >= {"alfaa-02-00", "alfaa-00-00"}
    assert all({"similarity", "nearest_doc_id", "story_similarity"} <= set(d) for d in documents)


def test_sub_topics_hold_documents_of_the_topic_alone(folder: Path) -> None:
    a, b = named(folder)
    edit = topics(folder, "merge", a, b)
    topics(folder, "undo", edit.partition(":")[0])
    parts = listed(folder, "show", a, "--parts", "2")["parts"]
    held = [doc for part in parts for doc in part["doc_ids"]]
    assert len(held) == len(set(held)) and all(doc.startswith("alfaa") for doc in held)
    assert all(part["label"] and len(part["doc_ids"]) > 1 for part in parts)


def test_a_correction_is_listed_and_undone_by_one_command(folder: Path) -> None:
    a, b = named(folder)
    assert "next `horizon scan`" in topics(
        folder, "move", "alfaa-02-00", "--to", b, "--reason", "about the harbour"
    )
    last = listed(folder, "edits")[-1]
    assert (last["kind"], last["other_topic_id"], last["stands"], last["reason"]) == (
        "move",
        b,
        True,
        "about the harbour",
    )
    topics(folder, "undo")
    moved = next(e for e in listed(folder, "edits") if e["edit_id"] == last["edit_id"])
    assert not moved["stands"]
    topics(folder, "split", a, "alfaa-00-00", "alfaa-01-00")
    split = listed(folder, "edits")[-1]
    assert split["topic_id"] == a and split["other_topic_id"].startswith("topic-") and split["n_docs"] == 2
    topics(folder, "undo", split["edit_id"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("move", "nosuch", "--to", "TOPIC"), "no document 'nosuch'"),
        (("move", "alfaa-00-00", "--to", "topic-no"), "no topic 'topic-no'"),
        (("split", "TOPIC", "betab-00-00"), "is not in topic"),
        (("merge", "TOPIC", "TOPIC"), "into itself"),
        (("undo", "edit-no"), "no correction 'edit-no'"),
        (("why", "nosuch"), "is in no judged week"),
        (("show", "topic-no"), "horizon topics list"),
    ],
)
def test_a_mistake_is_named_and_writes_nothing(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    a, _ = named(folder)
    n = len(listed(folder, "edits"))
    arguments = tuple(a if word == "TOPIC" else word for word in arguments)
    result = CliRunner().invoke(cli, ["-w", str(folder), "topics", *arguments])
    assert result.exit_code == 2 and told in result.output
    assert len(listed(folder, "edits")) == n
