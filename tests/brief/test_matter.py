"""A topic that holds two consultations: a pack shows the deadline of the one it is about, and the other one apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from horizon.brief import stage
from horizon.brief.matter import FEW_WORDS, OTHER_FILE, ties
from horizon.types import TopicMember, TopicWeek, monday_of
from tests.brief.world import storylines

START = datetime(2026, 9, 1, tzinfo=UTC)


def document(doc_id: str, title: str, text: str = "", language: str = "en") -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "title": title,
        "text": text,
        "language": language,
        "origin_id": doc_id,
        "counted_at": START,
    }


def closes(doc_id: str, day: int) -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "stage": "consultation_closes",
        "on_date": date(2026, 10, day),
        "precision": "day",
        "is_flagged": False,
    }


NOISE_EN = [
    document(
        "n1", "Airports ask for a later start of night noise limits",
        "Night noise limits would cost evening flights, the airports say.",
    ),
    document(
        "n2", "Neighbours want night noise limits at airports now",
        "Sleep near runways improved where night flights ended.",
    ),
    document(
        "n3", "Study: night flights and sleep near airports",
        "Noise at night wakes people near runways; limits help sleep.",
    ),
]  # fmt: skip
NOISE_SV = [
    document(
        "n1", "Flygplatserna vill vänta med bullergränser på natten",
        "Bullergränser på natten kostar kvällsflyg, säger flygplatserna.", "sv",
    ),
    document(
        "n2", "Grannar kräver bullergränser vid flygplatserna",
        "Nattflyg stör sömnen hos dem som bor nära landningsbanorna.", "sv",
    ),
    document(
        "n3", "Nattflyg och sömn nära flygplatser",
        "Buller på natten väcker dem som bor vid landningsbanorna.", "sv",
    ),
]  # fmt: skip
BY_LANGUAGE = {
    "en": (
        NOISE_EN,
        document("ours", "Consultation: night noise limits at airports", "Limits on night flights near runways."),
        document("theirs", "Consultation: security lanes and liquids at airports", "Scanners let bottles stay in bags."),
        ["Night noise limits", "noise", "night", "airports", "runways"],
    ),
    "sv": (
        NOISE_SV,
        document("ours", "Remiss: bullergränser vid flygplatser på natten", "Gränser för nattflyg nära landningsbanor.", "sv"),
        document("theirs", "Remiss: säkerhetskontroll av vätskor på flygplatser", "Skannrar: flaskor får ligga i väskan.", "sv"),
        ["Bullergränser vid flygplatser", "buller", "natten", "nattflyg", "landningsbanorna"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "sv"])
def test_words_part_two_consultations_of_one_topic(language: str) -> None:
    central, ours, theirs, words = BY_LANGUAGE[language]
    found = ties(
        [closes("ours", 9), closes("theirs", 2)], [*central, ours, theirs], ["n1", "n2", "n3"], {}, words
    )
    assert (dict(found.of_matter), dict(found.others)) == ({"ours": "words"}, {"theirs": FEW_WORDS})


def test_a_query_asks_for_one_of_the_two() -> None:
    central, ours, theirs, _ = BY_LANGUAGE["en"]
    more = document(
        "s1",
        "Security lanes at airports shorten queues",
        "New scanners let liquids and bottles stay in bags.",
    )
    documents = [*central, ours, theirs, more]
    found = ties(
        [closes("ours", 9), closes("theirs", 2)], documents, ["theirs", "s1"], {}, ["security lanes liquids"]
    )
    assert set(found.of_matter) == {"theirs"}


def test_two_numbers_of_one_register_are_two_files_however_alike_their_words() -> None:
    text = "Case {}. Night noise limits at airports: comments on flights, runways and sleep."
    a = document("a", "Night noise limits at airports", text.format("TA/2026/0101"))
    b = document("b", "Night noise limits at airports: small ones", text.format("TA/2026/0202"))
    again = document("again", "Answers so far", "Case TA/2026/0101. Forty have answered.")
    found = ties(
        [closes("a", 9), closes("b", 2), closes("again", 16)],
        [*NOISE_EN, a, b, again],
        ["a", "n1", "n2"],
        {},
        ["night noise limits"],
    )
    assert (set(found.of_matter), dict(found.others)) == ({"a", "again"}, {"b": OTHER_FILE})


def test_the_law_that_both_name_does_not_make_them_one() -> None:
    central = [document("c1", "Fees for noise data", "Under (EU) 2025/327 fees are capped."), *NOISE_EN]
    theirs = document("theirs", "Labels for wellness apps", "Under (EU) 2025/327 apps get a label.")
    found = ties(
        [closes("c1", 9), closes("theirs", 2)],
        [*central, theirs],
        ["c1", "n1", "n2"],
        {},
        ["noise", "night", "airports"],
    )
    assert "theirs" in found.others


def test_another_language_is_tied_by_its_day_or_its_story() -> None:
    _, ours, theirs, words = BY_LANGUAGE["en"]
    swedish = document("sv", "Remiss: bullergränser på natten", "Svar senast samma dag.", "sv")
    told = document("told", "Grannar vill sova", "Nattflyg stör.", "sv")
    found = ties(
        [closes("ours", 9), closes("sv", 9), closes("theirs", 2), closes("told", 5)], [*NOISE_EN, ours, theirs, swedish, told],
        ["n1", "n2", "n3"], {"told": "story-1", "n1": "story-1", "theirs": "story-2"}, words,
    )  # fmt: skip
    assert dict(found.of_matter) == {"ours": "words", "sv": "day", "told": "story"}


def test_the_only_date_of_a_topic_is_kept_where_it_shares_anything() -> None:
    alone = document("alone", "Inquiry into bedrooms", "On evening work and what it would cost.")
    assert dict(ties([closes("alone", 9)], [*NOISE_EN, alone], [], {}, []).of_matter) == {"alone": "nearest"}
    stray = document("stray", "Fishing quotas for herring", "Herring stocks fell.")
    assert dict(ties([closes("stray", 9)], [*NOISE_EN, stray], [], {}, []).others) == {"stray": FEW_WORDS}


def test_a_pack_counts_on_its_own_deadline_and_lists_the_other() -> None:
    store, moment = storylines("s09", "s05")
    later = moment + timedelta(hours=1)
    week_on = monday_of(later)
    strays = [f"s05-{n:03d}" for n in range(1, 40)]
    known = {
        d["doc_id"]
        for d in store.rows("brief/documents", doc_ids=strays, as_of=later)
        if d["source_class"] == "policy"
    }
    store.append(
        "core_topic_member",
        [
            TopicMember(week_on=week_on, as_of=later, doc_id=d, topic_id="t-s09", similarity=0.4)
            for d in sorted(known)
        ],
    )
    store.append(
        "core_topic_week",
        [
            TopicWeek(
                topic_id="t-s09", week_on=week_on, as_of=later, label="Health data fees", terms=("hälsodata", "fees", "avgifter"),
                state="continued", born_week_on=week_on, n_docs=1, n_origins=1, n_sources=1, n_docs_window=1,
                n_origins_window=1, coherence_score=None,
                representative_doc_ids=("s09-002", "s09-003", "s09-006", "s09-012", "s09-013"),
            )
        ],
    )  # fmt: skip
    pack = stage.make(store, "t-s09", as_of=later, time_zone="Europe/Stockholm")
    assert {d for h in pack.hooks for d in h.doc_ids} <= {f"s09-{n:03d}" for n in range(1, 16)}
    assert "2026-10-16" in pack.question
    apart = {o.entry.on_date for o in pack.other_dates}
    assert date(2026, 11, 20) in apart and pack.n_other_dates >= len(pack.other_dates) > 0
    told = stage.render(pack, "markdown").decode()
    assert "Other dates in the same topic" in told and "2026-11-20" not in pack.question
    assert told.index("2026-11-20") > told.index("Other dates in the same topic")
