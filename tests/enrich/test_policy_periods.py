"""What looks like a step and is none: "today" for "nowadays", ends of a rule's time, years that count; bodies without a name."""

from __future__ import annotations

from datetime import date

import pytest

from horizon.enrich.policy_dates import policy_dates_of

ON = date(2026, 4, 10)


def read(language: str, text: str, title: str = "Notice") -> list[tuple[str, date]]:
    return [(f.stage, f.on_date) for f in policy_dates_of(title, text, language, ON)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "sv",
            "I dag ska kommunens beslut om bygglov överklagas till länsstyrelsen. Regeringen föreslår att det ändras.",
        ),
        ("sv", "I dag får hyresnämnden besluta om hyran. Det föreslås ändras."),
        ("sv", "De regler som gäller i dag trädde i kraft 2014."),
        ("sv", "Som det ser ut i dag antas planer av kommunfullmäktige."),
        ("sv", "Regeringen har i dag beslutat om 40 miljoner kronor till stängsel."),
        (
            "en",
            "Today decisions on permits are adopted by the county board; the bill moves them to a new agency.",
        ),
        ("en", "The rules in force today are adopted by each state."),
        ("en", "As things stand today, the authority decides on each permit and publishes a report."),
        ("en", "Under today's rules the committee votes on every permit."),
    ],
)
def test_today_for_nowadays_is_no_day(language: str, text: str) -> None:
    assert read(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("sv", "Regeringen beslutar i dag om en proposition om tobak.", "adoption"),
        ("sv", "I dag träder nya regler om märkning i kraft.", "entry_into_force"),
        ("sv", "Remissen: synpunkter lämnas senast i dag.", "consultation_closes"),
        ("en", "Parliament votes today on the budget.", "vote"),
        (
            "en",
            "The Commission today opens a consultation on batteries, and firms may answer.",
            "consultation_opens",
        ),
        ("en", "The rules apply from today.", "entry_into_force"),
    ],
)
def test_today_of_a_step_is_that_day(language: str, text: str, stage: str) -> None:
    assert read(language, text) == [(stage, ON)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Lagen tillämpas på beskattningsår som avslutas efter den 30 juni 2027."),
        ("sv", "De nya bestämmelserna tillämpas på tid efter den 31 december 2026."),
        ("sv", "Övergångsbestämmelser gäller till och med den 30 juni 2028."),
        ("sv", "Äldre föreskrifter ska fortfarande tillämpas till utgången av 2027."),
        (
            "en",
            "The relief applies to expenditure incurred before 1 April 2028 and to tax years ending after 31 December 2026.",
        ),
        ("en", "The temporary reduction of the fuel duty applies until 31 December 2026."),
        ("en", "Transitional rules apply until 30 June 2028."),
    ],
)
def test_the_time_for_which_a_rule_holds_is_no_step(language: str, text: str) -> None:
    assert read(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "Lagen träder i kraft den 1 juli 2026 och tillämpas på beskattningsår som börjar efter den 31 december 2026.",
         [("entry_into_force", date(2026, 7, 1))]),
        ("en", "The act applies from 1 January 2027; transitional rules apply until 30 June 2028.",
         [("entry_into_force", date(2027, 1, 1))]),
        ("en", "Entry into force is postponed until 1 May 2027.", [("entry_into_force", date(2027, 5, 1))]),
        ("sv", "Ikraftträdandet skjuts upp till den 1 maj 2027.", [("entry_into_force", date(2027, 5, 1))]),
    ],
)  # fmt: skip
def test_beside_it_the_step_is_read(language: str, text: str, expected: list[tuple[str, date]]) -> None:
    assert read(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "body"),
    [
        ("en", "Comments should be sent to the Authority by 1 October 2026.", None),
        ("sv", "Svar ska ha kommit in till Myndigheten senast den 1 oktober 2026.", None),
        ("en", "The European Labour Authority is consulting. The Authority will hold a hearing on 1 October 2026.",
         "European Labour Authority"),
        ("sv", "Energimarknadsmyndigheten ser över taxan. Myndigheten håller en hearing den 1 oktober 2026.",
         "Energimarknadsmyndigheten"),
        ("en", "The Commission invites comments until 1 October 2026.", "Commission"),
    ],
)  # fmt: skip
def test_an_authority_is_told_by_its_name_or_not_at_all(language: str, text: str, body: str | None) -> None:
    (found,) = policy_dates_of("Notice", text, language, ON)
    assert found.body == body


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("sv", "Tilläggsdirektiv till Ängsutredningen (N 2026:02)",
         "Utredningstiden för Ängsutredningen förlängs till den 31 maj 2027.",
         [("publication_due", date(2027, 5, 31), "Ängsutredningen")]),
        ("sv", "Tilläggsdirektiv till Utredningen om stöd för små vattenverk (N 2026:04)",
         "Enligt utredningens direktiv ska uppdraget redovisas senast den 1 juni 2026. Utredningstiden förlängs. Uppdraget ska i "
         "stället redovisas senast den 1 mars 2027.",
         [("publication_due", date(2027, 3, 1), "Utredningen om stöd för små vattenverk")]),
        ("en", "Inquiry",
         "The inquiry was due to report by 1 June 2026. Its time is extended: it must instead report by 1 March 2027.",
         [("publication_due", date(2027, 3, 1), "inquiry")]),
        ("sv", "Ny lag om hamnar, Prop. 2025/26:90",
         "Hamnverket får nya uppgifter. Lagändringarna föreslås träda ikraft den 1 juni 2027.",
         [("entry_into_force", date(2027, 6, 1), None)]),
        ("sv", "Ny lag om hamnar, Prop. 2025/26:90",
         "I propositionen lämnas regeringens förslag. Lagändringarna föreslås träda i kraft den 1 juni 2027.",
         [("entry_into_force", date(2027, 6, 1), "regeringen")]),
        ("sv", "Insats i havet", "Regeringen får ställa fartyg till förfogande fram till och med april 2027.", []),
        ("sv", "En ny myndighet", "I enlighet med förslaget ska Hamnverket och Farledsverket ombildas den 1 januari 2027.", []),
        ("sv", "Stöd till båtägare",
         "En ansökan ska kunna göras inom nio månader från den sista dagen i den tid som den avser.", []),
        ("en", "Permits", "Firms must answer within 30 days of receiving a demand. The consultation closes on 1 June 2026.",
         [("consultation_closes", date(2026, 6, 1), None)]),
    ],
)  # fmt: skip
def test_what_government_papers_taught(
    language: str, title: str, text: str, expected: list[tuple[str, date, str | None]]
) -> None:
    assert [(f.stage, f.on_date, f.body) for f in policy_dates_of(title, text, language, ON)] == expected
