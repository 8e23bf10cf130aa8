"""A whole digest in each form and language, held to golden files: a change of text is read like a change of code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from horizon.publish.atom import to_atom
from horizon.publish.build import build
from horizon.publish.html import to_html
from horizon.publish.mail import plain_text
from horizon.publish.markdown import to_markdown
from tests.publish.rows import PUBLISH, material

FORMS = {"md": to_markdown, "html": to_html, "txt": plain_text, "atom": lambda d: to_atom([d])}


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_digest_reads_as_it_was_reviewed(
    golden: Callable[[str, str], None], form: str, language: str
) -> None:
    digest = build(material(language=language), PUBLISH)
    golden(f"digest/made.{language}.{form}", FORMS[form](digest))


def test_rows_in_any_order_give_the_same_digest() -> None:
    """Rows come sorted from the store; nothing else of their order may matter to what is chosen."""
    one = build(material(), PUBLISH)
    other = build(material(turned=True), PUBLISH)
    assert [i.signal_id for i in one.items] == [i.signal_id for i in other.items]
    assert one.bottom_line == other.bottom_line


def test_a_card_under_another_ones_name_says_whose_its_figures_are() -> None:
    english, swedish = build(material(), PUBLISH).items[0], build(material(language="sv"), PUBLISH).items[0]
    assert english.signal_id == swedish.signal_id == "topic-cells"
    assert english.figures_of is None
    assert (swedish.label, swedish.figures_of) == ("Natriumceller i depåer", "Sodium cells for depots")
