"""`system draw`: where the picture goes, and what is said when it can not go there."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from horizon.cli import cli
from horizon.config import data_root
from horizon.errors import ConfigError
from horizon.impact import views
from horizon.pictures.heat import HeatMap

MODEL = data_root() / "systems" / "norrvik-mobility.toml"
EMPTY = HeatMap(parts=(), forces=())


@pytest.fixture
def horizon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command in a new workspace whose week has been judged and is quiet."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["-w", str(tmp_path / "ws"), *arguments])

    assert run("init").exit_code == 0
    monkeypatch.setattr(views, "system_heat", lambda *_, **__: EMPTY)
    monkeypatch.setattr("horizon.cli.outside.week_of", lambda *_: date(2026, 6, 1))
    monkeypatch.setattr("horizon.cli.outside.moment_of", lambda _: datetime(2026, 6, 8, tzinfo=UTC))
    return run


@pytest.mark.parametrize("more", [(), ("--signals",)])
def test_a_file_that_can_not_be_written_is_named_with_the_mend(
    horizon: Any, tmp_path: Path, more: tuple[str, ...]
) -> None:
    wanted = tmp_path / "nowhere" / "x.svg"
    result = horizon("system", "draw", str(MODEL), *more, "--out", str(wanted))
    assert isinstance(result.exception, ConfigError)
    assert str(wanted) in str(result.exception) and "name a file in a folder that is there" in str(
        result.exception
    )
    assert not wanted.parent.exists()


def test_rows_as_json_and_the_picture_can_be_had_at_once(horizon: Any, tmp_path: Path) -> None:
    wanted = tmp_path / "y.svg"
    result = horizon("system", "draw", str(MODEL), "--signals", "--json", "--out", str(wanted))
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == json.loads(json.dumps(asdict(EMPTY)))
    assert wanted.read_text(encoding="utf-8").startswith("<svg")


def test_rows_as_json_alone_write_no_picture(horizon: Any) -> None:
    result = horizon("system", "draw", str(MODEL), "--signals", "--json")
    assert json.loads(result.stdout) == json.loads(json.dumps(asdict(EMPTY)))
