"""Whether a force grows or recedes."""

from types import SimpleNamespace
from typing import Any

import pytest

from horizon.config import data_root
from horizon.forces import catalogue
from horizon.impact.compared import compared
from horizon.impact.direction import Told, direction_of
from horizon.impact.tone import tone


def facts(**more: Any) -> Any:
    """Of a force; kind and growth say nothing unless they are given."""
    return SimpleNamespace(
        **({"kind": "", "growth": None, "grows_with": (), "shrinks_with": (), "ends_with": ()} | more)
    )


RULE = facts(kind="regulation", growth="hardship")
RATES = facts(grows_with=("rate", "rates", "*ränt*", "price"), shrinks_with=("minusränt*",))
MONEY = facts(growth="gain", grows_with=("billion*", "funding", "budget*", "pengar", "anslag*", "miljard*"))
CARE = facts(growth="hardship", grows_with=("queue*", "sparkrav*"), shrinks_with=("staff", "miljard*"))
TAX = {f.force_id: f for f in catalogue.load([data_root() / "forces.toml"])}["tax-policy"]
SUPPLY = facts(growth="hardship", grows_with=("embargo*", "shortage*"), shrinks_with=("shipment*", "output"))


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
def test_a_quantity_in_the_phrase_that_carries_the_tie(
    text: str, phrases: tuple[str, ...], direction: int
) -> None:
    language = "sv" if set("åäö") & set(text) else "en"
    assert direction_of([Told(text, language)], phrases, facts()).score == direction


@pytest.mark.parametrize(
    ("text", "language", "force", "direction"),
    [
        ("Central bank trims its rate. It took a quarter of a point off.", "en", RATES, -1),
        ("Bank goes up again. Rates are half a point higher.", "en", RATES, 1),
        ("Banken tog ned räntan", "sv", RATES, -1),
        ("Slut på minusräntan", "sv", RATES, 1),
        ("Banken höll räntan nere", "sv", RATES, -1),
        ("Höjda räntor läggs på priset", "sv", RATES, 1),
        ("Rates rise after price growth refused to slow", "en", RATES, 1),
        ("Bank scraps the planned rise in rates", "en", RATES, -1),
        ("Bank postpones the cut in rates", "en", RATES, 1),
        ("Rate is 3.75 per cent instead of 4", "en", RATES, -1),
        ("They took 2.1 billion out of the programme", "en", MONEY, -1),
        ("Capitals strike two billion from research", "en", MONEY, -1),
        ("Half a billion for scientists", "en", MONEY, 1),  # an amount, no halving
        ("Regeringen drar in pengar", "sv", MONEY, -1),
        ("Myndigheten får en miljard mindre", "sv", MONEY, -1),
        ("En miljard extra till forskning", "sv", MONEY, 1),
        ("Sex miljarder extra till sjukhusen", "sv", CARE, -1),
        ("Sparkrav stoppar tjänster", "sv", CARE, 1),  # what stops is not what is stopped
        ("Sparkraven stoppas", "sv", CARE, -1),
        ("China suspends its export stop", "en", SUPPLY, -1),
        ("Halt on shipments is lifted", "en", SUPPLY, -1),
        ("Carrier halts shipments", "en", SUPPLY, 1),
        ("Plant raises its output", "en", SUPPLY, -1),
        ("Bolagsskatten höjs till 25 procent", "sv", TAX, 1),
        ("Arbetsgivaravgiften sänks", "sv", TAX, -1),
        ("Avgiftsnedsättningen för forskare höjs", "sv", TAX, -1),
        ("Expertskatten utökas till sju år", "sv", TAX, -1),
        ("Skattereduktionen för solceller höjs", "sv", TAX, -1),
        ("Government raises tax incentives", "en", TAX, -1),
        ("Fuel tax raised", "en", TAX, 1),
    ],
)
def test_a_quantity_of_the_force(text: str, language: str, force: Any, direction: int) -> None:
    assert direction_of([Told(text, language)], (), force).score == direction


@pytest.mark.parametrize(
    ("text", "language", "direction", "read"),
    [
        ("Minister repeals the ban", "en", -1, "rule"),
        ("Parliament scraps the tax", "en", -1, "rule"),
        ("Parliament scraps the tax exemption for founders", "en", 1, "rule"),
        ("Court strikes down the shield that firms relied on", "en", 1, "rule"),
        ("Regeringen slopar stödet", "sv", 1, "rule"),
        ("Regeringen slopar kravet", "sv", -1, "rule"),
        ("Deadline for the new rules is postponed", "en", -1, "rule"),
        ("Hospital postpones operations", "en", 1, "none"),
        ("Makers get two more years to comply", "en", -1, "rule"),
        ("The law takes effect on Monday", "en", 1, "rule"),
        ("Förordningen träder i kraft", "sv", 1, "rule"),
        ("Parlamentet antar lagen", "sv", 1, "rule"),
        ("Riksdagen antog inte lagen", "sv", 1, "none"),
        ("The regulation was not adopted", "en", 1, "none"),
        ("Council adopts its position. The rules are postponed to 2029", "en", -1, "rule"),
        ("Quicker permits for founders", "en", -1, "ease"),
        ("Lättare att få tillstånd", "sv", -1, "ease"),
        ("Forskare undantas från kravet", "sv", -1, "ease"),
        ("Svårare att ta med familjen", "sv", 1, "rule"),
        ("Den sökande får inte längre byta spår", "sv", 1, "rule"),
    ],
)
def test_a_rule(text: str, language: str, direction: int, read: str) -> None:
    found = direction_of([Told(text, language)], (), facts(kind="regulation"))
    assert (found.score, found.read) == (direction, read)


def test_most_texts_decide_and_a_draw_means_growth() -> None:
    up, down = Told("ECB raises interest rate"), Told("ECB cuts interest rate")
    rate = ("interest rate",)
    assert direction_of([up, down], rate, facts()).score == 1
    assert direction_of([up, down, down], rate, facts()).score == -1
    assert direction_of([], rate, facts()).score == 1


def test_what_told_it_is_kept() -> None:
    found = direction_of([Told("Bank trims its rate", "en")], (), RATES)
    assert (found.read, found.words) == ("quantity", ("trims", "rate"))
    assert direction_of([Told("Bank meets", "en")], (), RATES).read == "none"


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
        ("The fee rises from 4.5 to 5 per cent", "en", -1),
        ("Avgiften blir 5 i stället för 4,5 procent", "sv", -1),
        ("The strike is over", "en", 1),
        ("Vårdstrejken är över", "sv", 1),
        ("Plants are put on ice", "en", -1),
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
    assert direction_of([good], (), facts(growth="hardship")).score == -1
    assert direction_of([good], (), facts(growth="gain")).score == 1
    assert direction_of([bad], (), facts(growth="gain")).score == -1
    assert direction_of([bad], (), facts(growth="hardship")).score == 1
    for told in (good, bad):  # either may be news of its growth
        assert direction_of([told], (), facts()).score == 1


def test_a_postponed_rule_recedes_whatever_the_tone() -> None:
    late = Told("Parliament postpones the device rules. Hospitals had warned of shortages.", "en")
    assert direction_of([late], (), RULE).score == -1
    assert direction_of([late], (), facts(kind="shock", growth="hardship")).score == 1


def test_the_sum_of_the_terms_decides() -> None:
    late = Told("Parliament postpones the device rules. Hospitals had warned of shortages.", "en")
    found = direction_of([late], (), RULE)
    assert set(found.terms) == {"start", "rule", "tone"}
    assert sum(found.terms.values()) < 0
    assert (found.score, found.read) == (-1, "rule")
    assert direction_of([late], (), RULE, with_tone=False).terms.keys() == {"start", "rule"}


def test_what_only_sounds_good_or_eases_is_not_stated() -> None:
    good = Told("Nurses welcome agreement that improves conditions", "en")
    eased = Told("Quicker permits for founders", "en")
    assert direction_of([good], (), facts(growth="hardship")).stated == 1
    assert direction_of([eased], (), RULE).stated == 1
    assert direction_of([eased], (), RULE).score == -1
    assert direction_of([good], (), facts(growth="hardship")).score == -1


def test_a_direction_without_sounds_keeps_only_the_terms_that_made_it() -> None:
    found = direction_of([Told("Quicker permits for founders", "en")], (), RULE).without_sounds()
    assert (found.score, found.read, set(found.terms)) == (1, "none", {"start"})
    late = Told("Parliament postpones the device rules. Hospitals had warned of shortages.", "en")
    found = direction_of([late], (), RULE).without_sounds()
    assert (found.score, found.read, set(found.terms)) == (-1, "rule", {"start", "rule"})


def test_a_turned_direction_turns_every_term() -> None:
    found = direction_of([Told("Central bank trims its rate", "en")], (), RATES)
    turned = found.turned()
    assert (turned.score, turned.stated) == (1, 1)
    assert sum(turned.terms.values()) == pytest.approx(-sum(found.terms.values()))
