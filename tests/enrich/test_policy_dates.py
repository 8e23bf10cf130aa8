"""Dates in policy text: read from the day of publication on, with stage and body, never guessed in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.config import EnrichSettings
from horizon.enrich import stage
from horizon.enrich.bodies import own_body
from horizon.enrich.date_reckoning import easter
from horizon.enrich.dates_in_text import dates_in
from horizon.enrich.policy_dates import STAGES, policy_dates_of
from horizon.storage.store import Store
from horizon.types import Document, Source, Window, monday_of
from tests.enrich.test_switch import HashEmbedder

ON = date(2026, 7, 14)


@pytest.mark.parametrize(
    ("text", "day", "precision", "is_flagged"),
    [
        ("until 25 September 2026", date(2026, 9, 25), "day", False),
        ("senast den 16 oktober", date(2026, 10, 16), "day", True),
        ("by November 3, 2026", date(2026, 11, 3), "day", False),
        ("closes 30/11/2026", date(2026, 11, 30), "day", False),
        ("in the second quarter of 2027", date(2027, 4, 1), "quarter", False),
        ("by the end of the third quarter of 2027", date(2027, 9, 30), "day", False),
        ("senast sista mars 2027", date(2027, 3, 31), "day", False),
        ("i höst", date(2026, 9, 1), "quarter", True),
        ("vecka 42", date(2026, 10, 12), "day", True),
        ("within twelve weeks", date(2026, 10, 6), "day", True),
        ("i morgon", date(2026, 7, 15), "day", True),
        ("vid årsskiftet 2026/27", date(2027, 1, 1), "day", True),
        ("from 2028", date(2028, 1, 1), "year", False),
        ("by the end of next month", date(2026, 8, 31), "day", True),
        ("30 days after the date of this notice", date(2026, 8, 13), "day", True),
        ("for twelve weeks from tomorrow", date(2026, 10, 7), "day", True),
        ("i mars nästa år", date(2027, 3, 1), "month", True),
        ("med omedelbar verkan", ON, "day", True),
        ("a 45-day comment period", date(2026, 8, 28), "day", True),
        ("from the first day of 2028", date(2028, 1, 1), "day", False),
        ("on Friday", date(2026, 7, 17), "day", True),
        ("den 3 mars", date(2027, 3, 3), "day", True),
    ],
)
def test_dates_are_read_from_the_day_of_publication(
    text: str, day: date, precision: str, is_flagged: bool
) -> None:
    (found,) = dates_in(text, ON)
    assert (found.on_date, found.precision, found.is_flagged) == (day, precision, is_flagged)


def test_a_weekday_before_a_full_date_is_not_a_second_date() -> None:
    assert [f.on_date for f in dates_in("by Friday 20 November 2026", ON)] == [date(2026, 11, 20)]


def test_the_year_that_closes_a_range_holds_for_its_start() -> None:
    found = dates_in("from 1 September to 16 October 2026", ON)
    assert [(f.on_date, f.is_flagged) for f in found] == [
        (date(2026, 9, 1), False),
        (date(2026, 10, 16), False),
    ]


def test_a_period_told_by_its_length_ends_so_long_after_the_day_that_opens_it() -> None:
    found = dates_in("Samrådet inleds den 17 augusti 2026 och pågår i tre veckor.", ON)
    assert [(f.on_date, f.is_flagged) for f in found] == [
        (date(2026, 8, 17), False),
        (date(2026, 9, 7), True),
    ]


def test_the_same_year_is_that_of_the_date_before() -> None:
    found = dates_in("öppnar i januari 2027, beslut i november samma år", ON)
    assert [f.on_date for f in found] == [date(2027, 1, 1), date(2027, 11, 1)]


def test_clock_time_keeps_the_zone_that_the_text_names() -> None:
    (found,) = dates_in("by 5 p.m. Brussels time on 3 March 2027", ON)
    assert (found.at_time, found.time_zone) == (time(17), "Europe/Brussels")


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(
    st.text(alphabet="0123456789 -/.:,marsjulyQden åvecka42", max_size=60),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_no_text_breaks_the_reader_and_offsets_hold(text: str, published_on: date) -> None:
    for one in dates_in(text, published_on):
        assert 0 <= one.start < one.end <= len(text)
    for dated in policy_dates_of("", text, "sv", published_on):
        assert dated.quote == f"\n{text}"[dated.start : dated.end]
        assert dated.stage in STAGES


@pytest.mark.parametrize(
    ("title", "text", "language", "expected"),
    [
        ("Consultation opens: fees", "The Commission opens a consultation. Comments may be sent until 25 September 2026.", "en",
         {("consultation_closes", date(2026, 9, 25), "Commission")}),
        ("Deadline extended to 16 October 2026", "The Agency for Rail extends the consultation. The earlier date of "
         "25 September 2026 no longer applies.", "en", {("consultation_closes", date(2026, 10, 16), "Agency for Rail")}),
        ("Utlysning: batterier", "Vinnova öppnar utlysningen den 1 september 2026 och den stänger den 20 oktober 2026.", "sv",
         {("call_opens", date(2026, 9, 1), "Vinnova"), ("call_closes", date(2026, 10, 20), "Vinnova")}),
        ("Uppdrag om elnät", "Regeringen ger Energimyndigheten i uppdrag att se över elnätet. Uppdraget ska redovisas senast den "
         "1 mars 2027.", "sv", {("publication_due", date(2027, 3, 1), "Energimyndigheten")}),
        ("Ny lag", "Regeringen föreslår att lagen träder i kraft den 1 januari 2027.", "sv",
         {("entry_into_force", date(2027, 1, 1), "Regeringen")}),
        ("Rare earths: request for information", "Comments by 15 September 2026. Issuing office: Trade Administration.", "en",
         {("consultation_closes", date(2026, 9, 15), "Trade Administration")}),
        ("HaDEA: space calls", "This call closes on 1 October 2026.", "en", {("call_closes", date(2026, 10, 1), "HaDEA")}),
        ("Repair", "After the committee's yes on Monday, the European Parliament is due to vote on 17 September 2026.", "en",
         {("vote", date(2026, 9, 17), "European Parliament")}),
        ("Vård", "Socialutskottet föreslår bifall och beslut i riksdagen väntas den 16 december 2026.", "sv",
         {("vote", date(2026, 12, 16), "riksdagen")}),
        ("AI rules", "The Act, adopted by the Council on 21 May, takes effect on 1 August 2026.", "en",
         {("entry_into_force", date(2026, 8, 1), "Council")}),
        ("Samråd om varg", "Naturvårdsverket inleder samrådet den 3 augusti 2026 och det pågår i tre veckor.", "sv",
         {("consultation_opens", date(2026, 8, 3), "Naturvårdsverket"),
          ("consultation_closes", date(2026, 8, 24), "Naturvårdsverket")}),
        ("Utredning om betalningar", "Anna Lind blir särskild utredare. Uppdraget ska redovisas senast den 31 mars 2028.", "sv",
         {("publication_due", date(2028, 3, 31), "Anna Lind")}),
        ("Livsmedelsverket: samråd", "Myndigheten vill ha in svar inom sex veckor.", "sv",
         {("consultation_closes", date(2026, 8, 25), "Livsmedelsverket")}),
        ("Second homes", "The Agency for Land objects, but the Senate votes on 3 September 2026.",
         "en", {("vote", date(2026, 9, 3), "Senate")}),
        ("Samråd", "Synpunkter lämnas senast den 2 oktober 2026. Hälsningar Naturvårdsverket", "sv",
         {("consultation_closes", date(2026, 10, 2), "Naturvårdsverket")}),
        ("Data centres", "From 15 January 2027 operators must report their water use.", "en",
         {("entry_into_force", date(2027, 1, 15), None)}),
        ("Rail Bill", "The third reading in the House of Lords, first set for 20 July, has been moved to 24 August 2026.",
         "en",
         {("vote", date(2026, 8, 24), "House of Lords")}),
        ("Labels", "Labels need approval. The authority accepts applications until 1 October 2026.", "en",
         {("call_closes", date(2026, 10, 1), None)}),
        ("Info day", "The Commission holds an information day on 3 September 2026.", "en", set()),
        ("Looking back", "The Agency opened the call on 3 May 2026.", "en", set()),
    ],
)  # fmt: skip
def test_stage_and_body(
    title: str, text: str, language: str, expected: set[tuple[str, date, str | None]]
) -> None:
    found = policy_dates_of(title, text, language, ON)
    assert {(f.stage, f.on_date, f.body) for f in found} == expected


def test_an_extension_says_so_and_carries_its_file() -> None:
    (found,) = policy_dates_of(
        "Deadline extended to 16 October 2026: consultation on fees", "Case JD/2026/0417.", "en", ON
    )
    assert found.is_extension and found.file_ref == "JD/2026/0417"


def test_a_step_that_is_over_is_no_date_ahead() -> None:
    for text in (
        "Samrådet stängde den 2 juli.",
        "The Council adopted the act on 12 July.",
        "Regeringen fattade beslutet i dag.",
    ):
        assert policy_dates_of("", text, "sv" if "den" in text or "dag" in text else "en", ON) == []
    (ahead,) = policy_dates_of("", "The Commission extended the consultation to 20 July.", "en", ON)
    assert ahead.on_date == date(2026, 7, 20)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("European Commission news", "European Commission"),
        ("Finnish transport ministry", "Finnish transport ministry"),
        ("Regeringen", "Regeringen"),
        ("Inside GOV.UK", None),
        ("EUR-Lex", None),
        ("Technology in government UK", None),
    ],
)
def test_a_source_that_is_a_body_is_told_from_one_that_is_none(name: str, body: str | None) -> None:
    assert own_body(name, "sv" if name == "Regeringen" else "en") == body


def test_enrich_reads_policy_sources_only_and_in_their_zone() -> None:
    store = Store.in_memory()
    at = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)  # the 15th in Helsinki
    store.append("core_source", [Source(source_id=s, name=n, source_class=c, url="u", grade="A", time_zone="Europe/Helsinki")
                                 for s, n, c in (("gov", "Finnish Government", "policy"), ("paper", "P", "news"))])  # fmt: skip
    store.append(
        "core_document",
        [
            Document(
                doc_id=source, version=1, source_id=source, source_class=kind, entry_hash=source, canonical_url=None,
                title="Consultation on fees", text="Comments by tomorrow.", language="en", published_at=at,
                date_precision="minute", first_seen_at=at, seen_at=at, counted_at=at, week_on=monday_of(at), is_backlog=False,
                identity="guid", text_hash=source, n_words=6,
            )
            for source, kind in (("gov", "policy"), ("paper", "news"))
        ],
    )  # fmt: skip
    window = Window.day(at.date(), as_of=at + timedelta(hours=1))
    stage.run(store, EnrichSettings(), window, embedder=HashEmbedder("h", 4))
    (row,) = store.rows("calendar/dates", as_of=window.as_of, since=ON)
    assert (row["doc_id"], row["on_date"], row["is_flagged"]) == ("gov", date(2026, 7, 16), True)
    assert row["body"] == "Finnish Government"  # the text names none: the source is the body itself
    assert store.rows("calendar/dates", as_of=at - timedelta(hours=1), since=ON) == []


def test_a_year_long_past_is_read_and_not_moved_ahead() -> None:
    assert [f.on_date for f in dates_in("beslutade den 3 december 2015", ON)] == [date(2015, 12, 3)]


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("en", "Ferries", "The transport committee votes on the draft report on 17 September.", ("vote", "transport committee")),
        ("en", "Ferries", "The committee adopts its opinion on 17 September 2026.", ("adoption", "committee")),
        ("en", "Cyber", "ENISA is due to deliver its draft scheme by 17 September 2026.", ("publication_due", "ENISA")),
        ("en", "Grid", "The Bundestag votes on the agreed text on 17 September.", ("vote", "Bundestag")),
        ("en", "Notice", "The House Energy Subcommittee will meet on September 17, 2026 to hear testimony.",
         ("hearing", "House Energy Subcommittee")),
        ("en", "Consultation", "The Environment Agency has moved the closing date from 1 September 2026 to 17 September 2026.",
         ("consultation_closes", "Environment Agency")),
        ("en", "Consultation on tides", "Responses to Marine Scotland are due on 17 September.",
         ("consultation_closes", "Marine Scotland")),
        ("en", "Law", "The German cabinet plans to adopt the bill on 17 September.", ("adoption", "German cabinet")),
        ("en", "Grants", "Ministers have asked Professor Jane Hollis to review grants. She is to report by 17 September.",
         ("publication_due", "Professor Jane Hollis")),
        ("sv", "Arrende", "En särskild utredare ska se över lagen. Uppdraget ska redovisas senast den 17 september 2026.",
         ("publication_due", "särskild utredare")),
        ("sv", "Vatten", "Regeringen ger Sveriges geologiska undersökning i uppdrag att mäta. Det redovisas den 17 september.",
         ("publication_due", "Sveriges geologiska undersökning")),
        ("sv", "Höstens siffror", "Den 17 september lämnar Konjunkturinstitutet sin prognos.",
         ("publication_due", "Konjunkturinstitutet")),
        ("sv", "Cyklar", "Från den 17 september får cyklar bara ställas på torget, har regeringen beslutat.",
         ("entry_into_force", "regeringen")),
        ("sv", "Yttrande", "Social- och hälsovårdsministeriet ber om utlåtanden senast den 17 september.",
         ("consultation_closes", "Social- och hälsovårdsministeriet")),
        ("sv", "Budget", "Ålands lagting röstar om budgeten den 17 september. Finansutskottet blev klart i går.",
         ("vote", "Ålands lagting")),
    ],
)  # fmt: skip
def test_the_verb_tells_the_stage_and_the_text_the_body(
    language: str, title: str, text: str, expected: tuple[str, str]
) -> None:
    (found,) = policy_dates_of(title, text, language, ON)
    assert (found.on_date, found.stage, found.body) == (date(2026, 9, 17), *expected)


def test_what_only_sounds_like_a_body_or_is_named_in_the_genitive_does_not_decide() -> None:
    title = "Ny lag om tillsyn"
    text = "Skatteverkets möjligheter utvidgas och regelverket förenklas. Lagändringarna föreslås träda i kraft den 1 mars 2027."
    (found,) = policy_dates_of(title, text, "sv", ON)
    assert (found.stage, found.body) == ("entry_into_force", None)


def test_a_report_that_is_put_off_counts_at_its_new_day_alone() -> None:
    text = (
        "Enligt utredningens direktiv skulle uppdraget redovisas senast den 31 december 2026. "
        "Uppdraget ska i stället redovisas senast den 31 mars 2027."
    )
    (found,) = policy_dates_of("Tilläggsdirektiv om läkemedel", text, "sv", ON)
    assert (found.stage, found.on_date) == ("publication_due", date(2027, 3, 31))
