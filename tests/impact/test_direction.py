"""Whether a force grows or recedes."""

import pytest

from horizon.impact.compared import compared
from horizon.impact.direction import Told, direction_of
from horizon.impact.tone import tone


@pytest.mark.parametrize(
    ("text", "phrases", "direction"),
    [
        ("Riksbanken höjer styrräntan", ("styrräntan",), 1),
        ("Riksbanken sänker styrräntan med en halv procentenhet", ("styrräntan",), -1),
        ("Central bank cuts interest rate", ("interest rate",), -1),
        ("Central bank raises interest rate", ("interest rate",), 1),
        ("Gas prices fall for a third week", ("gas prices",), -1),
        ("Gas prices jump", ("gas prices",), 1),
        ("Washington lifts sanctions", ("sanctions",), -1),
        ("Oväntad räntesänkning", ("räntesänkning",), -1),
        # a falling number that is no quantity of the force, or stands in another clause, tells nothing
        ("House building falls", ("house building",), 1),
        ("Bostadsbyggandet faller och bostadsbristen växer", ("bostadsbristen",), 1),
        ("Shares fall, but tariffs rise", ("tariffs",), 1),
    ],
)
def test_direction(text: str, phrases: tuple[str, ...], direction: int) -> None:
    assert direction_of([Told(text)], phrases) == direction


def test_most_texts_decide_and_a_draw_means_growth() -> None:
    up, down = Told("ECB raises interest rate"), Told("ECB cuts interest rate")
    assert direction_of([up, down], ("interest rate",)) == 1
    assert direction_of([up, down, down], ("interest rate",)) == -1
    assert direction_of([], ("interest rate",)) == 1


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("Shortage of nurses eases", "en", 1),
        ("Funding for training is cut", "en", -1),
        ("Fees fall sharply", "en", 1),
        ("Orders fall sharply", "en", -1),
        ("No breach was found", "en", 1),
        ("Winter comes to the eastern Baltic", "en", 0),  # no "win", no "ease"
        ("Regeringen avskaffar förbudet", "sv", 1),
        ("Stödet till forskning minskar", "sv", -1),
        ("Riskkapitalbolag möter sjukhus i Kristianstad", "sv", 0),  # no risk, illness or crisis
        ("Investments of 45 billion, against 80 billion the year before", "en", -1),
    ],
)
def test_tone_turns_with_what_lessens_or_denies(text: str, language: str, sign: int) -> None:
    found = tone(text, language)
    assert (found > 0) - (found < 0) == sign
    assert -1 < found < 1


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("the rate is 3.75 per cent instead of 4", -1),
        ("styrräntan blir 3,75 procent i stället för 4", -1),
        ("rises from 4 to 4.5 per cent", 1),
        ("dropped from 1,200 to 900", -1),
        ("45 billion in 2023, against well over 80 the year before", -1),  # a year is no amount
        ("less than half of last year's sum", -1),
        ("in 2024 there were 12 of them", 0),
    ],
)
def test_compared_numbers(sentence: str, change: int) -> None:
    assert compared(sentence) == change


def test_a_hardship_recedes_in_good_news_and_a_gain_in_bad_news() -> None:
    good = Told("Nurses welcome agreement that improves conditions", "en")
    bad = Told("Trials suspended after fatal accident", "en")
    assert direction_of([good], (), growth="hardship") == -1
    assert direction_of([good], (), growth="gain") == 1
    assert direction_of([bad], (), growth="gain") == -1
    assert direction_of([bad], (), growth="hardship") == 1
    assert direction_of([good], ()) == direction_of([bad], ()) == 1  # either may be news of its growth


def test_a_postponed_rule_recedes_whatever_the_tone() -> None:
    late = Told("Parliament postpones the device rules. Hospitals had warned of shortages.", "en")
    assert direction_of([late], (), kind="regulation", growth="hardship") == -1
    assert direction_of([late], (), kind="shock", growth="hardship") == 1
