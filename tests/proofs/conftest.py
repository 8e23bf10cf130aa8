"""A served sample edition and a workspace for it, for proofs that run scans as processes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from horizon.clock import SimulatedClock
from horizon.config import data_root
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import make_workspace
from horizon.demo.server import SampleServer
from horizon.storage.store import FILE_NAME
from horizon.types import midnight

SCRIPT = Path(__file__).with_name("scan_once.py")
# what may differ between two runs over the same input: how long it took, and when by the machine's clock
# A collect run that goes on after a kill counts what it fetched itself and what it found fetched (n_recovered); every
# other column of its row, and what it stored, is the same.
REPLACED = " REPLACE (CASE WHEN stage = 'collect' THEN NULL ELSE counts END AS counts)"
TIMING = {"core_run": {"started_at", "seconds"}, "raw_fetch": {"elapsed_s"}, "core_migration": {"applied_at"}}


@dataclass
class Served:
    """The sample edition on loopback, shown as of a clock that scans are given too."""

    server: SampleServer
    clock: SimulatedClock
    edition: Edition

    def monday(self, week: int) -> datetime:
        """The moment of the scan after a week of the edition."""
        return midnight(week_on(week + 1)) + timedelta(hours=4)

    def workspace(self, folder: Path) -> Path:
        make_workspace(folder, self.edition, self.server.host)
        return folder

    def start_scan(self, folder: Path, moment: datetime) -> subprocess.Popen[str]:
        self.clock.set(moment)
        command = [sys.executable, str(SCRIPT), str(folder), moment.isoformat()]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def scan(self, folder: Path, moment: datetime) -> subprocess.CompletedProcess[str]:
        process = self.start_scan(folder, moment)
        out, err = process.communicate(timeout=900)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    edition = Edition(data_root() / "sample")
    if not edition.n_entries:
        pytest.skip("no sample entries")
    clock = SimulatedClock(midnight(week_on(1)))
    with SampleServer(edition, clock) as server:
        yield Served(server, clock, edition)


@pytest.fixture(scope="session")
def tables() -> Callable[[Path], dict[str, str]]:
    """Hash of every private table of a workspace, rows in any order, timing left out."""

    def read(folder: Path) -> dict[str, str]:
        hashes = {}
        with duckdb.connect(str(folder / "store" / FILE_NAME), read_only=True) as con:
            names = [
                row[0] for row in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
            ]
            for name in names:
                skipped = ", ".join(TIMING.get(name, ()))
                columns = f"* EXCLUDE ({skipped})" if skipped else "*"
                if name == "core_run":
                    columns += REPLACED
                rows = sorted(str(row) for row in con.execute(f"SELECT {columns} FROM {name}").fetchall())
                hashes[name] = (
                    f"{len(rows)} rows {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:16]}"
                )
        return hashes

    return read
