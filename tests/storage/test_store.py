"""The private store: whole transactions, one owner, schema versions."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from horizon.config import TopicsSettings
from horizon.errors import StoreBusyError, StoreFullError, StoreVersionError
from horizon.storage import ledger
from horizon.storage.migrate import known_migrations
from horizon.storage.records import as_records
from horizon.storage.store import FILE_NAME, Store
from horizon.types import OriginMember, Window

NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)


def member(doc_id: str, origin_id: str = "o") -> OriginMember:
    return OriginMember(
        doc_id=doc_id, origin_id=origin_id, reason="first", similarity=None, matched_doc_id=None, seen_at=NOW
    )


def test_an_error_inside_a_transaction_leaves_no_row() -> None:
    store = Store.in_memory()
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append("core_origin_member", [member("a")])
        raise ZeroDivisionError
    assert store.count("core_origin_member") == 0


def test_a_nested_transaction_belongs_to_the_outer_one() -> None:
    store = Store.in_memory()
    with pytest.raises(ZeroDivisionError), store.transaction():
        with store.transaction():
            store.append("core_origin_member", [member("a")])
        raise ZeroDivisionError
    assert store.count("core_origin_member") == 0


def test_append_new_adds_each_key_once() -> None:
    store = Store.in_memory()
    assert (
        store.append_new(
            "core_origin_member", [member("a"), member("a", "other"), member("b")], key=["doc_id"]
        )
        == 2
    )
    assert store.append_new("core_origin_member", [member("a"), member("c")], key=["doc_id"]) == 1
    assert store.count("core_origin_member") == 3


def test_records_are_what_arrow_itself_makes_of_a_table() -> None:
    moments = [
        None,
        datetime(1, 1, 1, 0, 0, 0, 7, tzinfo=UTC),
        NOW,
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ]
    table = pa.table(
        {
            "at": pa.array(moments, type=pa.timestamp("us", tz="UTC")),
            "never": pa.array([None] * 4, type=pa.timestamp("us", tz="UTC")),
            "local": pa.array(
                [None, *(m.replace(tzinfo=None) for m in moments[1:] if m)], type=pa.timestamp("us")
            ),
            "elsewhere": pa.array(
                moments[:1] + moments[2:3] * 3, type=pa.timestamp("us", tz="Europe/Stockholm")
            ),
            "on": pa.array([None, date(2026, 5, 18)] * 2),
            "many": pa.array([["a"], [], None, ["b", "c"]]),
        }
    )
    for held in (table, table.slice(0, 0), pa.concat_tables([table, table])):
        found, wanted = as_records(held), held.to_pylist()
        assert found == wanted
        assert [[type(v) for v in row.values()] for row in found] == [
            [type(v) for v in row.values()] for row in wanted
        ]
        assert [row["at"].tzinfo for row in found if row["at"]] == [
            row["at"].tzinfo for row in wanted if row["at"]
        ]


def test_a_table_given_to_a_query_is_one_to_it_and_to_no_later_one() -> None:
    with Store.in_memory() as store:
        alias = {"doc_id": "d", "source_id": "s", "seen_at": NOW}
        store.append("core_document_alias", [{"alias": "a", **alias}, {"alias": "b", **alias}])
        given = pa.table({"alias": ["b", "c"]})
        assert store.rows("normalise/aliases", given_aliases=given) == [{"alias": "b", "doc_id": "d"}]
        with pytest.raises(duckdb.CatalogException):
            store.rows("normalise/aliases")


def test_empty_lists_and_nulls_keep_their_column_types() -> None:
    store = Store.in_memory()
    row = {"text_hash": "h", "model_id": "m", "vector": (0.5, 0.5), "run_id": "r"}
    store.append("core_embedding", [row])
    rows = store.rows("documents/vectors", model_id="m", as_of=NOW, since=NOW, until=NOW)
    assert rows == []  # no document has that text


def test_a_second_owner_is_refused_by_name(tmp_path: Path) -> None:
    with Store.open(tmp_path), pytest.raises(StoreBusyError, match=f"pid {os.getpid()}"):
        Store.open(tmp_path)
    Store.open(tmp_path).close()  # given back


HOLDER = """
import sys, time
from pathlib import Path
from horizon.storage.store import Store
row = {"doc_id": "a", "origin_id": "a", "reason": "first", "similarity": None, "matched_doc_id": None, "seen_at": None}
store = Store.open(Path(sys.argv[1]))
with store.transaction():
    store.append("core_origin_member", [row])
with store.transaction():
    store.append("core_origin_member", [{**row, "doc_id": "lost"}])
    print("ready", flush=True)
    time.sleep(60)
"""


def test_kill_9_in_a_transaction_frees_the_store_and_keeps_what_was_committed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.wait()
    process.stdout.close()
    with Store.open(tmp_path) as store:
        assert store.count("core_origin_member") == 1


def test_a_store_from_newer_code_is_refused_with_the_mend(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with duckdb.connect(str(tmp_path / FILE_NAME)) as con:
        con.execute("INSERT INTO core_migration VALUES (999, '0999_future.sql', 'x', now())")
    with pytest.raises(StoreVersionError, match="Install the newer Horizon"):
        Store.open(tmp_path)


def test_a_changed_migration_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with duckdb.connect(str(tmp_path / FILE_NAME)) as con:
        con.execute("UPDATE core_migration SET checksum = 'other' WHERE version = 1")
    with pytest.raises(StoreVersionError, match="0001"):
        Store.open(tmp_path)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [version for version, _, _ in known_migrations()] == list(range(1, len(known_migrations()) + 1))


def test_names_are_never_values() -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        Store.in_memory().count("core_run; DROP TABLE core_run")


def test_the_same_work_is_done_once_and_other_inputs_again() -> None:
    store = Store.in_memory()
    window = Window.week(date(2026, 5, 11))
    first = ledger.begin(store, "topics", window, TopicsSettings(), inputs=["a"])
    assert not first.is_done
    first.finish(counts={"topics": 1})
    assert ledger.begin(store, "topics", window, TopicsSettings(), inputs=["a"]).is_done
    assert not ledger.begin(store, "topics", window, TopicsSettings(), inputs=["a", "b"]).is_done
    assert not ledger.begin(store, "topics", window, TopicsSettings(window_weeks=8), inputs=["a"]).is_done


def test_a_run_is_not_taken_for_done_before_it_was_known() -> None:
    store = Store.in_memory()
    late = Window.week(date(2026, 5, 11), as_of=datetime(2026, 6, 1, tzinfo=UTC))
    ledger.begin(store, "topics", late, TopicsSettings(), inputs=["a"]).finish(counts={})
    early = Window.week(date(2026, 5, 11))
    assert not ledger.begin(store, "topics", early, TopicsSettings(), inputs=["a"]).is_done


def test_bodies_come_back_as_they_were(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        key = store.bodies.put(b"<rss/>" * 100)
        assert store.bodies.get(key) == b"<rss/>" * 100
        assert key in store.bodies
        with pytest.raises(KeyError):
            store.bodies.get("0" * 64)


def test_no_memory_and_no_room_to_spill_is_a_full_store(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store._con.execute("SET temp_directory = ''")
        row = {"body_hash": "x" * 64, "n_bytes": 1, "first_fetched_at": datetime(2026, 3, 2, tzinfo=UTC)}
        with (
            store.little_memory("4MB"),
            pytest.raises(StoreFullError, match="Free disk space"),
            store.transaction(),
        ):
            for n in range(200):
                store.append("raw_body", [{**row, "body_hash": f"{n:08d}{m:056d}"} for m in range(2_000)])
        assert store.count("raw_body") == 0
