"""A real Prefect server: deploys everything and must then hold scheduled runs.

Some dependency mixes install, import and deploy, yet never schedule; only this test sees it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("server")
    api = f"http://127.0.0.1:{port}/api"
    env = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "HORIZON_HOME": str(ROOT),
        "HORIZON_WORKSPACE": str(home),
        "PREFECT_CLI_PROMPT": "false",
    }
    with (home / "server.log").open("w") as log:
        start = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
        process = subprocess.Popen(start, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=home)
        try:
            _wait(f"{api}/health", process, home / "server.log")
            yield api, env
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"the server did not answer:\n{log.read_text()[-3000:]}")


def _post(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_all_flows_deploy_and_scheduled_runs_appear(server: tuple[str, dict[str, str]]) -> None:
    api, env = server
    for command in (
        ["work-pool", "create", "horizon", "--type", "process"],
        ["--no-prompt", "deploy", "--all"],
    ):
        done = subprocess.run(
            [PREFECT, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    deployments = {d["name"]: d for d in _post(f"{api}/deployments/filter", {})}
    assert set(deployments) == {"hourly", "daily", "weekly", "upkeep", "by-hand"}
    assert deployments["weekly"]["schedules"][0]["schedule"]["timezone"] == "Europe/Stockholm"
    wanted = {deployments[name]["id"] for name in ("hourly", "daily", "weekly", "upkeep")}
    deadline, seen = time.monotonic() + 60, set()
    while seen != wanted and time.monotonic() < deadline:
        runs = _post(f"{api}/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
        seen = {run["deployment_id"] for run in runs}
        time.sleep(1)
    assert seen == wanted, "the server deploys but does not schedule"
