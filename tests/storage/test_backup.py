"""Backups: the live file is destroyed and comes back whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from horizon.errors import ConfigError, StoreBusyError, StoreDamagedError
from horizon.storage.backup import back_up, known, restore
from horizon.storage.store import FILE_NAME, Store
from tests.storage.small import judge, write

NOW = datetime(2026, 7, 1, tzinfo=UTC)
TEXTS = [("a", 1, 0.0, "Battery depot opens"), ("b", 1, 1.0, "Ferry timetable")]


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    with Store.open(folder) as store:
        return {table: store.fingerprint(table) for table in store.tables()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "store"
    with Store.open(place) as store:
        write(store, TEXTS)
        judge(store, 0, {"t": ["a", "b"]})
    return place


@pytest.mark.parametrize("how", ["deleted", "overwritten", "cut", "log lost"])
def test_a_destroyed_store_comes_back_row_for_row(folder: Path, tmp_path: Path, how: str) -> None:
    before = contents(folder)
    back_up(folder, tmp_path / "backups", now=NOW, keep=2)
    live = folder / FILE_NAME
    body = next((folder / "bodies").glob("*/*.zst"))
    body.unlink()
    if how == "deleted":
        live.unlink()
    elif how == "overwritten":
        live.write_bytes(b"gone" * 1000)
    elif how == "cut":
        live.write_bytes(live.read_bytes()[: live.stat().st_size // 2])
    else:
        live.with_name(FILE_NAME + ".wal").write_bytes(b"a log of something else")
    if how == "overwritten":
        with pytest.raises(StoreDamagedError, match="horizon restore"):
            Store.open(folder)
    aside = restore(folder, known(tmp_path / "backups")[-1], now=NOW)
    assert contents(folder) == before
    assert body.exists()
    assert (aside is None) == (how == "deleted")


def test_a_damaged_backup_is_refused_and_the_store_left_alone(folder: Path, tmp_path: Path) -> None:
    made = back_up(folder, tmp_path / "backups", now=NOW, keep=2)
    before = contents(folder)
    made.file.write_bytes(made.file.read_bytes()[:-1] + b"!")
    with pytest.raises(StoreDamagedError, match="not what was backed up"):
        restore(folder, known(tmp_path / "backups")[-1], now=NOW)
    assert contents(folder) == before


def test_backups_are_pruned_and_an_unfinished_one_is_none(folder: Path, tmp_path: Path) -> None:
    for day in (1, 2, 3):
        back_up(folder, tmp_path / "backups", now=NOW.replace(day=day), keep=2)
    (tmp_path / "backups" / "20260801T000000Z").mkdir()
    assert [b.folder.name for b in known(tmp_path / "backups")] == ["20260702T000000Z", "20260703T000000Z"]


def test_neither_is_done_while_a_run_is_on(folder: Path, tmp_path: Path) -> None:
    made = back_up(folder, tmp_path / "backups", now=NOW, keep=2)
    with Store.open(folder):
        with pytest.raises(StoreBusyError):
            back_up(folder, tmp_path / "backups", now=NOW, keep=2)
        with pytest.raises(StoreBusyError):
            restore(folder, made, now=NOW)


def test_nothing_to_back_up_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="horizon scan"):
        back_up(tmp_path / "none", tmp_path / "backups", now=NOW, keep=1)
