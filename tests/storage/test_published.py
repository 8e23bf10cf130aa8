"""The published file: documented to the last column, swapped in whole, read without ever blocking."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from horizon.errors import ConfigError
from horizon.storage import published
from horizon.storage.store import Store

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "out" / "horizon-published.duckdb"
    with Store.open(tmp_path / "store") as store:
        published.publish(store, target, run_id="r1", as_of=NOW, keep=2)
    return target


def test_every_table_view_column_and_macro_says_what_it_means(file: Path) -> None:
    silent = published.query(
        file,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'horizon' AND comment IS NULL",
    )
    assert silent == []
    for catalogue in ("duckdb_tables()", "duckdb_views()", "duckdb_functions()"):
        rows = published.query(file, f"FROM {catalogue} WHERE schema_name = 'horizon' AND comment IS NULL")
        assert rows == []


def test_a_comment_gives_meaning_unit_null_rule_and_page(file: Path) -> None:
    comments = published.query(file, "SELECT comment FROM duckdb_columns() WHERE schema_name = 'horizon'")
    for row in comments:
        told = re.search(r"Unit: .+\. .*Formula: (docs/.+\.md)\.$", row["comment"])
        assert told and (ROOT / told[1]).exists(), row
        assert re.search(r"\bnull\b", row["comment"], re.IGNORECASE), row


def test_attached_beside_others_the_macros_work_after_use(file: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{file}' AS scan (READ_ONLY)")
        con.execute("USE scan")
        assert con.execute("FROM horizon.search('battery')").fetchall() == []
        assert con.execute("SELECT count(*) FROM scan.horizon.documents").fetchall() == [(0,)]


def test_names_follow_the_convention(file: Path) -> None:
    rows = published.query(
        file, "FROM horizon.data_dictionary WHERE table_name NOT IN ('data_dictionary', 'macros')"
    )
    endings = {
        "_at": "TIMESTAMP WITH TIME ZONE",
        "_on": "DATE",
        "_id": "VARCHAR",
        "_ids": "VARCHAR[]",
        "_hash": "VARCHAR",
    }
    for row in rows:
        name, kind = row["column_name"], row["type"]
        for ending, expected in endings.items():
            assert not name.endswith(ending) or kind == expected, row
        assert not name.startswith("is_") or kind == "BOOLEAN", row
        assert not name.startswith("n_") or kind in ("INTEGER", "BIGINT", "UTINYINT[]"), row


def test_the_page_of_the_dictionary_is_up_to_date(tmp_path: Path) -> None:
    from scripts.data_dictionary import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(tmp_path), "run python scripts/data_dictionary.py"


def test_a_damaged_published_file_is_published_anew(tmp_path: Path, file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(b"not a database")
    assert published.run_of(file) is None
    with Store.open(tmp_path / "store") as store:
        published.publish(store, file, run_id="r2", as_of=NOW.replace(hour=5), keep=2)
    assert published.run_of(file) == "r2"


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
