"""What is made of a system once and used for every window: reader, influence matrix, vectors, documents read so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from horizon.impact import loop
from horizon.impact.abroad import is_elsewhere
from horizon.impact.entrants import Arena
from horizon.impact.meaning import PartVectors, part_vectors
from horizon.impact.reading import Reading, SystemReader
from horizon.impact.system import System
from horizon.impact.trade import Trades
from horizon.storage.cue_vectors import cue_vectors
from horizon.storage.store import Store
from horizon.types import Embedder

Rows = Sequence[Mapping[str, Any]]


class Eyes:
    """What is made of a system once and used for every window: reader, influence matrix, vectors, documents read so far."""

    def __init__(
        self, system: System, country_codes: Mapping[str, str] | None, trades: Trades | None = None
    ) -> None:
        self.system = system
        self.reader = SystemReader(system, country_codes, trades)
        self.matrix = loop.build(system)
        self.readings: dict[tuple[str, ...], Reading] = {}
        self.parts: PartVectors | None = None
        self.arena: Arena | None = None
        self._country_codes = country_codes or {}
        self._elsewhere: dict[str, bool] = {}

    def is_elsewhere(self, text: str) -> bool:
        """Whether title and lead place the news in another country alone; kept, since a text is asked for every week."""
        if text not in self._elsewhere:
            self._elsewhere[text] = is_elsewhere(self.system, self._country_codes, text)
        return self._elsewhere[text]

    def learn(self, store: Store, embedder: Embedder, run_id: str) -> PartVectors:
        """Vectors of the parts' cues; embedded once for all time, looked up once for all windows."""
        if self.parts is None:
            cues = [c for p in self.system.parts for c in p.cues_en]
            self.parts = part_vectors(self.system, cue_vectors(store, embedder, cues, run_id=run_id))
        return self.parts


class Memory:
    """Eyes by system, kept between the windows of one caller; a changed system is seen with new ones."""

    def __init__(self) -> None:
        self._eyes: dict[str, Eyes] = {}
        # system id -> hash of the version that this caller has written to the store
        self._kept: dict[str, str] = {}

    def has_kept(self, system: System) -> bool:
        """Whether this version of a system was the last of it that this caller wrote to the store."""
        return self._kept.get(system.system_id) == system.file_hash

    def keep(self, systems: Sequence[System]) -> None:
        """Remember that these versions stand in the store."""
        self._kept.update({s.system_id: s.file_hash for s in systems})

    def eyes(
        self, system: System, country_codes: Mapping[str, str] | None, trades: Trades | None = None
    ) -> Eyes:
        """The eyes of this version of a system."""
        key = f"{system.system_id}={system.file_hash}"
        if key not in self._eyes:
            self._eyes[key] = Eyes(system, country_codes, trades)
        return self._eyes[key]


def key_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """All of a row that can differ between windows."""
    return (row["doc_id"], row["text_hash"], row["origin_id"], row["stance"])


def read(
    system: System, documents: Rows, country_codes: Mapping[str, str] | None = None
) -> dict[str, list[Reading]]:
    """Readings by signal, by words and names alone."""
    return read_with(Eyes(system, country_codes), documents, {})


def read_with(
    eyes: Eyes, documents: Rows, likeness: Mapping[str, Mapping[str, float]]
) -> dict[str, list[Reading]]:
    """Readings by signal; a document of several signals is read once. likeness: of `meanings`."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in documents:
        key = key_of(row)
        if key not in eyes.readings:
            eyes.readings[key] = eyes.reader.read(row, likeness.get(row["text_hash"]))
        found[row["signal_id"]].append(eyes.readings[key])
    return dict(found)
