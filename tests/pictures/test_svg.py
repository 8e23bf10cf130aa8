"""Text and figures as every picture writes them, and the lines of a ring."""

from hypothesis import given
from hypothesis import strategies as st

from horizon.pictures.onion import in_lines
from horizon.pictures.svg import safe, signed


def test_a_line_end_parts_two_words_and_what_no_xml_allows_is_dropped() -> None:
    assert safe("a\nb\tc") == "a b c"
    assert safe("bell\x07 \u202eturned <&>") == "bell turned &lt;&amp;&gt;"


def test_a_figure_that_rounds_to_nothing_has_no_sign_and_is_not_an_exact_zero() -> None:
    assert [signed(v, "?") for v in (-0.001, 0.001, -0.005001, 0.0, None)] == [
        "0.00",
        "0.00",
        "−0.01",
        "0",
        "?",
    ]
    assert signed(-1.5, "?") == "−1.50"


@given(
    st.lists(st.text(alphabet="ab cd", min_size=1, max_size=300).filter(lambda s: s.strip())),
    st.integers(4, 60),
)
def test_no_line_of_a_ring_is_longer_than_the_ring_and_no_word_is_lost(items: list[str], width: int) -> None:
    lines = in_lines(items, width)
    assert all(0 < len(line) <= width for line in lines)
    told = "".join("".join(line.split()) for line in lines)
    assert told == "·".join("".join(item.split()) for item in items)


def test_an_item_that_fits_a_line_is_not_parted() -> None:
    assert in_lines(["one two", "three four", "five"], 12) == ("one two\u00a0·", "three four\u00a0·", "five")
    assert in_lines(["w " * 122 + "end"], 100)[-1].endswith("end")
