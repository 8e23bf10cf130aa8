"""A whole digest in each form and language, held to golden files: a change of text is read like a change of code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from horizon.publish.atom import to_atom
from horizon.publish.build import build
from horizon.publish.charts import radar_of
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


def test_the_heat_map_counts_a_matter_once_and_tells_every_force_of_it() -> None:
    one = material().heat[0]  # of topic-cells, under which topic-celler is told
    rows = [one, {**one, "loop_score": -1.1, "sign": -1, "force_name": "Price war"}, {**one, "signal_id": "topic-celler"},
            {**one, "signal_id": "topic-quiet", "loop_score": 3.0}]  # fmt: skip
    made = build(material(heat=rows), PUBLISH)
    assert made.items[0].also_as == ("topic-celler",) and made.heat is not None
    part = next(p for p in made.heat.parts if p.part_id == one["part_id"])
    assert (part.opportunity, part.n_opportunities, part.threat, part.n_threats) == (1.6, 1, -1.1, 1)
    assert (part.leading_signal_id, part.leading_label) == ("topic-cells", made.items[0].label)
    assert [(f.force_name, f.n_signals) for f in made.heat.forces] == [("Cheap storage", 1), ("Price war", 1)]
    asked = next(q.sql for q in made.queries if q.what == "heat")
    assert "CASE signal_id WHEN 'topic-celler' THEN 'topic-cells' ELSE signal_id END AS matter" in asked


def test_a_card_of_no_part_is_told_apart_from_one_that_nobody_judged() -> None:
    judged, unjudged = (
        build(material(impacts=(), heat=(), **parts), PUBLISH) for parts in ({}, {"parts": ()})
    )
    assert unjudged.heat is None
    for made, told in ((judged, "touches no part"), (unjudged, "unknown")):
        _, table = radar_of(made)
        assert {row["Part"] for row in table.records()} == {told}


def test_a_card_under_another_ones_name_says_whose_its_figures_are() -> None:
    english, swedish = build(material(), PUBLISH).items[0], build(material(language="sv"), PUBLISH).items[0]
    assert english.signal_id == swedish.signal_id == "topic-cells"
    assert english.figures_of is None
    assert (swedish.label, swedish.figures_of) == ("Natriumceller i depåer", "Sodium cells for depots")
