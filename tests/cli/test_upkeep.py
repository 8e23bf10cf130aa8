"""doctor, backup, restore and export as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from horizon.cli import cli
from horizon.errors import ConfigError
from horizon.storage import published
from horizon.storage.store import FILE_NAME
from horizon.workspace import Workspace, create
from tests.storage.small import digest, judge, seen, write


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path, name="Test", example=None)
    workspace = Workspace.load(tmp_path)
    with workspace.open_store() as store:
        write(store, [("a", 1, 0.0, "Battery depot opens"), ("b", 1, 1.0, "Ferry timetable")])
        judge(store, 0, {"t": ["a", "b"]})
        digest(store, 0, ["a"])
        published.publish(store, workspace.published_file, run_id="r", as_of=seen(7), keep=2)
    return tmp_path


def horizon(place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-w", str(place), *arguments], catch_exceptions=False)


def test_doctor_backup_destroy_restore(place: Path) -> None:
    first = {row["name"]: row for row in json.loads(horizon(place, "doctor", "--json").stdout)}
    assert first["backups"]["mend"] == "horizon backup"
    assert first["audits"]["state"] == "ok"
    assert "2026" in horizon(place, "backup").stdout
    live = place / Workspace.load(place).settings.workspace.store / FILE_NAME
    live.write_bytes(b"destroyed" * 1000)
    sick = horizon(place, "doctor")
    assert sick.exit_code == 1
    assert "mend: horizon restore" in sick.stdout
    assert "it holds 2 documents" in horizon(place, "restore").stdout
    assert horizon(place, "doctor").exit_code == 0
    assert len(json.loads(horizon(place, "restore", "--list", "--json").stdout)) == 1


def test_restoring_what_was_never_backed_up_is_refused(place: Path) -> None:
    with pytest.raises(ConfigError, match="no backup"):
        horizon(place, "restore")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_export_names_the_files_it_made(place: Path, tmp_path: Path, form: str) -> None:
    made = horizon(
        place, "export", str(tmp_path / "x"), "--format", form, "--table", "documents"
    ).stdout.split()
    assert made == [str(tmp_path / "x" / f"documents.{form}")]
    assert (tmp_path / "x" / "data_dictionary.json").exists()


def test_sql_asks_macros(place: Path) -> None:
    rows = json.loads(horizon(place, "sql", "--json", "SELECT doc_id FROM horizon.search('depots')").stdout)
    assert rows == [{"doc_id": "a"}]
