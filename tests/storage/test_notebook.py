"""docs/strategist.ipynb runs from the first cell to the last, without a notebook server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from horizon.demo.play import DemoResult

NOTEBOOK = Path(__file__).parents[2] / "docs" / "strategist.ipynb"


def code_cells() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_it_runs_headless_and_each_cell_shows_something(
    played: DemoResult, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HORIZON_PUBLISHED", str(played.workspace.published_file))
    names: dict[str, Any] = {}
    cells = code_cells()
    for number, cell in enumerate(cells):
        exec(compile(cell, f"cell {number}", "exec"), names)
        shown = capsys.readouterr().out
        assert number == 0 or shown.strip(), f"cell {number} shows nothing"
    assert "Effektbladet" in {row["source_name"] for row in names["troubled"]}
    assert [s["rank"] for s in names["signals"]] == sorted(s["rank"] for s in names["signals"])
    assert sum(week["n_origins"] for week in names["history"]) > 0
    assert {d["doc_id"] for d in names["then"]} <= {d["doc_id"] for d in names["now"]} or len(
        names["now"]
    ) == 50
    assert len(names["then"]) < len(names["now"])
    assert all(row["body_hash"] and row["url"] for row in names["lineage"])


def test_it_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None
        for cell in cells
        if cell["cell_type"] == "code"
    )
