"""What becomes of a word through everything that is said of it."""

import pytest

from horizon.impact import rules
from horizon.impact.change import Quantities, moves

EXPORTS = Quantities(("*export*", "licence*", "leverans*", "journal*"), ())
PRICES = Quantities(("*price*", "*pris*", "rates", "ränt*"), ("supply",), ("truce", "vapenvila*"))


@pytest.mark.parametrize(
    ("sentence", "language", "way"),
    [
        # the object of the verb, a noun of hindrance, and both
        ("Country halts exports", "en", -1),
        ("Freeze on new export licences", "en", -1),
        ("Ministry ends the freeze on exports", "en", 1),
        ("Ban on exports is lifted", "en", 1),
        ("Licence freeze lifted", "en", 1),
        ("Licence freeze extended", "en", -1),
        ("Shortage of exports eases", "en", 1),
        ("Stop to exports is reversed", "en", 1),
        ("Stopp för exporten", "sv", -1),
        ("Stoppet för exporten hävs", "sv", 1),
        ("Bristen på leveranser är över", "sv", 1),
        ("Nedläggning av exporten", "sv", -1),
        ("Indragna leveranser", "sv", -1),
        # a plan that comes to nothing, and one that holds
        ("Attempt to weaken exports fails", "en", 1),
        ("Plan to ban exports survives the vote", "en", -1),
        ("Threat to close exports averted", "en", 1),
        ("Försöket att stoppa exporten föll", "sv", 1),
        # denial: of the word, of what is done to it
        ("No licences", "en", -1),
        ("India refuses to lower exports", "en", 1),
        ("Exports will not be stopped", "en", 1),
        ("Nej till export", "sv", -1),
        # what is taken up again, and what it was before
        ("Exports that were stopped resume", "en", 1),
        ("Leveranserna startar om", "sv", 1),
        ("Regionen öppnar journalen", "sv", 1),
        # what acts is not what is acted on
        ("Exports stop the fall", "en", None),
        ("Plan to expand exports cuts costs for farmers", "en", 1),
        ("Förslag om ökad export minskar arbetslösheten", "sv", 1),
        # words of time, and verbs that mean something else beside their particle
        ("Exports were halted three times last year", "en", -1),
        ("Exporten håller på att minska", "sv", -1),
        ("Exporten tar stryk", "sv", None),
        ("Shares are sold after exports", "en", None),
    ],
)
def test_what_reaches_a_word_is_multiplied(sentence: str, language: str, way: int | None) -> None:
    told = moves(sentence, language, EXPORTS)
    assert (told[0].way if told else None) == way


@pytest.mark.parametrize(
    ("sentence", "language", "way"),
    [
        ("Prices fall back after the record", "en", -1),
        ("Rates go from 3.25 to 2.75 per cent", "en", -1),
        ("Price is a tenth of its peak", "en", -1),
        ("Priset är tre gånger så högt", "sv", 1),
        ("Räntesänkning", "sv", -1),
        ("Cheaper power ahead", "en", -1),
        ("Hopes of cheaper power fade", "en", 1),
        ("Truce signed", "en", -1),
        ("Truce collapses", "en", 1),
        ("Vapenvilan håller", "sv", -1),
        ("Elpriset blir inte lägre i vinter", "sv", None),  # not lower is not higher
        ("Supply price unchanged", "en", None),  # the price of supply is a price
    ],
)
def test_quantities_numbers_and_what_ends_a_force(sentence: str, language: str, way: int | None) -> None:
    told = moves(sentence, language, PRICES)
    assert (told[0].way if told else None) == way


def test_a_longer_word_knows_better() -> None:
    known = Quantities(("exportförbud*",), ("export*",))
    assert known.side("exportförbudet") == 1
    assert known.side("exporten") == -1


def test_of_a_field_nothing_is_told_by_what_hangs_beside_it() -> None:
    field = Quantities(("drones",), ())
    assert moves("Brussels drops its plan for liability for drones", "en", field, is_field=True) == ()
    assert moves("City bans drones", "en", field, is_field=True)[0].way == -1


@pytest.mark.parametrize(
    ("sentence", "language", "way"),
    [
        ("commission closes consultation on new rules", "en", None),
        ("eu-kommissionen avslutar samråd om nya regler", "sv", None),
        ("remisstiden för lagen är slut", "sv", None),
        ("parliament closes loophole in tax law", "en", None),
        ("minister resolves dispute over tax law", "en", None),
        ("company refuses to pay tax", "en", None),
        ("parliament repeals the law", "en", -1),
        ("regeringen slopar kravet på tillstånd", "sv", -1),
        ("court refuses new ban", "en", -1),
    ],
)
def test_a_rule_is_not_repealed_where_a_matter_about_it_ends(
    sentence: str, language: str, way: int | None
) -> None:
    told = rules.read([sentence], language)
    assert (told.way if told else None) == way
