"""Scans that are repeated, killed or refused: the tables end as if nothing had happened."""

from __future__ import annotations

import hashlib
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from horizon.storage.published import run_of
from tests.proofs.conftest import Served

pytestmark = pytest.mark.proof
Tables = Callable[[Path], dict[str, str]]
N_KILLS = 10


def test_scan_twice_and_nothing_is_new(served: Served, tables: Tables, tmp_path: Path) -> None:
    folder = served.workspace(tmp_path / "w")
    for moment in (served.monday(0), served.monday(3)):
        assert served.scan(folder, moment).returncode == 0
    before = tables(folder)
    assert served.scan(folder, served.monday(3)).returncode == 0
    after = tables(folder)
    ledger = {"core_run"}  # a second look at an empty fetch may be noted, data may not change
    assert {n: h for n, h in after.items() if n not in ledger} == {
        n: h for n, h in before.items() if n not in ledger
    }


def test_killed_ten_times_the_tables_end_as_undisturbed(
    served: Served, tables: Tables, tmp_path: Path
) -> None:
    calm, hunted = (served.workspace(tmp_path / name) for name in ("calm", "hunted"))
    for folder in (calm, hunted):
        assert served.scan(folder, served.monday(0)).returncode == 0
    started = time.monotonic()
    assert served.scan(calm, served.monday(4)).returncode == 0
    duration = time.monotonic() - started
    dice = random.Random(7)
    for _ in range(N_KILLS):
        process = served.start_scan(hunted, served.monday(4))
        try:
            process.wait(timeout=dice.uniform(0.05, 0.95) * duration)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
    last = served.scan(hunted, served.monday(4))
    assert last.returncode == 0, last.stderr
    assert tables(hunted) == tables(calm)
    assert written(hunted) == written(calm)


def written(folder: Path) -> dict[str, str]:
    """Hash of every digest and feed file, and the run the published file is from."""
    output = folder / "output"
    files = [p for place in ("digests", "feeds") for p in sorted((output / place).rglob("*.*"))]
    hashes = {str(p.relative_to(output)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    return {**hashes, "published": str(run_of(output / "horizon-published.duckdb"))}


def test_two_at_once_one_is_refused_by_name_and_nothing_is_lost(
    served: Served, tables: Tables, tmp_path: Path
) -> None:
    calm, shared = (served.workspace(tmp_path / name) for name in ("calm", "shared"))
    for folder in (calm, shared):
        assert served.scan(folder, served.monday(0)).returncode == 0
    assert served.scan(calm, served.monday(2)).returncode == 0
    first = served.start_scan(shared, served.monday(2))
    refused = []
    while first.poll() is None:
        second = served.scan(shared, served.monday(2))
        if second.returncode:
            refused.append(second.stderr)
    _, said = first.communicate()
    if first.returncode:  # the one that was started later may have come first to the lock
        refused.append(said)
    assert served.scan(shared, served.monday(2)).returncode == 0
    assert refused, "the two scans never met"
    assert all("another Horizon is running (pid" in text and "Traceback" not in text for text in refused)
    assert tables(shared) == tables(calm)
