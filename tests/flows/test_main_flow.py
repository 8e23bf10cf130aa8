"""The main flow under Prefect's own test harness, on two weeks of the sample edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from horizon.config import data_root
from horizon.demo.play import play
from horizon.storage import published


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flow") / "demo"
    if not list((data_root() / "sample" / "entries").glob("*.jsonl")):
        pytest.skip("no sample entries")
    play(folder, n_weeks=2)
    return folder


@pytest.fixture(scope="module")
def harness() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=90):
        yield


@pytest.mark.usefixtures("harness")
def test_analyse_runs_and_a_second_run_finds_nothing_to_do(workspace: Path) -> None:
    from flows.backfill import backfill

    first = backfill(date(2026, 5, 11), date(2026, 5, 18), str(workspace))
    again = backfill(date(2026, 5, 11), date(2026, 5, 18), str(workspace))
    stages = {report["stage"] for report in first}
    assert stages == {"topics", "signals", "forces", "impact", "publish"}
    assert {report["status"] for report in again} == {"skipped"}
    file = workspace / "output" / "horizon-published.duckdb"
    assert published.query(file, "SELECT count(*) AS n FROM horizon.documents")[0]["n"] > 0
