"""The build itself: what the lock may hold, and what an import may cost."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-bench.lock"]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)", re.MULTILINE)
HEAVY = {
    "bertopic",
    "duckdb",
    "lxml",
    "onnxruntime",
    "pandas",
    "prefect",
    "pyarrow",
    "scipy",
    "sklearn",
    "spacy",
}


def pins(lock: str) -> dict[str, set[str]]:
    """Versions by name; more than one where the newest depends on the Python version."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer((ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(match["name"], set()).add(match["version"])
    return found


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    options = re.findall(r"^\s*(--?[a-z][a-z-]*)", text, flags=re.MULTILINE)
    assert set(options) == {"--hash"}
    for block in re.split(r"\n(?=[a-z0-9])", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_default_install_has_no_torch_nor_what_bertopic_would_use_by_default() -> None:
    unwanted = {
        "torch",
        "sentence-transformers",
        "transformers",
        "umap-learn",
        "hdbscan",
        "numba",
        "llvmlite",
    }
    assert not unwanted & pins("requirements.lock").keys()


@pytest.mark.parametrize("requirement", declared(), ids=lambda r: r.name)
def test_the_lock_keeps_to_the_declared_ranges(requirement: Requirement) -> None:
    versions = pins("requirements.lock").get(canonicalize_name(requirement.name))
    assert versions, f"{requirement.name} is not locked: run scripts/lock.sh"
    assert all(requirement.specifier.contains(version) for version in versions), versions


def test_the_bench_lock_differs_only_by_what_it_adds() -> None:
    bench = pins("requirements-bench.lock")
    assert {name: bench.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


@pytest.mark.parametrize("module", ["horizon", "horizon.errors", "horizon.types", "horizon.config"])
def test_importing_a_light_module_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert module in loaded.split()
    assert not HEAVY & set(loaded.split())


@pytest.fixture
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", ROOT / "scripts" / "install.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_changed_lock_means_a_new_install(installer: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("click==8.5.0\n")
    before = installer.stamp_for(lock)
    assert installer.stamp_for(lock) == before
    lock.write_text("click==8.5.1\n")
    assert installer.stamp_for(lock) != before


def test_the_installer_reads_the_same_names_as_the_lock_holds(installer: ModuleType) -> None:
    assert installer.locked_names(ROOT / "requirements.lock") == pins("requirements.lock").keys()
