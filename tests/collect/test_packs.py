"""The catalogue packs that ship with Horizon: they load together and say where each address is evidenced."""

from __future__ import annotations

from pathlib import Path

from horizon.collect import catalogue
from horizon.config import read_toml

PACKS = sorted((Path(__file__).parents[2] / "data" / "sources").glob("*.toml"))


def test_packs_load_together_with_unique_ids_and_addresses() -> None:
    assert PACKS
    assert catalogue.load(PACKS)


def test_a_source_without_evidence_is_disabled() -> None:
    for path in PACKS:
        for entry in read_toml(path)["source"]:
            assert entry.get("evidence") or entry.get("enabled") is False, f"{path.name}: {entry['id']}"
            assert entry.get("note"), f"{path.name}: {entry['id']} gives no reason"
