"""One spelling for the identifiers of works, and versions of a work under one origin however far apart they come."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.config import NormaliseSettings
from horizon.normalise import stage
from horizon.normalise.origins import MAX_BEARERS
from horizon.normalise.works import MAX_WORKS, works_of
from horizon.storage import migrate
from horizon.storage.store import Store
from horizon.types import RawEntry, Window

NOW = datetime(2026, 5, 18, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=210)
Make = Callable[..., RawEntry]
PREPRINT = (
    "We coat hard carbon from spruce lignin with a thin layer of glass and cycle it against sodium at minus twenty degrees. "
    "After two thousand cycles the cell keeps nine tenths of its charge, where bare carbon keeps two thirds."
)
ARTICLE = (
    "Cold is the weak side of sodium cells. Here a thin layer of glass on hard carbon from spruce lignin lets a cell keep nine "
    "tenths of its charge over two thousand cycles at minus twenty degrees; we follow the layer with X-rays and say why."
)
TITLE = "Glass-coated hard carbon for sodium cells in the cold"


@pytest.mark.parametrize(
    ("url", "guid", "extra", "keys"),
    [
        ("https://doi.org/10.1234/ABC.5", None, {}, ["doi:10.1234/abc.5"]),
        ("https://paper.example/a?ref=10.1234/abc", None, {}, []),  # names it, is not its page
        (None, "doi:10.1234/abc.5.", {}, ["doi:10.1234/abc.5"]),
        ("https://arxiv.org/abs/2401.01234v3", "oai:arXiv.org:2401.01234v3", {}, ["arxiv:2401.01234"]),
        ("https://arxiv.org/pdf/cond-mat/0301234", None, {}, ["arxiv:cond-mat/0301234"]),
        (None, None, {"doi": "10.48550/arXiv.2401.01234"}, ["arxiv:2401.01234"]),
        (None, None, {"doi": "10.1101/2026.01.02.123456v2"}, ["doi:10.1101/2026.01.02.123456"]),
        (None, None, {"doi": "10.21203/rs.3.rs-77/v1"}, ["doi:10.21203/rs.3.rs-77"]),
        (None, None, {"dc_identifier": "doi:10.1234/x"}, ["doi:10.1234/x"]),
        (None, None, {"dc_identifier": "https://doi.org/10.1234/x"}, ["doi:10.1234/x"]),
        (None, None, {"dc_identifier": "item 12"}, []),
        ("https://www.biorxiv.org/content/10.1101/2026.01.02.123456v2.full?rss=1", None, {}, ["doi:10.1101/2026.01.02.123456"]),
        ("https://doi.org/10.1234%2FAbc/?utm_source=x#s1", None, {}, ["doi:10.1234/abc"]),
        (None, None, {"doi": "10.1002/(SICI)1099-0992(199709)27:5<551::AID-EJSP830>3.0.CO;2-R"},
         ["doi:10.1002/(sici)1099-0992(199709)27:5<551::aid-ejsp830>3.0.co;2-r"]),
        (None, None, {"doi": "10.1234/handbook.v2"}, ["doi:10.1234/handbook.v2"]),  # a volume, not a version
        ("https://news.example/share?u=https://doi.org/10.1234/x", None, {}, []),
        ("https://notarxiv.org/abs/2401.01234", None, {}, []),
        ("https://blog.example/celex:32024R1689", None, {}, []),
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679R(01)", None, {}, ["celex:32016r0679r(01)"]),
        ("http://[arxiv.org/abs/2401.01234", None, {}, []),
        (None, None, {"doi": "10.1/p", "published_doi": "10.1234/x"}, ["doi:10.1234/x"]),
        (None, None, {"same_work": "https://arxiv.org/abs/2401.01234 10.1234/x"}, ["arxiv:2401.01234", "doi:10.1234/x"]),
        ("https://eur-lex.europa.eu/legal-content/EN/ALL/?uri=CELEX:32024R1689", None, {}, ["celex:32024r1689"]),
        ("https://eur-lex.europa.eu/x?uri=CELEX%3A32024R1689", None, {"celex": "32024R1689"}, ["celex:32024r1689"]),
        ("https://pubmed.ncbi.nlm.nih.gov/38012345/", "pubmed:38012345", {"pmid": "38012345"}, ["pmid:38012345"]),
        (None, None, {"doi": 7, "arxiv": ["2401.01234"], "dok_id": "../../etc", "pmid": "1"}, []),
    ],
)  # fmt: skip
def test_one_spelling(url: str | None, guid: str | None, extra: dict[str, Any], keys: list[str]) -> None:
    assert [w.key for w in works_of(url, guid, extra)] == keys


def test_what_an_entry_states_is_told_from_what_it_points_to() -> None:
    found = works_of("https://doi.org/10.1234/b", None, {"doi": "10.1234/a"})
    assert [(w.key, w.is_stated) for w in found] == [("doi:10.1234/a", True), ("doi:10.1234/b", False)]
    assert works_of("https://doi.org/10.1234/a", None, {"doi": "10.1234/a"})[0].is_stated


@given(st.text(), st.text(), st.dictionaries(st.sampled_from(["doi", "same_work", "arxiv"]), st.text()))
def test_no_text_breaks_it_and_there_are_never_many(url: str, guid: str, extra: dict[str, str]) -> None:
    assert len(works_of(url, guid, extra)) <= MAX_WORKS
    many = " ".join(f"10.1234/{i}" for i in range(99))
    assert len(works_of(url, guid, {"same_work": many})) == MAX_WORKS


def run(store: Store, *entries: RawEntry, at: datetime = NOW) -> None:
    sources = [
        {"source_id": e.source_id, "name": e.source_id, "source_class": "research", "kind": "feed"}
        for e in entries
    ]
    store.append_new("core_source", sources, key=("source_id",))
    store.append("raw_entry", list(entries))
    stage.run(store, NormaliseSettings(), Window.day(at.date(), as_of=at))


def members(store: Store) -> dict[str, tuple[str, str]]:
    """(origin, reason) by source, origins named by the source that was first."""
    rows = store._con.execute(
        "SELECT d.source_id, f.source_id, o.reason FROM core_origin_member AS o "
        "JOIN core_document AS d USING (doc_id) JOIN core_document AS f ON f.doc_id = o.origin_id "
        "WHERE d.version = 1 AND f.version = 1"
    ).fetchall()
    return {source: (origin, reason) for source, origin, reason in rows}


def preprint(entry: Make, **fields: Any) -> RawEntry:
    extra = json.dumps({"doi": "10.1101/2026.05.01.4", "published_doi": "10.1234/cells.9"})
    return entry(TITLE, PREPRINT, **{"guid": "p", "source_id": "preprints", "extra": extra, **fields})


def article(entry: Make, title: str = TITLE, text: str = ARTICLE, **fields: Any) -> RawEntry:
    given_ = {"guid": "a", "source_id": "journal", "fetched_at": LATER, "published_at": LATER,
              "extra": json.dumps({"doi": "10.1234/CELLS.9"})}  # fmt: skip
    return entry(title, text, **{**given_, **fields})


def test_a_journal_version_months_later_is_of_the_origin_of_its_preprint(store: Store, entry: Make) -> None:
    run(store, preprint(entry))
    run(store, article(entry), at=LATER)
    assert members(store) == {
        "preprints": ("preprints", "first"),
        "journal": ("preprints", "same_identifier"),
    }


def test_in_one_batch_it_is_too(store: Store, entry: Make) -> None:
    run(store, preprint(entry), article(entry), at=LATER)
    assert members(store)["journal"] == ("preprints", "same_identifier")


def test_an_edit_that_names_the_journal_version_is_enough(store: Store, entry: Make) -> None:
    run(store, preprint(entry, extra=json.dumps({"doi": "10.1101/2026.05.01.4"})))
    stated = NOW + timedelta(days=100)
    run(store, preprint(entry, fetched_at=stated), at=stated)
    run(store, article(entry), at=LATER)
    assert members(store)["journal"] == ("preprints", "same_identifier")


def test_a_new_title_over_nearly_the_same_abstract_is_a_version(store: Store, entry: Make) -> None:
    run(store, preprint(entry))
    run(
        store,
        article(entry, "Why glass helps", f"{PREPRINT} We also follow the layer with X-rays."),
        at=LATER,
    )
    assert members(store)["journal"][0] == "preprints"


def test_a_word_about_a_paper_that_links_to_it_is_an_origin_of_its_own(store: Store, entry: Make) -> None:
    run(store, preprint(entry))
    news = "A laboratory in the north says its batteries stand the winter. Bus operators have waited for that, and want tests."
    run(
        store,
        article(entry, "Winter batteries closer to the bus depot", news, url="https://doi.org/10.1234/cells.9", extra=None),
        at=LATER,
    )  # fmt: skip
    assert members(store)["journal"] == ("journal", "first")


@pytest.mark.parametrize(("is_stated", "reason"), [(True, "same_identifier"), (False, "first")])
def test_in_another_language_only_a_stated_identifier_tells(
    store: Store, entry: Make, is_stated: bool, reason: str
) -> None:
    english = "The Commission sets out rules for access to health data, for fees and for the bodies that decide about both."
    swedish = "Kommissionen lägger fram regler för tillgång till hälsodata, för avgifter och för de organ som ska besluta om dem."
    page = "https://eur-lex.europa.eu/legal-content/{}/ALL/?uri=CELEX:52026PC0077"
    extra = json.dumps({"celex": "52026PC0077"}) if is_stated else None
    run(
        store,
        entry("Proposal on health data", english, guid="e", source_id="acts-en", url=page.format("EN"), extra=extra),
        entry("Förslag om hälsodata", swedish, guid="s", source_id="acts-sv", url=page.format("SV"), extra=extra),
    )  # fmt: skip
    assert members(store)["acts-sv"][1] == reason


FERRY = "A ferry line closes for the winter after a strike of its crews, and the island will be served by a smaller boat at noon."
KYRKA = "Kyrkan på torget får nytt tak av koppar efter stormen, och arbetet ska vara färdigt innan klockorna ringer till advent."


def test_a_feed_that_states_one_identifier_for_all_its_items_merges_nothing(
    store: Store, entry: Make
) -> None:
    """Nor where one is in another language, or in none that is known."""
    extra = json.dumps({"dc_identifier": "10.1234/journal"})
    items = [("A ferry closes", FERRY, "en"), ("Kyrkan får tak", KYRKA, "sv"), ("Erratum 12", "", None)]
    run(
        store,
        *(entry(title, text, guid=str(i), extra=extra, source_id=f"s{i}", language=language)
          for i, (title, text, language) in enumerate(items)),
    )  # fmt: skip
    assert {reason for _, reason in members(store).values()} == {"first"}


@pytest.mark.parametrize(
    ("one", "other", "works"),
    [
        ("Prices of the week 12: gas", "Prices of the week 13: gas", ("10.1234/bulletin", "10.1234/bulletin")),
        ("Handbook of ports, volume two", "Handbook of ports, volume three", ("10.1234/handbook.v2", "10.1234/handbook.v3")),
    ],
)  # fmt: skip
def test_two_works_of_one_series_stay_two(
    store: Store, entry: Make, one: str, other: str, works: tuple[str, str]
) -> None:
    texts = (
        "Gas cost less on Monday than a week before.",
        "On Friday the gas of the north was dearer again.",
    )
    run(
        store,
        *(entry(title, text, guid=title, source_id=f"s{i}", extra=json.dumps({"doi": work}))
          for i, (title, text, work) in enumerate(zip((one, other), texts, works, strict=True))),
    )  # fmt: skip
    assert {reason for _, reason in members(store).values()} == {"first"}


def test_a_corrigendum_is_not_the_act(store: Store, entry: Make) -> None:
    page = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679"
    title = "Regulation on the protection of natural persons with regard to the processing of data"
    run(
        store,
        entry(title, FERRY, guid="a", source_id="acts", url=page),
        entry(f"Corrigendum to {title}", "", guid="c", source_id="journal", url=f"{page}R(01)"),
    )
    assert members(store)["journal"] == ("journal", "first")


@pytest.mark.parametrize("step", [1, 1_800])
@pytest.mark.parametrize("is_edit_first", [True, False])
def test_an_edit_in_the_same_step_tells_what_comes_after_it(
    store: Store, entry: Make, monkeypatch: pytest.MonkeyPatch, step: int, is_edit_first: bool
) -> None:
    monkeypatch.setattr(stage, "STEP", step)
    run(store, preprint(entry, extra=json.dumps({"doi": "10.1101/2026.05.01.4"})))
    edit = preprint(entry, fetched_at=LATER - timedelta(hours=1 if is_edit_first else -1))
    run(
        store,
        *((edit, article(entry)) if is_edit_first else (article(entry), edit)),
        at=LATER + timedelta(hours=2),
    )
    assert members(store)["journal"][1] == ("same_identifier" if is_edit_first else "first")


def test_what_more_than_a_few_bear_is_no_work(store: Store, entry: Make) -> None:
    extra = json.dumps({"dc_identifier": "10.1234/journal"})
    title = "Minutes of the harbour board about quays and cranes"
    words = [
        "silt",
        "rope",
        "tar",
        "lamp",
        "oak",
        "wind",
        "salt",
        "hull",
        "mast",
        "keel",
        "fog",
        "ice",
        "reef",
        "gale",
        "tide",
        "buoy",
    ]
    for i, word in enumerate(words):
        text = f"The {word} of quay {word}, said the {word} master, was {word} as before and nobody spoke against the {word}."
        at = NOW + timedelta(days=20 * i)
        run(
            store,
            entry(title, text, guid=str(i), extra=extra, source_id=f"s{i}", fetched_at=at, published_at=at),
            at=at,
        )
    reasons = [members(store)[f"s{i}"][1] for i in range(len(words))]
    assert set(reasons[1:MAX_BEARERS]) == {"same_identifier"} and set(reasons[MAX_BEARERS + 1 :]) == {"first"}


def test_a_store_of_before_knows_its_works(monkeypatch: pytest.MonkeyPatch) -> None:
    con = duckdb.connect()
    every = migrate.known_migrations()
    monkeypatch.setattr(migrate, "known_migrations", lambda: [m for m in every if m[0] <= 20])
    migrate.migrate(con)
    aliases = ("journal|doi:10.1234/cells.9", "archive|arxiv:2401.01234v2", "archive|doi:10.48550/arxiv.2401.01234",
               "acts|celex:32024r1689", "journal|doi:10.1234/handbook.v2", "a|doi:10.1101/2026.1.2v3",
               "wire|guid:doi:10.1/x", "wire|url:https://a.example/doi:10.1234/b")  # fmt: skip
    con.executemany(
        "INSERT INTO core_document_alias VALUES (?, 'd', 's', ?, 'r')", [[alias, NOW] for alias in aliases]
    )
    monkeypatch.undo()
    migrate.migrate(con)
    found = con.execute("SELECT work FROM core_document_work ORDER BY work").fetchall()
    works = ("arxiv:2401.01234", "arxiv:2401.01234", "celex:32024r1689", "doi:10.1101/2026.1.2", "doi:10.1234/cells.9",
             "doi:10.1234/handbook.v2")  # fmt: skip
    assert found == [(w,) for w in works]


def test_origins_that_were_assigned_later_are_unknown_before(store: Store, entry: Make) -> None:
    run(store, preprint(entry))
    run(store, article(entry), at=LATER)
    since, until = NOW - timedelta(days=30), LATER + timedelta(days=30)
    rows = store.rows("documents/window", since=since, until=until, as_of=NOW)
    assert [(r["source_id"], r["origin_reason"]) for r in rows] == [("preprints", "first")]
