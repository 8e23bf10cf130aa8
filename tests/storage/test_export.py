"""Exports: every table comes out as it stands in the file, the dictionary beside."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from horizon.errors import ConfigError
from horizon.storage import dictionary, published
from horizon.storage.export import export
from horizon.storage.store import Store
from tests.storage.small import digest, judge, write

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        write(store, [("a", 1, 0.0, 'Line one,\n"two"'), ("b", 1, 1.0, "Ferry timetable")])
        judge(store, 0, {"t": ["a", "b"]})
        digest(store, 0, ["a"])
        published.publish(store, tmp_path / "p.duckdb", run_id="r", as_of=NOW, keep=2)
    return tmp_path / "p.duckdb"


def test_parquet_holds_the_very_rows(file: Path, tmp_path: Path) -> None:
    made = export(file, tmp_path / "out", form="parquet")
    assert {p.stem for p in made} == {t.name for t in dictionary.tables()}
    with duckdb.connect(str(file), read_only=True) as con:
        for path in made:
            inside = con.execute(f"SELECT * FROM horizon.{path.stem} ORDER BY ALL").fetchall()
            assert con.execute(f"SELECT * FROM '{path}' ORDER BY ALL").fetchall() == inside


def test_csv_keeps_line_breaks_and_gives_lists_as_json(file: Path, tmp_path: Path) -> None:
    export(file, tmp_path / "out", form="csv")
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {r["title"] for r in rows} == {'Line one,\n"two"', "Ferry timetable"}
    assert all(json.loads(r["defects"]) == [] for r in rows)


def test_the_dictionary_lies_beside_and_tells_of_the_exported_tables(file: Path, tmp_path: Path) -> None:
    export(file, tmp_path / "out", form="csv", names=["topics"])
    told = json.loads((tmp_path / "out" / "data_dictionary.json").read_text(encoding="utf-8"))
    assert {row["table_name"] for row in told} == {"topics"}
    assert (tmp_path / "out" / "data_dictionary.csv").exists()


def test_an_unknown_table_and_a_missing_file_are_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such table"):
        export(file, tmp_path / "out", form="csv", names=["topic"])
    with pytest.raises(ConfigError, match="horizon scan"):
        export(tmp_path / "none.duckdb", tmp_path / "out", form="csv")
