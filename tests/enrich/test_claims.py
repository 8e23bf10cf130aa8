"""Claims: the clause, who says it, in whose words, how firmly; always a slice of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.enrich.affiliations import affiliations_of
from horizon.enrich.attribution import speaks
from horizon.enrich.claims import MODALITIES, claims_of


@pytest.mark.parametrize(
    ("language", "text", "claim", "holder", "is_quote", "modality"),
    [
        ("en", "The agency said on Monday that emissions fell by 4 per cent in 2025.", "emissions fell by 4 per cent in 2025",
         "The agency", False, "asserted"),
        ("en", "“We will close the plant in May,” said Anna Berg, head of the union.", "We will close the plant in May",
         "Anna Berg", True, "asserted"),
        ("en", "Prices will double by 2030, according to the Energy Institute.", "Prices will double by 2030",
         "the Energy Institute", False, "asserted"),
        ("en", "The company denies that it plans to move 400 jobs to Poland.", "it plans to move 400 jobs to Poland",
         "The company", False, "denied"),
        ("en", "The paper writes that the board was told by its auditor that the loss is 3 million.", "the loss is 3 million",
         "its auditor", False, "asserted"),
        ("en", "“Nobody at head office picked up the phone,” recalled Tom Wilk, a supplier in Lund.",
         "Nobody at head office picked up the phone", "Tom Wilk", True, "asserted"),
        ("en", "The bridge will not open before 2029, she said after the site visit, hard hat still on.",
         "The bridge will not open before 2029", "she", False, "asserted"),
        ("en", "It is wrong, insists Meridian Foods, that the recall covers baby food.", "the recall covers baby food",
         "Meridian Foods", False, "denied"),
        ("en", "Storm damage is thought to exceed 600 million.", "Storm damage is thought to exceed 600 million", None, False,
         "hedged"),
        ("en", "Oil company Norvik denied having dumped waste in the fjord.", "having dumped waste in the fjord",
         "Oil company Norvik", False, "denied"),
        ("en", "Scale models failed in seven laboratories, which the consortium reports.",
         "Scale models failed in seven laboratories", "the consortium", False, "asserted"),
        ("en", "A court in Lyon ruled on Wednesday that the permit had been issued unlawfully.",
         "the permit had been issued unlawfully", "A court in Lyon", False, "asserted"),
        ("en", "Norvik calls the figure absurd.", "the figure absurd", "Norvik", False, "denied"),
        ("sv", "Bluff, säger Kent Åhs om rapporten: siffrorna är tre år gamla.", "siffrorna är tre år gamla", "Kent Åhs", False,
         "asserted"),
        ("sv", "Till radion säger Moa Lind att beslutet fattades i hemlighet.", "beslutet fattades i hemlighet", "Moa Lind",
         False, "asserted"),
        ("sv", "Nu vill regeringen införa tillståndsplikt från 2028.", "införa tillståndsplikt från 2028", "regeringen", False,
         "proposed"),
        ("sv", "Av revisorernas granskning framgår att var femte faktura är falsk.", "var femte faktura är falsk",
         "revisorernas granskning", False, "asserted"),
        ("sv", "Myndigheten utesluter inte att fler läkemedel tar slut.", "fler läkemedel tar slut",
         "Myndigheten", False, "hedged"),
        ("sv", "– Vi stänger fabriken i maj, säger Anna Berg, ordförande i facket.",
         "Vi stänger fabriken i maj", "Anna Berg", True,
         "asserted"),
        ("sv", "Facket kräver att skiftet kortas till sex timmar.", "skiftet kortas till sex timmar",
         "Facket", False, "proposed"),
        ("sv", "Bolaget dementerar att 400 jobb flyttas till Polen.", "400 jobb flyttas till Polen", "Bolaget", False, "denied"),
        ("sv", "Ökningen kan bli 12 procent.", "Ökningen kan bli 12 procent", None, False, "hedged"),
    ],
)  # fmt: skip
def test_claim_holder_and_modality(
    language: str, text: str, claim: str, holder: str | None, is_quote: bool, modality: str
) -> None:
    (found,) = claims_of(text, language)
    assert (found.text, found.holder, found.is_quote, found.modality) == (claim, holder, is_quote, modality)


def test_a_quotation_alone_is_whose_the_text_just_spoke_of() -> None:
    (found,) = claims_of('He shrugs. "The rails were laid two centimetres too wide."', "en")
    assert (found.holder, found.is_quote) == ("He", True)


def test_every_sentence_of_a_long_quotation_has_its_speaker() -> None:
    found = claims_of(
        "“We lost a third of our orders. The bank then cut our credit by half,” said Jonas Brandt.", "en"
    )
    assert [(f.holder, f.is_quote) for f in found] == [("Jonas Brandt", True)] * 2


def test_asking_whether_says_nothing() -> None:
    assert all(
        f.holder is None for f in claims_of("The envoy refused to say whether talks had stalled.", "en")
    )


@pytest.mark.parametrize(
    "word",
    [
        "finds",
        "Adds",
        "contends",
        "reminds",
        "admitted",
        "rebutting",
        "agreeing",
        "replies",
        "denied",
        "noted",
        "swore",
    ],
)
def test_a_verb_of_saying_is_known_in_every_form(word: str) -> None:
    assert speaks(["the", word])
    assert not speaks(["the", "harbour", "is", "closed"])


def test_a_verb_of_saying_that_ends_in_d_has_its_holder() -> None:
    (found,) = claims_of("The agency reminds growers that 14 permits lapse in May.", "en")
    assert (found.holder, found.text) == ("The agency", "14 permits lapse in May")


@pytest.mark.parametrize(
    "text", ["Join us for coffee at 9.", "Will the price rise?", "The sun rose over the quiet harbour.", ""]
)
def test_no_claim(text: str) -> None:
    assert claims_of(text, "en") == []


@pytest.mark.parametrize(
    ("language", "text", "claim", "holder"),
    [
        ("sv", "Om trenden håller, säger Eva Lund, ökar försäljningen med 12 procent.", "ökar försäljningen med 12 procent",
         "Eva Lund"),
        ("sv", "Om trenden håller: 300 butiker stänger nästa år.", "Om trenden håller: 300 butiker stänger nästa år", None),
        ("sv", "Om trenden håller ökar försäljningen med 12 procent i år, säger Eva Lund.",
         "Om trenden håller ökar försäljningen med 12 procent i år", "Eva Lund"),
        ("sv", "Om trenden håller hävdar branschen att 4 000 jobb försvinner.", "4 000 jobb försvinner", "branschen"),
        ("sv", "Håller trenden väntar sig banken att räntan sänks i maj.",
         "Håller trenden väntar sig banken att räntan sänks i maj", None),
        ("en", "If the trend holds, the agency says, emissions will fall by 9 per cent.", "emissions will fall by 9 per cent",
         "the agency"),
        ("en", "If the trend holds the company expects 300 fewer staff by May.",
         "If the trend holds the company expects 300 fewer staff by May", None),
        ("en", "Once the deal expires, the firm expects to lose 300 staff.",
         "Once the deal expires, the firm expects to lose 300 staff", None),
        ("en", "Should the trend hold, the union says 400 jobs will go.", "400 jobs will go", "the union"),
    ],
)  # fmt: skip
def test_a_condition_is_neither_said_nor_does_it_speak(
    language: str, text: str, claim: str, holder: str | None
) -> None:
    (found,) = claims_of(text, language)
    assert (found.text, found.holder) == (claim, holder)


@given(
    st.text(alphabet="abc ABC.,;:”“\"'–\n said säger att enligt 0123456789", max_size=200),
    st.sampled_from(["en", "sv", None]),
)
def test_every_span_is_a_slice_of_the_text(text: str, language: str | None) -> None:
    for one in claims_of(text, language):
        assert text[one.start : one.end] == one.text
        assert one.modality in MODALITIES
        if one.holder is not None:
            assert text[one.holder_start : one.holder_end] == one.holder


def test_roles_are_read_with_their_organisation() -> None:
    (stated,) = affiliations_of("Anna Berg, head of research at Lund University, disagrees.")
    assert (stated.person, stated.organisation) == ("Anna Berg", "Lund University")
    (stated,) = affiliations_of("Det säger professor Karin Ek vid Uppsala universitet.")
    assert (stated.person, stated.role, stated.organisation) == (
        "Karin Ek",
        "professor",
        "Uppsala universitet",
    )


@pytest.mark.parametrize(
    ("text", "language", "holder"),
    [
        ("Fees explained little of the variation in 48 requests.", "en", None),
        ("If the trend holds, 40 doctoral students will lose a term.", "en", None),
        ("Workers walked out on Thursday over plans to cut 40 shifts.", "en", None),
        ("Studien gäller en region och visar att 12 patienter blev friska.", "sv", "Studien"),
        ("The minister says that fees rise by 4 per cent.", "en", "The minister"),
        ("Kommunen säger att 40 lägenheter byggs.", "sv", "Kommunen"),
    ],
)
def test_only_what_can_speak_is_a_holder(text: str, language: str, holder: str | None) -> None:
    assert [c.holder for c in claims_of(text, language)] == [holder]


def test_two_speakers_joined_by_while_make_two_claims() -> None:
    found = claims_of(
        "The union says the plant lacks 60 fitters, while the owner maintains that 15 posts are vacant.", "en"
    )
    assert [(c.holder, c.text) for c in found] == [
        ("The union", "the plant lacks 60 fitters"),
        ("the owner", "15 posts are vacant"),
    ]


def test_what_is_allowed_is_not_in_doubt() -> None:
    (found,) = claims_of("Comments may be sent until 25 September 2026.", "en")
    assert found.modality == "asserted"
