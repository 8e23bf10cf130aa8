"""kill -9 in the middle of every step of a run and of a publish: nothing committed is lost, nothing is half-written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from horizon.storage import published
from horizon.storage.audits import audit_all
from horizon.storage.store import Store
from tests.proofs.conftest import Served
from tests.proofs.test_kill import written

pytestmark = pytest.mark.proof
SCRIPT = Path(__file__).with_name("scan_killed.py")
STAGES = ("collect", "normalise", "enrich", "topics", "signals", "forces", "impact")
# between two writes of one transaction, after the ledger row but before the commit, and after the commit
MOMENTS = [
    f"{stage}:{event}" for stage in STAGES for event in ("begun#1", "append#1", "record_run#1", "done#1")
]
MOMENTS += [f"publish:{event}" for event in (
    "begun#1", "append#1", "record_run#1", "write_text#1", "write_text#2", "write_text#4", "change#1", "change#2", "change#3",
    "_index_some#1", "change#4", "append#1", "_copy#1", "_finish#1", "_check#1", "_fsync#1", "link#1", "_fsync#2", "publish#1",
    "done#1")]  # fmt: skip


@pytest.fixture(scope="module")
def killed_scan(served: Served) -> Iterator[Callable[[Path, datetime, str], int]]:
    """Runs a scan that dies at a target; gives its exit code."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def scan(folder: Path, moment: datetime, target: str) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        served.clock.set(moment)
        process.stdin.write(f"{folder} {moment.isoformat()} {target}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield scan
    process.communicate()


# collect commits group by group of sources, each group whole, and its ledger row last: a kill loses only what was in flight;
# a vector is named by its text and model and is whole by itself, whichever run came to need it first
BY_GROUP = {"core_source_health", "core_embedding"}


def half_written(store: Store) -> list[str]:
    """Derived tables that hold rows of a run that the ledger does not know: written without the end of their transaction."""
    runs = set(store.arrow("doctor/runs").column("run_id").to_pylist())
    derived = [t for t in store.tables() if t.startswith("core_") and t not in BY_GROUP]
    return [table for table in derived if set(store.run_ids(table)) - runs]


def test_killed_at_every_step(
    served: Served,
    killed_scan: Callable[[Path, datetime, str], int],
    tables: Callable[[Path], dict[str, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calm, hunted = (served.workspace(tmp_path / name) for name in ("calm", "hunted"))
    for folder in (calm, hunted):
        assert served.scan(folder, served.monday(0)).returncode == 0
    assert served.scan(calm, served.monday(2)).returncode == 0
    file = hunted / "output" / "horizon-published.duckdb"
    n_killed, committed = 0, 0
    for target in MOMENTS:
        code = killed_scan(hunted, served.monday(2), target)
        # 0: the moment did not come again, because all that leads there was done before
        assert code in (-9, 0), f"{target}: exit {code}"
        n_killed += code == -9
        if file.exists():
            assert published.run_of(file) is not None, f"{target}: the published file does not open"
            n_docs = published.query(file, "SELECT count(*) AS n FROM horizon.documents")[0]["n"]
            assert n_docs == published.query(file, "SELECT n_docs AS n FROM horizon.run_status")[0]["n"], (
                target
            )
        with Store.open(hunted / "store") as store:
            assert half_written(store) == [], target
            assert store.count("core_run") >= committed, f"{target}: a committed run is lost"
            committed = store.count("core_run")
            assert audit_all(store) == [], target
    last = served.scan(hunted, served.monday(2))
    assert last.returncode == 0, last.stderr
    with capsys.disabled():
        print(f"\nkilled at {n_killed} of {len(MOMENTS)} moments")  # noqa: T201 - the proof's result
    assert n_killed >= 30
    assert tables(hunted) == tables(calm)
    assert written(hunted) == written(calm)
