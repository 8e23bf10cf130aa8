"""The catalogue packs that ship with Horizon: they load together and say where each address is evidenced."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from horizon.collect import catalogue
from horizon.config import read_toml

PACKS = sorted((Path(__file__).parents[2] / "data" / "sources").glob("*.toml"))
CITATION = re.compile(r"(self link in )?github\.com/[\w.-]+/[\w.-]+ \S.*")


def _entries() -> list[tuple[str, dict[str, Any]]]:
    return [(path.stem, entry) for path in PACKS for entry in read_toml(path)["source"]]


def test_packs_load_together_with_unique_ids_and_addresses() -> None:
    assert PACKS
    assert catalogue.load(PACKS)


def test_a_source_without_evidence_is_disabled() -> None:
    for pack, entry in _entries():
        assert entry.get("evidence") or entry.get("enabled") is False, f"{pack}: {entry['id']}"
        assert entry.get("note"), f"{pack}: {entry['id']} gives no reason"


def test_evidence_names_a_file_of_a_public_repository() -> None:
    for pack, entry in _entries():
        assert "evidence" not in entry or CITATION.fullmatch(entry["evidence"]), f"{pack}: {entry['id']}"


def test_at_least_150_sources_are_evidenced() -> None:
    assert sum("evidence" in entry for _, entry in _entries()) >= 150


@pytest.mark.parametrize(
    ("pack", "least"),
    [
        ("energy", 4), ("funding", 14), ("swedish-policy", 6), ("nordic-policy", 9),
        ("ai", 8), ("economy", 9), ("eu-policy", 14), ("european-news", 37), ("life-science", 7), ("mobility", 10),
        ("nordic-business", 42), ("research", 22), ("security", 37), ("space", 5), ("startups", 13),
        ("technology", 25), ("world-policy", 8),
    ],
)  # fmt: skip
def test_evidenced_sources_by_pack(pack: str, least: int) -> None:
    assert Counter(name for name, entry in _entries() if "evidence" in entry)[pack] >= least


def test_every_class_is_there_and_reasons_are_not_one_sentence_repeated() -> None:
    entries = [entry for _, entry in _entries()]
    classes = Counter(entry["class"] for entry in entries if "evidence" in entry)
    assert classes["news"] >= 100
    assert classes["policy"] >= 40
    assert classes["research"] >= 15
    reasons = Counter(entry["note"] for entry in entries)
    assert not [note for note, n in reasons.items() if n > 1]
