import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from horizon.collect import archive
from horizon.errors import ConfigError
from horizon.storage.store import Store

LINES = [
    {
        "id": "1",
        "published": "2020-01-05",
        "title": "One",
        "summary": "s",
        "source": "Paper A",
        "lang": "en",
        "label": "x",
    },
    {
        "id": "2",
        "published": "2020-03-01T10:00:00Z",
        "title": "Two",
        "source": "Paper B",
        "url": "https://b.example/2",
    },
    {"id": "3", "published": None, "title": "Three", "source": "Paper A"},
    {"id": "4", "published": "2020-01-01", "title": "Four", "date_precision": "congress (2 years)"},
]


def write(folder: Path, lines: list[object] = LINES, name: str = "old.jsonl.gz") -> Path:  # type: ignore[assignment]
    path = folder / name
    text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


def test_an_item_is_first_seen_when_it_was_published(tmp_path: Path) -> None:
    store = Store.in_memory()
    report = archive.load(store, write(tmp_path), source_class="policy")
    assert report.counts["n_entries"] == 4
    assert report.counts["n_sources"] == 3
    entries = {e.guid: e for e in archive.read(write(tmp_path)).entries}
    assert entries["1"].fetched_at == entries["1"].published_at == datetime(2020, 1, 5, tzinfo=UTC)
    assert entries["3"].published_at is None
    assert entries["3"].fetched_at == datetime(2020, 3, 1, 10, tzinfo=UTC)
    assert [entries[k].date_precision for k in "1234"] == ["day", "second", None, "year"]
    assert store.count("raw_entry") == 4
    assert store.count("core_source") == 3


def test_loading_twice_leaves_the_same_rows(tmp_path: Path) -> None:
    store = Store.in_memory()
    path = write(tmp_path)
    archive.load(store, path)
    assert archive.load(store, path).status == "skipped"
    assert store.count("raw_entry") == 4


def test_only_what_was_published_before_the_end_is_taken(tmp_path: Path) -> None:
    loaded = archive.read(write(tmp_path), until=datetime(2020, 2, 1, tzinfo=UTC))
    assert sorted(str(e.guid) for e in loaded.entries) == ["1", "3", "4"]


def test_bad_lines_are_named_and_left_out(tmp_path: Path) -> None:
    loaded = archive.read(write(tmp_path, [LINES[0], "{broken", {"id": "9"}, [1]], "old.jsonl"))
    assert len(loaded.entries) == 1
    assert [note.split(" is not")[0] for note in loaded.left_out] == [
        f"old.jsonl: line {n}" for n in (2, 3, 4)
    ]


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.jsonl"):
        archive.read(tmp_path / "no.jsonl")
    (tmp_path / "x.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(ConfigError, match="can not be read"):
        archive.read(tmp_path / "x.jsonl.gz")
    with pytest.raises(ConfigError, match="no entry"):
        archive.read(write(tmp_path, ["{"], "y.jsonl"))
    with pytest.raises(ConfigError, match="no readable date"):
        archive.read(write(tmp_path, [LINES[2]], "z.jsonl"))
