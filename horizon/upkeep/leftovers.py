"""Temporary files that a killed run left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

AGE_S = 86_400  # no living run owns a file that old


def leftovers(folders: Iterable[Path], now: datetime) -> Sequence[Path]:
    """The temporary files under some folders that are over a day old, in name order."""
    old = now.timestamp() - AGE_S
    found = {path for folder in folders if folder.exists() for path in folder.rglob(".*.part")}
    return sorted(path for path in found if path.stat().st_mtime < old)
