"""The wheel holds what a checkout holds, and works where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ["horizon", "flows", "models", "data", "pyproject.toml", "README.md", "LICENSE"]


def tracked_files() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--", *SHIPPED]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that no build folder is left in the checkout."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    code = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, out], cwd=source, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a new environment with the wheel in it, which sees the dependencies of this one."""
    env = tmp_path_factory.mktemp("env")
    venv.create(env, symlinks=True)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(env)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    for data in site.glob("*.data/data"):
        shutil.copytree(data, env, dirs_exist_ok=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return env / "bin" / "python"


def run(python: Path, folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run([python, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_everything_tracked_that_runs_or_is_read_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name.partition(".data/data/share/horizon/")[2] or name for name in archive.namelist()}
    folders = ("horizon/", "flows/", "models/", "data/")
    wanted = {name for name in tracked_files() if name.startswith(folders)}
    missing = {name for name in wanted if not name.endswith(".gitkeep")} - packed
    assert not missing, "name the folder in pyproject.toml, [tool.setuptools.data-files]"


def test_an_installed_horizon_finds_its_data_and_models(installed: Path, tmp_path: Path) -> None:
    code = "import horizon, horizon.config as c; print(horizon.__file__, c.data_root(), c.models_root(), sep='\\n')"
    package, data, models = (Path(line) for line in run(installed, tmp_path, "-c", code).splitlines())
    assert installed.parents[1] in package.parents
    assert (data / "forces.toml").is_file()
    assert (models / "minilm-int8" / "tokenizer.json").is_file()


def test_an_installed_horizon_answers_the_command_line(installed: Path, tmp_path: Path) -> None:
    shown = run(installed, tmp_path, "-c", "from horizon.cli import main; main()", "--help")
    assert "Usage" in shown
