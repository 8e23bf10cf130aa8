"""The hand-labelled sets are whole: offsets exact, dates real, halves even, no two items alike."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

LABELS = Path(__file__).parents[2] / "benchmarks" / "labels"
SIZES = {"claims": 150, "policy_dates": 120, "stance": 80, "entity_variants": 127}
LANGUAGES = {
    "claims": {"en": 90, "sv": 60},
    "policy_dates": {"en": 60, "sv": 60},
    "stance": {"en": 50, "sv": 30},
    "entity_variants": {"en": 78, "sv": 49},
}
STAGES = {
    "consultation_opens",
    "consultation_closes",
    "hearing",
    "vote",
    "adoption",
    "entry_into_force",
    "transposition",
    "call_opens",
    "call_closes",
    "publication_due",
}
ROUND3 = {
    "claims": {"en": 42, "sv": 28},
    "policy_dates": {"en": 30, "sv": 30},
    "stance": {"en": 38, "sv": 22},
    "entity_variants": {"en": 44, "sv": 26},
}
QUOTE_OPENERS = "\"'“”‘’«»–"
RUN = 8


def items(name: str, folder: str = ".") -> list[dict[str, Any]]:
    lines = (LABELS / folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def text_of(item: dict[str, Any]) -> str:
    """Title and text of an item, or the context of an entity mention."""
    return "\n".join(str(item[key]) for key in ("title", "text", "context") if key in item)


@pytest.mark.parametrize("name", SIZES)
def test_counts_ids_and_languages(name: str) -> None:
    rows = items(name)
    assert len(rows) == SIZES[name]
    prefix = name.replace("_", "-")
    assert [row["id"] for row in rows] == [f"{prefix}-{n:03d}" for n in range(1, len(rows) + 1)]
    assert Counter(row["language"] for row in rows) == LANGUAGES[name]


@pytest.mark.parametrize("name", SIZES)
def test_halves_are_even_and_hold_both_languages(name: str) -> None:
    rows = items(name)
    assert {row["half"] for row in rows} == {"open", "sealed"}
    for languages in ({"en", "sv"}, {"en"}, {"sv"}):
        part = [row for row in rows if row["language"] in languages]
        share = sum(row["half"] == "open" for row in part) / len(part)
        assert 0.45 <= share <= 0.55, languages


@pytest.mark.parametrize("name", ROUND3)
def test_round3_has_its_counts_ids_and_languages(name: str) -> None:
    rows = items(name, "round3")
    prefix = f"r3-{name.replace('_', '-')}"
    assert [row["id"] for row in rows] == [f"{prefix}-{n:03d}" for n in range(1, len(rows) + 1)]
    assert Counter(row["language"] for row in rows) == ROUND3[name]
    assert {row["half"] for row in rows} == {"round3"}


@pytest.mark.parametrize("folder", [".", "round3"])
@pytest.mark.parametrize("name", SIZES)
def test_no_two_items_share_a_text_or_a_run_of_eight_words(name: str, folder: str) -> None:
    owner: dict[tuple[str, ...], str] = {}
    seen: set[str] = set()
    for item in items(name, folder):
        words = re.findall(r"\w+", text_of(item).casefold())
        assert " ".join(words) not in seen, f"{item['id']} repeats another text"
        seen.add(" ".join(words))
        for at in range(len(words) - RUN + 1):
            run = tuple(words[at : at + RUN])
            first = owner.setdefault(run, item["id"])
            assert first == item["id"], f"{item['id']} and {first} share {' '.join(run)!r}"


@pytest.mark.parametrize(("folder", "empty_items"), [(".", 50), ("round3", 20)])
def test_claim_offsets_are_verbatim(folder: str, empty_items: int) -> None:
    rows = items("claims", folder)
    for item in rows:
        text, last_end = item["text"], 0
        assert item["register"] in {"news", "policy", "research"}
        for claim in item["claims"]:
            assert text[claim["start"] : claim["end"]] == claim["text"] == claim["text"].strip()
            assert last_end <= claim["start"] < claim["end"], item["id"]
            last_end = claim["end"]
            assert claim["modality"] in {"asserted", "hedged", "denied", "proposed"}
            if claim["holder"] is None:
                assert claim["holder_start"] is None and claim["holder_end"] is None
            else:
                assert text[claim["holder_start"] : claim["holder_end"]] == claim["holder"]
            if claim["is_quote"]:
                assert any(mark in text[: claim["start"]] for mark in QUOTE_OPENERS), item["id"]
    empty = Counter(item["half"] for item in rows if not item["claims"])
    halves = {item["half"] for item in rows}
    assert empty == dict.fromkeys(halves, empty_items // len(halves))


@pytest.mark.parametrize("folder", [".", "round3"])
def test_policy_dates_parse_and_bodies_are_verbatim(folder: str) -> None:
    rows = items("policy_dates", folder)
    for item in rows:
        published = date.fromisoformat(item["published_on"])
        ZoneInfo(item["time_zone"])
        for expected in item["expected"]:
            on = date.fromisoformat(expected["date"])
            assert expected["stage"] in STAGES
            assert expected["precision"] in {"day", "month", "quarter", "year"}
            assert isinstance(expected["is_flagged"], bool)
            assert expected["body"] is None or expected["body"] in text_of(item), item["id"]
            if expected["precision"] == "day":
                assert on >= published, item["id"]
            else:
                assert on.day == 1 and (expected["precision"] != "year" or on.month == 1)
            if "datetime" in expected:
                at = datetime.fromisoformat(expected["datetime"])
                assert at.utcoffset() is not None and at.date() == on
    empty = sum(not item["expected"] for item in rows)
    assert 0.12 <= empty / len(rows) <= 0.2
    assert {e["stage"] for item in rows for e in item["expected"]} == STAGES


def test_stances_are_balanced_and_a_target_stays_in_one_half() -> None:
    rows = items("stance")
    counts = Counter(item["stance"] for item in rows)
    assert set(counts) == {"supports", "contradicts", "neutral"}
    assert min(counts.values()) >= 20
    halves = defaultdict(set)
    for item in rows:
        halves[item["target"]].add(item["half"])
    assert all(len(half) == 1 for half in halves.values())


def test_round3_stances_are_balanced_and_its_targets_are_new() -> None:
    rows = items("stance", "round3")
    assert set(Counter(row["stance"] for row in rows).values()) == {20}
    older = items("stance") + items("stance_added") + items("stance", "round2")
    assert not {row["target"] for row in rows} & {row["target"] for row in older}


def test_round4_stances_are_balanced_and_its_targets_are_new() -> None:
    rows = items("stance", "round4")
    assert len(rows) == len({row["id"] for row in rows}) == 80
    assert set(Counter(row["stance"] for row in rows).values()) == {26, 27}
    older = [
        *items("stance"), *items("stance_added"), *items("stance", "round2"), *items("stance", "round3"),
    ]  # fmt: skip
    assert not {row["target"] for row in rows} & {row["target"] for row in older}


def test_round3_entities_have_one_kind_and_new_names() -> None:
    rows = items("entity_variants", "round3")
    kinds = defaultdict(set)
    for item in rows:
        assert item["name"] in item["context"], item["id"]
        kinds[item["cluster"]].add(item["kind"])
    assert len(kinds) == 33 and all(len(kind) == 1 for kind in kinds.values())
    older = items("entity_variants") + items("entity_variants", "round2")
    assert not {row["name"] for row in rows} & {row["name"] for row in older}


def test_entity_clusters_have_one_kind_and_one_half_and_enough_pairs() -> None:
    rows = items("entity_variants")
    clusters = defaultdict(list)
    for item in rows:
        assert item["name"] in item["context"], item["id"]
        clusters[item["cluster"]].append(item)
    assert len(clusters) >= 40
    for members in clusters.values():
        assert len({m["kind"] for m in members}) == len({m["half"] for m in members}) == 1
    assert {item["kind"] for item in rows} == {"person", "organisation"}
    for half in ("open", "sealed"):
        sizes = [len(m) for m in clusters.values() if m[0]["half"] == half]
        assert sum(n * (n - 1) // 2 for n in sizes) >= 50


def test_the_sample_sentences_stand_in_the_sample_edition_and_mostly_take_no_side() -> None:
    rows = [json.loads(x) for x in (LABELS / "stance_sample.jsonl").read_text(encoding="utf-8").splitlines()]
    entries = Path(__file__).parents[2] / "data" / "sample" / "entries"
    texts = {
        e["key"]: f"{e['title']}\n{e['text']}"
        for path in entries.glob("*.jsonl")
        for e in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    assert len({r["id"] for r in rows}) == len(rows) == 393
    for r in rows:
        _, storyline, number, start = r["id"].split("-")
        whole = texts[f"{storyline}-{number}"]
        assert whole[int(start) : int(start) + len(r["text"])] == r["text"], r["id"]
    counts = Counter(r["stance"] for r in rows)
    assert counts == {"neutral": 317, "against": 39, "for": 37}
    assert len({(r["target"], r["language"]) for r in rows}) == 13, (
        "one a storyline and language; s03 is Swedish alone"
    )
