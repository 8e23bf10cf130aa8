"""Every fault an operator meets, made for real in a workspace: `status` names it and the mend, and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from horizon.storage.files import A_DAY, leftovers
from horizon.storage.store import FILE_NAME, Store
from horizon.types import Source
from horizon.watch import gather as gathering
from horizon.watch import journal
from horizon.watch.alarms import alarms
from horizon.watch.gather import gather, next_digest_at
from horizon.workspace import Workspace, create

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A healthy workspace: two sources read an hour ago, one run done, nothing waiting."""
    folder = tmp_path_factory.mktemp("healthy") / "w"
    create(folder, name="Test", example="norrvik-mobility")
    made = Workspace.load(folder)
    with made.open_store() as store:
        store.append("core_source", [source("a"), source("b")])
        store.append("core_source_state", [state("a"), state("b")])
    note(made, "scan", NOW - HOUR, outcome="done")
    return folder


@pytest.fixture
def workspace(healthy: Path, tmp_path: Path) -> Workspace:
    return Workspace.load(shutil.copytree(healthy, tmp_path / "w"))


def source(name: str) -> Source:
    return Source(source_id=name, name=name, source_class="news", url=f"https://{name}.example/feed")


def state(name: str, **changed: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "source_id": name,
        "on_board_at": NOW - 30 * DAY,
        "last_fetched_at": NOW - HOUR,
    }
    usual |= {"last_success_at": NOW - HOUR, "next_poll_at": NOW, "n_failures": 0, "is_retired": False}
    return usual | {"health": "healthy", "health_reason": None} | changed


def note(
    workspace: Workspace, flow: str, at: datetime, *, outcome: str | None, message: str = "", pid: int = 1
) -> None:
    """Lines of the journal as a run of that outcome leaves them; None leaves a start without an end."""
    start = {
        "run": f"{flow}{at}",
        "flow": flow,
        "event": "start",
        "at": at.isoformat(),
        "pid": pid,
        "host": os.uname().nodename,
    }
    journal._append(workspace.store_folder, start)
    if outcome:
        end = {
            "run": f"{flow}{at}",
            "event": "end",
            "at": at.isoformat(),
            "outcome": outcome,
            "message": message,
        }
        journal._append(workspace.store_folder, end)


def change(workspace: Workspace, sql: str) -> None:
    with duckdb.connect(str(workspace.store_folder / FILE_NAME)) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(sql)


def entries(workspace: Workspace, n: int) -> None:
    change(
        workspace,
        f"INSERT INTO raw_entry (entry_hash, source_id) SELECT i::TEXT, 'a' FROM range({n}) AS t(i)",
    )


def documents(workspace: Workspace, n: int) -> None:
    values = f"SELECT i::TEXT, 1, DATE '2026-09-07', TIMESTAMPTZ '2026-09-08', false FROM range({n}) AS t(i)"
    change(workspace, f"INSERT INTO core_document (doc_id, version, week_on, seen_at, is_backlog) {values}")


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def no_sources(w: Workspace) -> None:
    change(w, "UPDATE core_source SET is_enabled = false")


def network_away(w: Workspace) -> None:
    change(
        w, f"UPDATE core_source_state SET last_success_at = TIMESTAMPTZ '{NOW - 3 * DAY}', health = 'failing'"
    )


def health(value: str) -> Callable[[Workspace], None]:
    return lambda w: change(
        w,
        f"UPDATE core_source_state SET health = '{value}', health_reason = 'HTTP 403' WHERE source_id = 'a'",
    )


def many_down(w: Workspace) -> None:
    with w.open_store() as store:
        store.append("core_source", [source(x) for x in "cde"])
        store.append(
            "core_source_state", [state(x, health="failing", health_reason="timeout") for x in "cde"]
        )


def never_run(w: Workspace) -> None:
    (w.store_folder / journal.FILE_NAME).unlink()


def timer_stopped(w: Workspace) -> None:
    never_run(w)
    note(w, "scan", NOW - 5 * DAY, outcome="done")


def failed(w: Workspace) -> None:
    note(w, "analyse", NOW - HOUR, outcome="failed", message="store: can not write. Free disk space.")


def killed(w: Workspace) -> None:
    note(w, "digest", NOW - HOUR, outcome=None, pid=dead_pid())


def clock_back(w: Workspace) -> None:
    note(w, "scan", NOW + 2 * DAY, outcome="done")


def damaged(w: Workspace) -> None:
    (w.store_folder / FILE_NAME).write_bytes(b"not a database" * 1000)


def newer(w: Workspace) -> None:
    change(w, "INSERT INTO core_migration VALUES (9999, 'future', 'x', now())")


def no_system(w: Workspace) -> None:
    shutil.rmtree(w.folder / "systems")


def published_gone(w: Workspace) -> None:
    change(w, "INSERT INTO core_run (run_id, stage, started_at, seconds) "
              f"VALUES ('publish-1', 'publish', TIMESTAMPTZ '{NOW - HOUR}', 1)")  # fmt: skip


def published_old(w: Workspace) -> None:
    published_gone(w)
    w.output.mkdir()
    w.published_file.touch()
    old = (NOW - 4 * DAY).timestamp()
    os.utime(w.published_file, (old, old))


def leftover(w: Workspace) -> None:
    part = w.store_folder / ".body.zst.1.part"
    part.touch()
    os.utime(part, (0, 0))


FAULTS: dict[str, tuple[Callable[[Workspace], None], str]] = {
    "no_sources": (no_sources, "horizon sources add"),
    "nothing_fetched": (network_away, "network"),
    "many_down": (many_down, "network and proxy"),
    "source_failing": (health("failing"), "horizon sources check"),
    "source_blocked": (health("blocked"), "horizon sources check"),
    "source_gone": (health("gone"), "horizon sources check"),
    "source_stale": (health("stale"), "feed may have moved"),
    "never_run": (never_run, "horizon scan"),
    "schedule_silent": (timer_stopped, "timer"),
    "run_failed": (failed, "nothing was half-written"),
    "run_killed": (killed, "goes on from what was committed"),
    "clock_back": (clock_back, "Set the clock"),
    "store_damaged": (damaged, "horizon restore"),
    "store_newer": (newer, "Install the newer Horizon"),
    "no_system": (no_system, "horizon init --system"),
    "not_published": (published_gone, "horizon publish"),
    "published_old": (published_old, "horizon publish"),
    "backlog_entries": (lambda w: entries(w, 6_000), "horizon normalise"),
    "backlog_documents": (lambda w: documents(w, 6_000), "horizon enrich"),
    "weeks_due": (lambda w: documents(w, 1), "horizon scan"),
    "backup_old": (lambda w: documents(w, 1), "horizon upkeep"),
    "leftovers": (leftover, "horizon upkeep"),
}


def test_a_healthy_workspace_raises_nothing(workspace: Workspace) -> None:
    assert alarms(gather(workspace, NOW)) == []


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_with_its_mend(code: str, workspace: Workspace) -> None:
    make, mend = FAULTS[code]
    make(workspace)
    found = {alarm.code: alarm for alarm in alarms(gather(workspace, NOW))}
    assert code in found, sorted(found)
    assert mend in found[code].mend
    assert found[code].what


def test_a_nearly_full_disk_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(gathering.shutil, "disk_usage", lambda _: usage(10**11, 10**11 - 10**9, 10**9))
    found = {alarm.code: alarm for alarm in alarms(gather(workspace, NOW))}
    assert "keep_bodies_days" in found["disk_low"].mend


def test_while_a_run_holds_the_store_the_rest_is_still_told(workspace: Workspace) -> None:
    with workspace.open_store():
        facts = gather(workspace, datetime.now(UTC))
    assert facts.store_problem == "busy"
    assert facts.n_documents is None  # nothing is published yet: unknown, not zero
    assert not [
        a for a in alarms(facts) if a.code in ("no_sources", "weeks_due", "never_run", "store_damaged")
    ]
    stuck = replace(facts, at=facts.at + 7 * HOUR, attempts={})
    assert [a.code for a in alarms(stuck)] == ["run_stuck"]


def test_looking_changes_nothing(workspace: Workspace) -> None:
    def tables() -> list[tuple[str, int]]:
        with Store.open(workspace.store_folder) as store:
            return [
                (t, store.count(t)) for t in ("core_source", "core_source_state", "core_run", "raw_entry")
            ]

    before = tables()
    gather(workspace, NOW)
    assert tables() == before


def test_leftovers_of_living_runs_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".young.part").touch()
    assert leftovers([tmp_path, tmp_path / "none"], before=datetime.now(UTC) - A_DAY) == []


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (
            datetime(2026, 10, 7, 12, tzinfo=UTC),
            datetime(2026, 10, 12, 4, tzinfo=UTC),
        ),  # summer time: 06:00 is 04:00
        (
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            datetime(2026, 10, 26, 5, tzinfo=UTC),
        ),  # the clocks change between
        (datetime(2026, 10, 12, 3, 59, tzinfo=UTC), datetime(2026, 10, 12, 4, tzinfo=UTC)),
        (datetime(2026, 10, 12, 4, 0, tzinfo=UTC), datetime(2026, 10, 19, 4, tzinfo=UTC)),
    ],
)
def test_the_next_digest_is_due_at_six_on_monday_by_the_local_clock(now: datetime, due: datetime) -> None:
    assert next_digest_at(now, "Europe/Stockholm") == due


def test_the_command_speaks_json_and_prometheus_and_writes_a_page(workspace: Workspace) -> None:
    program = [str(Path(sys.executable).with_name("horizon")), "-w", str(workspace.folder)]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*program, *arguments], capture_output=True, text=True, check=False)

    answer = run("status", "--json")
    facts = json.loads(answer.stdout)
    assert facts["facts"]["n_sources"] == 2
    assert facts["verdict"]
    lines = run("metrics").stdout.splitlines()
    assert "horizon_sources_enabled 2.0" in lines
    assert not any(
        line.startswith("horizon_published_timestamp_seconds") for line in lines
    )  # unknown is not zero
    page = workspace.folder / "status.html"
    assert run("status", "--html", str(page)).returncode == 0
    assert "What is wrong, and the mend" in page.read_text(encoding="utf-8")
    (workspace.folder / "systems" / "norrvik-mobility.toml").unlink()
    assert run("status", "--check").returncode == 1
