"""Readers that open the published file in a loop, and one that holds it open, while it is published fifty times."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from horizon.storage import published
from horizon.storage.store import Store
from tests.storage.small import judge, write

pytestmark = pytest.mark.proof
N_PUBLISHES = 50
NOW = datetime(2026, 7, 1, tzinfo=UTC)

# Opens the file again and again until told to stop; counts openings, errors, mixed versions and steps back.
LOOPING = """
import json, sys, duckdb
path, stop = sys.argv[1:]
from pathlib import Path
seen = {"opened": 0, "errors": [], "mixed": [], "back": [], "versions": set()}
last = -1
while not Path(stop).exists():
    try:
        with duckdb.connect(path, read_only=True) as con:
            run, docs, versions, found = con.execute(
                "SELECT (SELECT run_id FROM horizon.run_status), (SELECT count(*) FROM horizon.documents), "
                "(SELECT n_docs FROM horizon.run_status), (SELECT count(*) FROM horizon.search('battery', n := 1000))"
            ).fetchall()[0]
    except duckdb.Error as exc:
        seen["errors"].append(str(exc))
        continue
    number = int(run[1:])
    seen["opened"] += 1
    seen["versions"].add(number)
    if not docs == versions == found == number + 1:
        seen["mixed"].append([run, docs, versions, found])
    if number < last:
        seen["back"].append([last, number])
    last = number
print(json.dumps({**seen, "versions": len(seen["versions"])}))
"""
# Opens the file once and asks it all along: always the same answer.
HOLDING = """
import json, sys, time, duckdb
from pathlib import Path
path, stop = sys.argv[1:]
con = duckdb.connect(path, read_only=True)
question = "SELECT (SELECT run_id FROM horizon.run_status), (SELECT count(*) FROM horizon.document_versions)"
first = con.execute(question).fetchall()
print("holding", flush=True)
n, other = 0, 0
while not Path(stop).exists():
    n += 1
    other += con.execute(question).fetchall() != first
    time.sleep(0.05)
print(json.dumps({"asked": n, "other": other}))
"""


def start(code: str, file: Path, stop: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(file), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_fifty_publishes_no_reader_fails_and_none_sees_a_mixture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, stop = tmp_path / "out" / "horizon-published.duckdb", tmp_path / "stop"
    with Store.open(tmp_path / "store") as store:
        write(store, [("d0", 1, 0.0, "Battery news 0")])
        published.publish(store, file, run_id="r0", as_of=NOW, keep=3)
        readers = [start(LOOPING, file, stop) for _ in range(2)]
        holder = start(HOLDING, file, stop)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        started = time.monotonic()
        for n in range(1, N_PUBLISHES + 1):
            write(store, [(f"d{n}", 1, n / 10, f"Battery news {n}")])
            if n % 7 == 0:
                judge(store, n // 7 - 1, {"t": [f"d{k}" for k in range(3)]})
            published.publish(store, file, run_id=f"r{n}", as_of=NOW + timedelta(minutes=n), keep=3)
        seconds = time.monotonic() - started
    stop.touch()
    told = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    held = json.loads(holder.communicate(timeout=60)[0])
    with capsys.disabled():
        print(f"\n{N_PUBLISHES} publishes in {seconds:.1f} s; readers {told}; holder {held}")  # noqa: T201 - the proof's result
    for seen in told:
        assert seen["errors"] == []
        assert seen["mixed"] == []
        assert seen["back"] == []
        assert seen["versions"] > 5
    assert held["other"] == 0
    assert held["asked"] > 5
    assert published.run_of(file) == f"r{N_PUBLISHES}"
