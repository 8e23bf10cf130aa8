"""Packs: the catalogue files that come with Horizon, and how one gets into a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from horizon.collect import catalogue
from horizon.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Pack:
    """One shipped catalogue file. Unverified sources have no evidence for their address and are disabled."""

    pack: str
    evidenced: int  # sources
    unverified: int  # sources
    path: Path


def packs(folder: Path) -> list[Pack]:
    """The packs of a folder, in name order."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        entries = catalogue.entries(path)
        evidenced = sum(entry.evidence is not None for entry in entries)
        found.append(Pack(path.stem, evidenced, len(entries) - evidenced, path))
    return found


def take(name: str, folder: Path, target: Path, known: Iterable[Path]) -> tuple[Pack, Path]:
    """Copy a pack into a workspace's sources folder. Raises ConfigError, and copies nothing, when a file of that
    name is there, or a source of the pack has the id or address of a known one."""
    shipped = {pack.pack: pack for pack in packs(folder)}
    if name not in shipped:
        raise ConfigError(f"no pack {name!r}; there are {', '.join(shipped)}. See `horizon sources packs`.")
    pack, path = shipped[name], target / f"{name}.toml"
    if path.exists():
        raise ConfigError(f"{path}: there already, and perhaps changed by you; nothing was copied.")
    catalogue.load([*known, pack.path])
    write_new(path, pack.path.read_text(encoding="utf-8"))
    return pack, path


def write_new(path: Path, content: str | bytes) -> None:
    """Write a file that is not there yet. Raises ConfigError when it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise ConfigError(f"{path}: there already; nothing was written. Name another file.") from None
