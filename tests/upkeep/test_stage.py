"""Retention removes what it says and nothing else, writes it down, and survives a kill between ledger and file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from horizon.config import RetentionSettings
from horizon.storage.store import Store
from horizon.types import Source, StageReport, Window
from horizon.upkeep import stage
from horizon.upkeep.retention import Cut, cuts
from horizon.upkeep.review import Advice, SourceYield, review

NOW = datetime(2026, 10, 5, 3, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=400), NOW - timedelta(days=10)
LIMITS = RetentionSettings(keep_bodies_days=90, keep_text_days=180, keep_people_days=180)


def run(store: Store, settings: RetentionSettings = LIMITS, at: datetime = NOW) -> StageReport:
    return stage.run(store, settings, Window.day(at.date(), as_of=at))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An old and a young document, each with its body, byline and a person named in it."""
    store = Store.open(tmp_path / "store")
    store.append(
        "core_source", [Source(source_id="a", name="A", source_class="news", url="https://a.example")]
    )
    for name, moment in (("old", OLD), ("young", YOUNG)):
        body = store.bodies.put(f"<rss>{name}</rss>".encode())
        store.append("raw_body", [{"body_hash": body, "n_bytes": 9, "first_fetched_at": moment}])
        fetch = {"fetch_id": name, "source_id": "a", "requested_at": moment, "body_hash": body}
        store.append("raw_fetch", [fetch])
        entry = {"entry_hash": name, "source_id": "a", "title": name, "summary": "Said it.", "author": "Ida Berg",
                 "fetched_at": moment, "fetch_id": name, "body_hash": body}  # fmt: skip
        store.append("raw_entry", [entry])
        document = {"doc_id": name, "version": 1, "source_id": "a", "title": name, "text": "Said it.", "author": "Ida Berg",
                    "seen_at": moment, "first_seen_at": moment, "is_backlog": False}  # fmt: skip
        store.append("core_document", [document])
        mentions = [{"doc_id": name, "version": 1, "entity_id": e, "name": e, "kind": k, "n_mentions": 1}
                    for e, k in (("ida berg", "person"), ("kustkraft", "organisation"))]  # fmt: skip
        store.append("core_mention", mentions)
    return store


def kept(store: Store) -> dict[str, int]:
    return {
        "bodies": len(list((store.folder or Path()).rglob("*.zst"))),
        "texts": len(store.rows("upkeep/old_text", before=NOW)),
        "mentions": store.count("core_mention"),
    }


def test_without_limits_everything_is_kept(store: Store) -> None:
    report = run(store, RetentionSettings())
    assert (report.counts["bodies_removed"], report.counts["texts_removed"]) == (0, 0)
    assert kept(store) == {"bodies": 2, "texts": 2, "mentions": 4}


def test_what_is_older_than_its_limit_goes_and_is_written_down(store: Store) -> None:
    report = run(store)
    assert {k: v for k, v in report.counts.items() if k.endswith("_removed")} == {
        "bodies_removed": 1, "texts_removed": 1, "people_removed": 1, "leftovers_removed": 0,
    }  # fmt: skip
    assert kept(store) == {
        "bodies": 1,
        "texts": 1,
        "mentions": 3,
    }  # the organisation in the old document stays
    assert store.count("core_retention") == 3
    assert store.count("raw_entry") == 2  # counts do not change: titles, dates and addresses stay


def test_bodies_of_pages_and_the_robots_txt_that_holds_are_known(store: Store) -> None:
    bodies = {name: store.bodies.put(name.encode()) for name in ("old page", "read again", "robots")}
    for body in bodies.values():
        store.append("raw_body", [{"body_hash": body, "n_bytes": 9, "first_fetched_at": OLD}])
    for name, moment in (("old page", OLD), ("read again", OLD), ("read again", YOUNG)):
        page = {"fetch_id": f"{name}{moment}", "body_hash": bodies[name], "requested_at": moment}
        store.append("raw_page", [page])
    store.append(
        "core_robots", [{"origin": "https://a.example", "fetched_at": OLD, "body_hash": bodies["robots"]}]
    )
    run(store)
    assert [name for name, body in bodies.items() if body in store.bodies] == ["read again", "robots"]
    store.bodies.put(b"old page")
    store.append(
        "raw_page",
        [{"fetch_id": "x", "body_hash": bodies["old page"], "requested_at": NOW + timedelta(days=1)}],
    )
    run(store, at=NOW + timedelta(days=2))
    assert bodies["old page"] in store.bodies, "what a later page brought back stays"


def test_a_second_run_finds_nothing_to_do(store: Store) -> None:
    run(store)
    again = run(store, at=NOW + timedelta(hours=1))
    assert not any(v for k, v in again.counts.items() if k.endswith("_removed"))
    assert store.count("core_retention") == 3


def test_a_kill_between_ledger_and_file_is_made_good(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.bodies, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        run(store)
    assert kept(store)["bodies"] == 2
    monkeypatch.undo()
    run(store, at=NOW + timedelta(hours=1))
    assert kept(store)["bodies"] == 1


def test_a_body_that_came_again_is_kept(store: Store) -> None:
    old = store.rows("upkeep/old_body", before=YOUNG)[0]["id"]
    store.append(
        "raw_fetch", [{"fetch_id": "again", "source_id": "a", "requested_at": YOUNG, "body_hash": old}]
    )
    assert run(store).counts["bodies_removed"] == 0


def test_the_newest_body_of_a_silent_source_is_kept(store: Store) -> None:
    old = store.rows("upkeep/old_body", before=YOUNG)[0]["id"]
    store.append("core_source_state", [{"source_id": "a", "body_hash": old}])
    assert run(store).counts["bodies_removed"] == 0


def test_limits_become_moments() -> None:
    assert cuts(RetentionSettings(), NOW) == ()
    assert cuts(RetentionSettings(keep_text_days=200), NOW) == (Cut("text", NOW - timedelta(days=200)),)


def source(**changed: object) -> SourceYield:
    usual = {
        "source_id": "a",
        "health": "healthy",
        "n_docs": 30,
        "copy_share": 0.1,
        "n_signal_docs": 2,
        "n_docs_ever": 90,
    }
    return SourceYield(**{**usual, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, None),
        ({"health": "gone"}, "removed it"),
        ({"health": "failing", "n_docs": 0}, "failing"),
        ({"health": "quiet", "n_docs": 0}, "no document in 91 days"),
        ({"n_docs": 0, "n_docs_ever": 0, "copy_share": None}, None),  # new: nothing can be said yet
        ({"copy_share": 0.9}, "90% of its 30 documents"),
        ({"copy_share": 1.0, "n_docs": 3}, None),  # too few to say
    ],
)
def test_a_source_is_put_up_for_a_decision_with_the_reason(
    changed: dict[str, object], told: str | None
) -> None:
    found: list[Advice] = review([source(**changed)], days=91)
    if told is None:
        assert found == []
    else:
        assert told in found[0].reason
        assert found[0].mend


def test_the_review_reads_the_store(store: Store) -> None:
    store.append("core_source_state", [{"source_id": "a", "health": "gone"}])
    assert run(store).notes == ("a: the publisher removed it; find the new address, or remove the source",)
