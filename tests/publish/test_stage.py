"""The publish stage over a small store: forms, readers' voice in the following week's run, mail once, rebuilt alike."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from horizon.config import MailSettings, PublishSettings, SignalsSettings
from horizon.publish import stage, voice
from horizon.publish.records import Digest, from_json
from horizon.signals import hunches
from horizon.storage import ledger
from horizon.storage.store import Store
from horizon.types import Window
from tests.publish.test_mail import Inbox, inbox  # noqa: F401  (a fixture)
from tests.storage.small import MONDAY, judge, seen, write

HUNCH = "Somebody buys up drone landing sites along the harbour"


@pytest.fixture
def store() -> Store:
    made = Store.in_memory()
    write(made, [("d1", 1, 1, "Three drone landing sites along the harbour change hands"),
                 ("d2", 1, 2, "Ferries on time"),
                 ("d3", 1, 8, "Landing sites for drones: the harbour board asks who buys"),
                 ("d4", 1, 9, "Ferries late")])  # fmt: skip
    made.append(
        "core_system",
        [{"system_id": "sys", "name": "Small Cluster", "name_sv": "Lilla klustret", "is_fictional": True, "goal": "g",
          "sectors": ("energy",), "system_hash": "h"}],
    )  # fmt: skip
    return made


def week(store: Store, number: int, output: Path, mail: MailSettings | None = None) -> Digest:
    """Judge and publish one week as of its end; returns its digest."""
    judge(store, number, {"drones": ["d1"], "ferries": ["d2"]})
    window = Window.week(MONDAY + timedelta(weeks=number))
    with store.transaction():
        ledger.begin(store, "signals", window, SignalsSettings(), inputs=[number]).finish(counts={})
    hunches.run(store, SignalsSettings(), window)
    stage.run(store, PublishSettings(), window, output=output, mail=mail)
    (row,) = store.rows("publish/digest", system_id="sys", week_on=window.week_on, as_of=window.as_of)
    return from_json(row["digest"])


def test_what_readers_say_is_in_the_run_of_the_following_week_and_not_before(
    store: Store, tmp_path: Path
) -> None:
    first = week(store, 0, tmp_path)
    assert first.voice.notes == () and first.voice.proposals == ()
    signal_id = voice.note(store, HUNCH, author="Ada", now=seen(7.5))
    voice.follow(store, "ferries", follower=None, stop=False, now=seen(7.5))
    voice.propose(
        store, "https://new.example/feed", source_class=None, reason=None, proposed_by=None, now=seen(7.5)
    )
    second = week(store, 1, tmp_path)
    (note,) = second.voice.notes
    assert (note.signal_id, note.author, note.n_origins, note.n_origins_window) == (signal_id, "Ada", 1, 2)
    assert note.nearest is None and note.told is not None and note.told.doc_ids == ("d3",)
    assert [f.topic_id for f in second.voice.follows] == ["ferries"]
    assert [(p.url, p.is_on_board) for p in second.voice.proposals] == [("https://new.example/feed", False)]
    voice.rate(store, signal_id, "wrong", rater="Bo", comment="Old news", now=seen(14.5))
    third = week(store, 2, tmp_path)
    assert [(r.signal_id, r.n_wrong, r.comments) for r in third.voice.ratings] == [
        (signal_id, 1, ("Old news",))
    ]
    n, differing = stage.compare_issued(store, PublishSettings(), as_of=seen(21))
    assert (n, differing) == (3, [])  # what was said later is in none of the earlier ones


def test_every_form_lies_on_disk_and_its_links_lead_to_files(store: Store, tmp_path: Path) -> None:
    week(store, 0, tmp_path)
    week(store, 1, tmp_path)
    folder = tmp_path / "digests" / "sys"
    names = {p.name for p in folder.iterdir()}
    assert names == {f"{MONDAY + timedelta(weeks=n)}.{x}" for n in (0, 1)
                     for x in ("html", "md", "json", "en.html", "sv.html", "en.md", "sv.md")}  # fmt: skip
    for page in [*folder.glob("*.html"), tmp_path / "digests" / "index.html"]:
        for href in re.findall(r'<a href="([^"#:]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / href).resolve().exists(), (page, href)
    assert "Lilla klustret" in (folder / f"{MONDAY}.sv.html").read_text(encoding="utf-8")
    assert (tmp_path / "feeds" / "sys.atom").exists() and (tmp_path / "horizon-published.duckdb").exists()


def test_files_of_an_older_week_that_a_killed_run_left_out_are_written_by_the_next(
    store: Store, tmp_path: Path
) -> None:
    week(store, 0, tmp_path)
    folder = tmp_path / "digests" / "sys"
    issued = {p.name: p.read_bytes() for p in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    week(store, 1, tmp_path)  # the older week is issued and never due again
    assert {name: (folder / name).read_bytes() for name in issued} == issued


def test_the_last_digest_is_mailed_once_and_an_older_week_never(
    store: Store,
    tmp_path: Path,
    inbox: tuple[Inbox, MailSettings],  # noqa: F811
) -> None:
    box, settings = inbox
    week(store, 0, tmp_path, settings)
    week(store, 0, tmp_path, settings)  # the run is repeated
    assert [m["Subject"].strip() for _, m in box.mails] == ["Signal digest 2026-W20: none"]
    late = Window.week(MONDAY, as_of=seen(20))  # an old week judged again weeks later
    stage.run(store, PublishSettings(), late, output=tmp_path, mail=settings)
    assert len(box.mails) == 1


def test_a_refused_mail_is_a_note_of_the_run_and_goes_out_in_the_next(
    store: Store,
    tmp_path: Path,
    inbox: tuple[Inbox, MailSettings],  # noqa: F811
) -> None:
    box, settings = inbox
    judge(store, 0, {"ferries": ["d2"]})
    window = Window.week(MONDAY)
    refused = settings.model_copy(update={"recipients": ("no@cluster.example",)})
    report = stage.run(store, PublishSettings(), window, output=tmp_path, mail=refused)
    assert len(report.notes) == 1 and "not sent" in report.notes[0] and box.mails == []
    assert stage.run(store, PublishSettings(), window, output=tmp_path, mail=settings).notes == ()
    assert len(box.mails) == 1
