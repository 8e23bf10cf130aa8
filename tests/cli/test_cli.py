"""The command line: quick help, one clear line for each mistake, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def horizon(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("horizon")), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from horizon.cli import cli\n"
        "try: cli(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'duckdb', 'sklearn', 'prefect', 'pydantic', 'pyarrow', 'spacy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)


def test_a_workspace_is_made_once(tmp_path: Path) -> None:
    assert horizon("init", cwd=tmp_path).returncode == 0
    again = horizon("init", cwd=tmp_path)
    assert again.returncode == 2
    assert "there is a workspace already" in again.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[topics]\nwindow_week = 3\n", "did you mean 'window_weeks'?"),
        ("[collect]\ntimeout_s = -1\n", "collect.timeout_s"),
        ("[collect\n", "not valid TOML"),
        ('[workspace]\ntime_zone = "Europe/Stokholm"\n', "workspace.time_zone"),
        ('[workspace]\nlanguage = "fr"\n', "workspace.language"),
    ],
)
def test_a_typo_in_the_configuration_is_named_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    horizon("init", cwd=tmp_path)
    (tmp_path / "horizon.toml").write_text(text, encoding="utf-8")
    result = horizon("scan", cwd=tmp_path)
    assert result.returncode == 2
    assert told in result.stderr
    assert "horizon.toml" in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_no_workspace_and_no_system_model_are_told_with_the_mend(tmp_path: Path) -> None:
    assert "horizon init" in horizon("scan", cwd=tmp_path).stderr
    horizon("init", cwd=tmp_path)
    for model in (tmp_path / "systems").glob("*.toml"):
        model.unlink()
    result = horizon("scan", cwd=tmp_path)
    assert result.returncode == 2
    assert "no system model" in result.stderr


def test_a_system_model_that_can_not_be_read_is_named_while_no_week_is_due(tmp_path: Path) -> None:
    assert horizon("init", "home", cwd=tmp_path).returncode == 0
    [model] = (tmp_path / "home" / "systems").glob("*.toml")
    model.write_text(model.read_text(encoding="utf-8").replace("[[actor]]", "[[actorz]]"), encoding="utf-8")
    result = horizon("scan", cwd=tmp_path / "home")
    assert result.returncode == 2
    assert model.name in result.stderr
    assert "actorz" in result.stderr


def test_an_unknown_source_class_is_named(tmp_path: Path) -> None:
    horizon("init", cwd=tmp_path)
    (tmp_path / "sources" / "mine.toml").write_text(
        '[[source]]\nid = "x"\nname = "X"\nclass = "gossip"\nurl = "https://x.example/feed"\n',
        encoding="utf-8",
    )
    result = horizon("scan", cwd=tmp_path)
    assert result.returncode == 2
    assert "mine.toml" in result.stderr
    assert "gossip" in result.stderr


def test_unknown_commands_are_usage_errors(tmp_path: Path) -> None:
    assert horizon("scna", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("name", ["norrvik-mobility", "sundhaga-life"])
def test_a_sound_system_is_told_so_and_an_unsound_one_with_its_line(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.toml"
    text = (Path(__file__).parents[2] / "data" / "systems" / file.name).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    sound = horizon("system", "check", file.name, "--json", cwd=tmp_path)
    assert sound.returncode == 0 and "sound" in sound.stderr, sound.stderr
    assert isinstance(json.loads(sound.stdout), list)
    file.write_text(text.replace('force = "', 'force = "no-such-', 1), encoding="utf-8")
    refused = horizon("system", "check", file.name, cwd=tmp_path)
    assert refused.returncode == 2 and "line " in refused.stderr and "no-such-" in refused.stderr
