"""Plays the sample edition: a workspace made for it, then one scan a week under a simulated clock."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from horizon.clock import SimulatedClock
from horizon.config import CONFIG_NAME, data_root
from horizon.demo.edition import Edition, SampleSource, week_on
from horizon.demo.server import SampleServer
from horizon.errors import ConfigError
from horizon.pipeline import DAILY, STAGES, scan
from horizon.types import Progress, StageReport, midnight
from horizon.workspace import Workspace

MARK = "# made by `horizon demo`: this folder is emptied at the next demo"
SCAN_HOUR_UTC = 4  # Monday 06:00 in Stockholm summer time
MIDWEEK_DAYS = 2.5  # a look in the middle of the week too: it sees entries before they are edited


@dataclass(slots=True)
class DemoResult:
    """Where the demo's results lie and what each scan reported."""

    workspace: Workspace
    n_sources: int
    n_entries: int
    n_weeks: int
    as_of: datetime
    reports: list[StageReport] = field(default_factory=list)


def play(
    folder: Path,
    *,
    n_weeks: int | None = None,
    sample: Path | None = None,
    progress: Progress | None = None,
    after_week: Callable[[int, Workspace], None] | None = None,
) -> DemoResult:
    """Serve the edition on loopback and scan it week by week into a fresh workspace in `folder`.

    Raises ConfigError when the folder holds something that no demo made.
    """
    edition = Edition(sample or data_root() / "sample")
    last = min(n_weeks or edition.n_weeks, edition.n_weeks)
    clock = SimulatedClock(midnight(week_on(1)))
    with SampleServer(edition, clock) as server:
        workspace = make_workspace(folder, edition, server.host)
        result = DemoResult(workspace, len(edition.sources), edition.n_entries, last, clock.now())
        # sources come on board before the first week, so that its entries are news and not a backlog
        result.reports += scan(workspace, clock=clock, stages=DAILY)
        for week in range(1, last + 1):
            clock.set(midnight(week_on(week)) + timedelta(days=MIDWEEK_DAYS))
            result.reports += scan(workspace, clock=clock, stages=DAILY)
            clock.set(midnight(week_on(week + 1)) + timedelta(hours=SCAN_HOUR_UTC))
            if progress:
                progress("weeks scanned", week - 1, last)
            result.reports += scan(workspace, clock=clock, stages=STAGES)
            if after_week:
                after_week(week, workspace)
        if progress:
            progress("weeks scanned", last, last)
        result.as_of = clock.now().astimezone(UTC)
    return result


def make_workspace(folder: Path, edition: Edition, host: str) -> Workspace:
    """A fresh workspace for the edition served at host:port. Raises ConfigError when the folder is somebody else's."""
    config = folder / CONFIG_NAME
    if folder.exists() and any(folder.iterdir()):
        if not config.exists() or MARK not in config.read_text(encoding="utf-8"):
            raise ConfigError(
                f"{folder}: not empty and not made by a demo; nothing was touched. Name another folder."
            )
        shutil.rmtree(folder)
    (folder / "sources").mkdir(parents=True)
    config.write_text(
        f'{MARK}\n[workspace]\nname = "Horizon sample edition (fictional)"\n\n'
        f'[collect]\nallow_hosts = ["{host}"]\nhost_delay_s = 0.0\nhost_concurrency = 8\n',
        encoding="utf-8",
    )
    blocks = [_catalogue_block(source, host) for source in edition.sources.values()]
    (folder / "sources" / "sample.toml").write_text("\n".join(blocks), encoding="utf-8")
    shutil.copytree(data_root() / "systems", folder / "systems")
    return Workspace.load(folder)


def _catalogue_block(source: SampleSource, host: str) -> str:
    fields = {
        "id": source.source_id,
        "name": source.name,
        "class": source.source_class,
        "url": f"http://{host}{source.path}",
        "site": source.site,
        "language": source.language,
        **source.catalogue,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in fields.items() if value is not None]
    return "\n".join(["[[source]]", *lines, ""])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
