"""A real Prefect server, a worker in another process, every flow run to its end, the server killed and started again in between.

Once on SQLite, once on PostgreSQL (Debian's package, started here on loopback in a scratch folder).
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from horizon.config import data_root
from horizon.demo.play import play
from horizon.storage import published

pytestmark = pytest.mark.proof
ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))
FLOWS = ("collect/hourly", "analyse/daily", "digest/weekly", "upkeep/upkeep", "backfill/by-hand")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server process that can be killed and started again on the same port with the same records."""

    def __init__(self, home: Path, workspace: Path, database: str | None) -> None:
        self.port, self.home = free_port(), home
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.env = {
            **os.environ, "PREFECT_HOME": str(home), "PREFECT_API_URL": self.api, "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1", "PREFECT_CLI_PROMPT": "false", "HORIZON_HOME": str(ROOT), "HORIZON_WORKSPACE": str(workspace),
        }  # fmt: skip
        if database:
            self.env["PREFECT_API_DATABASE_CONNECTION_URL"] = database
        self.process: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.home / "server.log").open("a") as log:
            command = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self.port), "--no-ui"]
            self.process = subprocess.Popen(
                command, env=self.env, stdout=log, stderr=log, cwd=self.home, start_new_session=True
            )
        until(lambda: self._answers(), 240, "the server did not answer", self.home / "server.log")

    def kill(self) -> None:
        """The server and its children, at once and without warning."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_worker(self) -> None:
        with (self.home / "worker.log").open("a") as log:
            command = [PREFECT, "worker", "start", "--pool", "horizon", "--limit", "1"]
            self.worker = subprocess.Popen(
                command, env=self.env, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
            )

    def stop(self) -> None:
        for process in (self.worker, self.process):
            if process and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def prefect(self, *arguments: str) -> str:
        done = subprocess.run(
            [PREFECT, *arguments], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        return patiently(urllib.request.Request(f"{self.api}/{path}", json.dumps(body).encode(), headers))

    def run_now(self, deployment: str, **parameters: object) -> str:
        """Create a run of a deployment that is due now; returns its id."""
        found = self.ask(
            "deployments/filter", {"deployments": {"name": {"any_": [deployment.split("/")[1]]}}}
        )
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": datetime.now(UTC).isoformat()}}
        body = {"state": state, "parameters": {**found[0]["parameters"], **parameters}}
        return str(self.ask(f"deployments/{found[0]['id']}/create_flow_run", body)["id"])

    def state_of(self, run: str) -> str:
        return str(patiently(urllib.request.Request(f"{self.api}/flow_runs/{run}"))["state"]["type"])

    def finish(self, run: str, seconds: float = 400) -> str:
        until(lambda: self.state_of(run) in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"), seconds,
              f"run {run} has no end", self.home / "worker.log")  # fmt: skip
        return self.state_of(run)

    def _answers(self) -> bool:
        with urllib.request.urlopen(f"{self.api}/health", timeout=5):
            return True


def patiently(request: urllib.request.Request, tries: int = 30) -> Any:
    """The answer's JSON; a busy server (503) is asked again, as Prefect's own client does."""
    for left in range(tries, 0, -1):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as exc:
            if exc.code != 503 or left == 1:
                raise
            time.sleep(2)
    raise AssertionError("no tries left")


def until(holds: Any, seconds: float, told: str, log: Path) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(1)
    pytest.fail(f"{told}:\n{log.read_text()[-3000:] if log.exists() else ''}")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not list((data_root() / "sample" / "entries").glob("*.jsonl")):
        pytest.skip("no sample entries")
    folder = tmp_path_factory.mktemp("played") / "demo"
    play(folder, n_weeks=2)
    return folder


@pytest.fixture
def workspace(played: Path, tmp_path: Path) -> Path:
    folder = shutil.copytree(played, tmp_path / "demo")
    (folder / "horizon.toml").open("a").write("\n")
    return folder


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Address of an empty database of a server that lives as long as the test."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    # not below tmp_path: another run of pytest shuts the way to that for the server's own user
    place = Path(tempfile.mkdtemp(prefix="horizon-pg-"))
    place.chmod(0o755)
    port = free_port()
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        record = pwd.getpwnam(user)
        os.chown(place, record.pw_uid, record.pw_gid)

    def run(*command: str) -> None:
        done = subprocess.run(
            [str(binaries[-1] / command[0]), *command[1:]],
            user=user, check=False, capture_output=True, text=True, cwd="/",
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout} {done.stderr}"

    data = place / "data"
    run("initdb", "-D", str(data), "-A", "trust", "-U", "prefect", "-E", "UTF8")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(place / "log"), "-o",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place}", "start")  # fmt: skip
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect")
        run(
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            "prefect",
            "-d",
            "prefect",
            "-c",
            "CREATE EXTENSION pg_trgm",
        )
        yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "fast", "-t", "300", "stop")
        shutil.rmtree(place)


def every_flow_runs(home: Path, workspace: Path, database: str | None) -> None:
    home.mkdir()
    server = Server(home, workspace, database)
    try:
        server.start()
        server.prefect("work-pool", "create", "horizon", "--type", "process")
        server.prefect("--no-prompt", "deploy", "--all")
        server.start_worker()
        weeks = {"first": "2026-05-11", "last": "2026-05-18"}
        ended = {}
        for number, flow in enumerate(FLOWS):
            ended[flow] = server.finish(
                server.run_now(flow, **(weeks if flow.startswith("backfill") else {}))
            )
            if number == 1:
                server.kill()
                time.sleep(3)
                server.start()
        assert ended == dict.fromkeys(FLOWS, "COMPLETED")
        until(lambda: len(scheduled(server)) == 4, 120, "the server does not schedule", home / "server.log")
        artifacts = {a["key"] for a in server.ask("artifacts/filter", {})}
        assert {"horizon-collect", "horizon-analyse", "horizon-upkeep", "horizon-backfill"} <= artifacts
    finally:
        server.stop()
    assert list((workspace / "backups").glob("*/manifest.json"))
    file = workspace / "output" / "horizon-published.duckdb"
    assert published.query(file, "SELECT count(*) AS n FROM horizon.documents")[0]["n"] > 0


def scheduled(server: Server) -> set[str]:
    runs = server.ask("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
    return {run["deployment_id"] for run in runs}


def test_every_flow_runs_through_a_worker_over_a_server_that_was_killed(
    workspace: Path, tmp_path: Path
) -> None:
    every_flow_runs(tmp_path / "home", workspace, None)


@pytest.mark.postgresql
def test_the_same_on_postgresql(workspace: Path, tmp_path: Path, postgresql: str) -> None:
    every_flow_runs(tmp_path / "home", workspace, postgresql)
