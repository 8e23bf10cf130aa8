"""Whether a force grows or recedes."""

import pytest

from horizon.impact.direction import direction_of


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
    assert direction_of([text], phrases) == direction


def test_most_texts_decide_and_a_draw_means_growth() -> None:
    up, down = "ECB raises interest rate", "ECB cuts interest rate"
    assert direction_of([up, down], ("interest rate",)) == 1
    assert direction_of([up, down, down], ("interest rate",)) == -1
    assert direction_of([], ("interest rate",)) == 1
