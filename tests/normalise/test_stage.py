"""Entries to documents: identity, edits, dates, origins; once is enough."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from horizon.config import NormaliseSettings
from horizon.normalise import stage
from horizon.storage.store import Store
from horizon.types import RawEntry, StageReport, Window

NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)
Make = Callable[..., RawEntry]
STORY = (
    "The port of Norrvik will store twelve megawatt hours in sodium cells beside the bus depot, harbour director Ylva "
    "Strandman said on Thursday. The cells replace a diesel generator that has stood there since 1998. Work starts in "
    "October and should end before the winter timetable."
)


def run(store: Store, *entries: RawEntry, at: datetime = NOW) -> StageReport:
    store.append("raw_entry", list(entries))
    return stage.run(store, NormaliseSettings(), Window.day(at.date(), as_of=at))


def documents(store: Store) -> list[dict[str, Any]]:
    since, until = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    return store.rows("documents/window", since=since, until=until, as_of=NOW + timedelta(days=99))


def test_a_second_run_finds_nothing_to_do(store: Store, entry: Make) -> None:
    assert run(store, entry("One", guid="1"), entry("Two", guid="2")).counts["documents"] == 2
    assert stage.run(store, NormaliseSettings(), Window.day(NOW.date(), as_of=NOW)).status == "skipped"
    assert store.count("core_document") == 2


def test_a_reissued_id_is_the_same_document(store: Store, entry: Make) -> None:
    run(store, entry("Depot gets sodium cells", STORY, guid="a", url="https://wire.example/1"))
    later = NOW + timedelta(days=1)
    run(
        store,
        entry("Depot gets sodium cells", STORY, guid="b", url="https://wire.example/1", fetched_at=later),
        at=later,
    )
    assert store.count("core_document") == 1


def test_one_id_for_two_pages_is_two_documents(store: Store, entry: Make) -> None:
    run(
        store,
        entry("Depot gets cells", "First text.", guid="same", url="https://wire.example/1"),
        entry("Ferry is late", "Second text.", guid="same", url="https://wire.example/2"),
    )
    assert len(documents(store)) == 2


def test_one_title_on_a_docket_is_many_items(store: Store, entry: Make) -> None:
    run(
        *(store,),
        *(entry("Order", f"Case {i}", guid=f"g{i}", url=f"https://wire.example/{i}") for i in range(5)),
    )
    assert len(documents(store)) == 5


def test_an_edit_is_a_version_and_keeps_its_week(store: Store, entry: Make) -> None:
    run(store, entry("80,000 doses ordered", "Text one.", guid="a"))
    later = NOW + timedelta(days=9)
    run(store, entry("18,000 doses ordered", "Corrected text.", guid="a", fetched_at=later), at=later)
    [row] = documents(store)
    assert (row["version"], row["title"], row["first_seen_at"]) == (2, "18,000 doses ordered", NOW)
    assert row["week_on"] == date(2026, 5, 11)
    before = store.rows(
        "documents/window", since=NOW - timedelta(days=30), until=NOW + timedelta(days=30), as_of=NOW
    )
    assert before[0]["title"] == "80,000 doses ordered"  # as of then, the edit is unknown


def test_spacing_and_case_are_no_edit(store: Store, entry: Make) -> None:
    run(store, entry("Depot gets cells", "Text.", guid="a"))
    run(
        store,
        entry("Depot  gets cells!", "<p>Text.</p>", guid="a", fetched_at=NOW + timedelta(hours=1)),
        at=NOW + timedelta(days=1),
    )
    assert store.count("core_document") == 1


def test_dates_that_can_not_be_are_kept_but_not_counted_by(store: Store, entry: Make) -> None:
    wild = datetime(2062, 1, 1, tzinfo=UTC)
    run(
        store,
        entry("From the future", guid="a", published_at=wild),
        entry("Undated", guid="b", published_at=None),
    )
    rows = {r["title"]: r for r in documents(store)}
    assert rows["From the future"]["published_at"] == wild
    assert rows["From the future"]["counted_at"] == NOW
    assert rows["Undated"]["published_at"] is None
    assert rows["Undated"]["counted_at"] == NOW


def test_what_is_older_than_the_first_poll_is_history(store: Store, entry: Make) -> None:
    run(store, entry("Old", guid="a", published_at=datetime(2026, 4, 1, tzinfo=UTC)), entry("New", guid="b"))
    assert {r["title"]: r["is_backlog"] for r in documents(store)} == {"Old": True, "New": False}


def origins(store: Store) -> dict[str, str]:
    return {r["source_id"]: r["origin_reason"] for r in documents(store)}


def test_a_wire_copy_cut_and_given_a_new_headline_is_one_origin(store: Store, entry: Make) -> None:
    cut = STORY.rsplit("Work starts", 1)[0] + "(The Wire)"
    run(
        store,
        entry("Depot gets sodium cells", STORY, guid="1"),
        entry(
            "Battery for the buses",
            cut,
            guid="2",
            source_id="daily",
            published_at=datetime(2026, 5, 14, 11, tzinfo=UTC),
        ),
    )
    assert origins(store) == {"wire": "first", "daily": "near_copy"}
    assert len({r["origin_id"] for r in documents(store)}) == 1


def test_two_releases_of_one_template_are_two_origins(store: Store, entry: Make) -> None:
    template = (
        "The government today appointed {name} as director of {body}. {name} takes office on {day} and succeeds {old}, who "
        "leaves at their own request. The appointment is for six years and the salary follows the agency's own scale."
    )
    one = template.format(name="Alva Berg", body="Kustmyndigheten", day="1 September", old="Nils Ek")
    two = template.format(name="Tore Lind", body="Malmverket", day="15 October", old="Siv Dahl")
    run(
        store,
        entry("New director appointed", one, guid="1"),
        entry("Director appointed", two, guid="2", source_id="daily"),
    )
    assert len({r["origin_id"] for r in documents(store)}) == 2


def test_order_of_arrival_in_batches_gives_the_same_documents(entry: Make) -> None:
    entries = [
        entry(f"Title {i}", f"{STORY} {i}", guid=str(i), fetched_at=NOW + timedelta(minutes=i))
        for i in range(6)
    ]
    whole, split = Store.in_memory(), Store.in_memory()
    for store in (whole, split):
        store.append(
            "core_source", [{"source_id": "wire", "name": "W", "source_class": "news", "kind": "feed"}]
        )
    run(whole, *entries, at=NOW + timedelta(hours=1))
    for e in entries:
        run(split, e, at=e.fetched_at)
    columns = ("doc_id", "origin_id", "title", "week_on")
    assert [[r[c] for c in columns] for r in documents(whole)] == [
        [r[c] for c in columns] for r in documents(split)
    ]


def test_in_steps_of_any_size_the_same_rows_are_written(entry: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [STORY, STORY[:200], STORY.replace("Norrvik", "Söderby").replace("twelve", "nine"), "Short."]
    entries = [
        entry(f"Depot {i % 5} gets cells", texts[i % 4], guid=f"g{i % 7}", url=f"https://wire.example/{i % 7}",
              source_id=f"s{i % 2}", extra=json.dumps({"doi": f"10.1234/{i % 3}"}), fetched_at=NOW - timedelta(minutes=60 - i))
        for i in range(24)
    ]  # fmt: skip
    tables = (
        "core_document",
        "core_document_alias",
        "core_origin_member",
        "core_copy_band",
        "core_document_work",
        "core_entry_document",
    )
    written = []
    for step in (100, 5, 1):
        monkeypatch.setattr(stage, "STEP", step)
        with Store.in_memory() as store:
            store.append("core_source", [{"source_id": f"s{n}", "name": f"S{n}", "source_class": "news", "kind": "feed"}
                                         for n in range(2)])  # fmt: skip
            report = run(store, *entries)
            written.append((report.counts, [store.fingerprint(table) for table in tables]))
    assert written[0] == written[1] == written[2]
    assert min(written[0][0].values()) > 0  # entries, documents, edits and copies are all met
