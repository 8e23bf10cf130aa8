"""The storage tests on DuckDB 2.0, in an environment of their own laid over the project's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof
ROOT = Path(__file__).parents[2]
LOCK = ROOT / "scripts" / "duckdb2.lock"


def installer() -> list[str]:
    """uv where it is, else the pip of the Python that made this environment."""
    uv = shutil.which("uv")
    return [uv, "pip"] if uv else [str(Path(sys.base_prefix) / "bin" / "python3"), "-m", "pip"]


def test_the_storage_tests_pass_on_duckdb_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "duckdb2"
    installed = subprocess.run(
        [*installer(), "install", "--quiet", "--no-deps", "--require-hashes", "--target", str(place), "-r", str(LOCK)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if installed.returncode:
        pytest.skip(f"DuckDB 2.0 can not be installed here: {installed.stderr.strip().splitlines()[-1]}")
    environment = {**os.environ, "PYTHONPATH": str(place)}
    version = subprocess.run(
        [sys.executable, "-c", "import duckdb; print(duckdb.__version__)"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert version.stdout.startswith("2.")
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not proof", "tests/storage",
         "--ignore=tests/storage/test_cookbook.py", "--ignore=tests/storage/test_notebook.py"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    summary = tests.stdout.strip().splitlines()[-1] if tests.stdout.strip() else tests.stderr
    with capsys.disabled():
        print(f"\nstorage tests on DuckDB {version.stdout.strip()}: {summary}")  # noqa: T201 - the proof's result
    assert tests.returncode == 0, tests.stdout[-4000:]
    assert re.search(r"\b\d+ passed", summary)
