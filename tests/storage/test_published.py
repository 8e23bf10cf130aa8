"""The published file: documented to the last column, swapped in whole, read without ever blocking."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from horizon.errors import ConfigError
from horizon.storage import published
from horizon.storage.store import Store

NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "out" / "horizon-published.duckdb"
    with Store.open(tmp_path / "store") as store:
        published.publish(store, target, run_id="r1", as_of=NOW, keep=2)
    return target


def test_every_table_and_column_says_what_it_means(file: Path) -> None:
    silent = published.query(
        file,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'horizon' AND comment IS NULL "
        "AND table_name NOT IN ('data_dictionary', 'contract')",
    )
    assert silent == []
    assert published.query(file, "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL") == []


def test_the_schema_is_the_one_that_was_promised(file: Path, golden) -> None:  # type: ignore[no-untyped-def]
    rows = published.query(
        file,
        "SELECT table_name, column_name, type FROM horizon.data_dictionary ORDER BY table_name, position",
    )
    version = published.query(file, "SELECT max(version) AS v FROM horizon.contract")[0]["v"]
    text = "\n".join(
        [f"contract version {version}", *(f"{r['table_name']}.{r['column_name']} {r['type']}" for r in rows)]
    )
    golden("contract.txt", text + "\n")


def test_a_reader_keeps_the_old_file_while_a_new_one_is_swapped_in(tmp_path: Path, file: Path) -> None:
    import duckdb

    reader = duckdb.connect(str(file), read_only=True)
    with Store.open(tmp_path / "store") as store:
        published.publish(store, file, run_id="r2", as_of=NOW.replace(hour=5), keep=2)
    assert reader.execute("SELECT run_id FROM horizon.run_status").fetchall() == [("r1",)]
    reader.close()
    assert published.query(file, "SELECT run_id FROM horizon.run_status") == [{"run_id": "r2"}]


def test_old_dated_copies_are_pruned(tmp_path: Path, file: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        for hour in (5, 6, 7):
            published.publish(store, file, run_id=f"r{hour}", as_of=NOW.replace(hour=hour), keep=2)
    assert len(list(file.parent.glob("horizon-published-*.duckdb"))) == 2


def test_a_missing_file_and_bad_sql_are_told_in_one_line(tmp_path: Path, file: Path) -> None:
    with pytest.raises(ConfigError, match="horizon scan"):
        published.query(tmp_path / "none.duckdb", "SELECT 1")
    with pytest.raises(ConfigError, match="query failed"):
        published.query(file, "SELECT nonsense FROM horizon.signals")


def test_a_query_can_neither_write_nor_read_other_files(file: Path) -> None:
    with pytest.raises(ConfigError):
        published.query(file, "DELETE FROM horizon.runs")
    with pytest.raises(ConfigError):
        published.query(file, "SELECT * FROM read_csv('/etc/passwd')")
