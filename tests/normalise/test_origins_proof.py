"""Generated wire copies are found; different texts from one template are not merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.origins import find_copies, merged_pairs, sample_texts, template_alikes
from horizon.normalise.duplicates import copy_similarity, fingerprint


def test_generated_wire_copies_are_found() -> None:
    found = find_copies(sample_texts())
    assert found.right + found.wrong + found.missed >= 60
    assert found.f1 >= 0.95, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the same standing text: only initials in the title tell the judgments apart
        (
            ("The court's judgment in the case K. against the Realm", "The court has tried whether the convention was kept. "
             "The government publishes a link to the judgment in full and a summary of it."),
            ("The court's judgment in the case M.B. against the Realm", "The court has tried whether the convention was kept. "
             "The government publishes a link to the judgment in full and a summary of it."),
        ),
        # each title says of its own text what the other does not say
        (
            ("Opening address to the council 26 June", "The opening address of the delegation at the adoption of the review "
             "by the council on human rights, given by the ambassador at the palace on 26 June."),
            ("Closing address to the council 26 June", "The closing address of the delegation at the adoption of the review "
             "by the council on human rights, given by the ambassador at the palace on 26 June."),
        ),
        # two short notices with another date each
        (
            ("The representation seeks an assistant", "The unit for foreign policy seeks an assistant for a full-time post as "
             "substitute from now and until 31 mars 2019 in the capital."),
            ("The representation seeks an assistant", "The unit for foreign policy seeks an assistant for a full-time post as "
             "substitute from now and until 31 augusti 2019 in the capital."),
        ),
    ],
)  # fmt: skip
def test_two_texts_of_one_template_are_no_copies(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert copy_similarity(fingerprint(*one), fingerprint(*other)) == 0


def test_a_copy_cut_short_under_another_headline_is_still_one() -> None:
    text = (
        "The harbour of Norrvik stopped all ferries on 3 May after a fire in the pump room. Nobody was hurt, said the harbour "
        "master Eva Holm. The crossing opens again on Tuesday at the earliest, and 400 lorries wait on the quay."
    )
    cut = text.partition(" The crossing")[0] + " (Agency)"
    one, other = (
        fingerprint("Fire stops ferries", text),
        fingerprint("Norrvik: crossing closed after pump blaze", cut),
    )
    assert copy_similarity(one, other) >= 0.75


@pytest.mark.proof
def test_template_alike_government_documents_are_not_merged(shared: Callable[[str], Path]) -> None:
    shared("bench/regeringen_docs")
    documents = template_alikes()
    assert len(documents) >= 6_000
    # read by hand: a bill and its draft, one report in two languages, a release and the report it sums up with one text,
    # a letter and its first sentence
    assert len(merged_pairs(documents)) <= 4
