"""A second backend needs the interface and nothing more: the stages run on one that has only its methods."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from horizon import pipeline
from horizon.clock import SimulatedClock
from horizon.config import data_root
from horizon.demo.edition import Edition, week_on
from horizon.demo.play import make_workspace
from horizon.demo.server import SampleServer
from horizon.storage.interface import Storage
from horizon.types import Window, midnight

ROOT = Path(__file__).parents[2]
METHODS = {name for name in vars(Storage) if not name.startswith("_")} | {"bodies", "folder"}


class OnlyTheInterface:
    """Hands on what the interface names and refuses everything else."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        if name not in METHODS:
            raise AssertionError(f"a stage asked storage for {name!r}, which a second backend need not have")
        return getattr(self._store, name)


STAGE_FOLDERS = ("collect", "normalise", "enrich", "topics", "signals", "forces", "impact", "upkeep")


def asked_of_store(path: Path) -> set[str]:
    """Names of what a file asks of anything called store."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = (
                owner.id
                if isinstance(owner, ast.Name)
                else owner.attr
                if isinstance(owner, ast.Attribute)
                else ""
            )
            if name.strip("_") == "store":
                found.add(node.attr)
    return found


def test_stage_code_names_nothing_but_the_interface() -> None:
    for folder in STAGE_FOLDERS:
        for path in (ROOT / "horizon" / folder).glob("*.py"):
            assert asked_of_store(path) <= METHODS, path.name


@pytest.mark.proof
def test_stages_ask_storage_for_nothing_but_the_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.audits, "after_stage", lambda *_: None)  # audits belong to the backend
    edition = Edition(data_root() / "sample")
    clock = SimulatedClock(midnight(week_on(1)))
    with SampleServer(edition, clock) as server:
        workspace = make_workspace(tmp_path / "w", edition, server.host)
        with workspace.open_store() as real:
            store: Any = OnlyTheInterface(real)
            context = pipeline.Context(workspace, store, clock)
            pipeline.sync_catalogue(context)
            for moment in (midnight(week_on(1)), midnight(week_on(2))):
                clock.set(moment)
                for name in pipeline.DAILY:
                    pipeline.run_stage(name, context, Window.day(moment.date(), as_of=clock.now()))
            window = Window.week(week_on(1), as_of=clock.now())
            reports = [pipeline.run_stage(name, context, window) for name in pipeline.WEEKLY]
    assert [r.status for r in reports] == ["done"] * 4
    assert reports[0].counts["n_docs"] > 0
