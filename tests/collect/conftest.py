"""A stage with a real loopback server behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from horizon.clock import SimulatedClock
from horizon.collect import catalogue, stage
from horizon.config import CollectSettings
from horizon.storage.store import Store
from horizon.types import Source, StageReport, Window

from .feeds import NOW


@dataclass
class Bench:
    """A store, a clock, a server and the stage between them."""

    server: HTTPServer
    store: Store = field(default_factory=Store.in_memory)
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(NOW))
    settings: CollectSettings = field(default_factory=CollectSettings)

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def catalogue(self, *sources: Source) -> None:
        catalogue.sync(self.store, sources)

    def run(self, **advance: float) -> StageReport:
        self.clock.set(self.clock.now() + timedelta(**advance))
        now = self.clock.now()
        return stage.run(self.store, self.settings, Window.day(now.date(), as_of=now), clock=self.clock)

    def table(self, name: str) -> list[dict[str, Any]]:
        rows = self.store._con.execute(f"SELECT * FROM {name}").to_arrow_table().to_pylist()
        return list(rows)

    def last_fetch(self, source_id: str) -> dict[str, Any]:
        rows = [r for r in self.table("raw_fetch") if r["source_id"] == source_id]
        return max(rows, key=lambda r: r["requested_at"])

    def state(self, source_id: str) -> dict[str, Any]:
        return next(r for r in self.table("core_source_state") if r["source_id"] == source_id)


@pytest.fixture
def bench(httpserver: HTTPServer) -> Bench:
    settings = CollectSettings(
        allow_hosts=(f"{httpserver.host}:{httpserver.port}",), host_delay_s=0, host_concurrency=8, timeout_s=2
    )
    return Bench(httpserver, settings=settings)


Moment = Callable[[], datetime]
