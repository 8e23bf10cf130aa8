"""Names of one actor meet over spellings, languages and short forms; a person never meets an organisation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.actors import Named, resolve
from horizon.config import data_root, read_toml
from horizon.names.fold import folded


def groups(*named: tuple[str, str] | tuple[str, str, str]) -> list[int]:
    return resolve([Named(*n) for n in named])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("European Commission", "EU-kommissionen"),
        ("Energimyndigheten", "Swedish Energy Agency"),
        ("Kraftverk Nord AB", "Kraftverk Nords"),
        ("Lund University", "Lunds universitet"),
        ("Institute of Polar Studies", "IPS"),
        ("Univ. of Umeå", "Umeå universitet"),
        ("Norrviks universitetssjukhus", "Norrvik University Hospital"),
        ("Stockholms stad", "City of Stockholm"),
        ("Svenska kraftnät", "Svenska Kraftnät (SvK)"),
        ("Fiat Chrysler", "Fiat Chrysler Automobiles"),
        ("World Health Organisation", "World Health Organization"),
        ("Nordic Investment Bank", "Nordiska investeringsbanken"),
        ("Baltiska energikommissionen", "Baltic Energy Commission"),
        ("Internationella klimatforskningsinstitutet", "International Institute of Climate Research"),
        ("Brandskyddsföreningen", "Swedish Fire Protection Association"),
        ("the EU's chemicals agency", "ECHA"),
        ("TU Delft", "Delft University of Technology"),
        ("UC Norrvik", "University of California, Norrvik"),
        ("Unesco", "United Nations Educational, Scientific and Cultural Organization"),
        ("Göteborgs stad", "City of Gothenburg"),
        ("Rederi AB Nordstrand", "Rederi Nordstrand"),
        ("Föreningen Vindkraft Nord", "Vindkraft Nord"),
        ("Nat'l Grid Board", "National Grid Board"),
    ],
)
def test_organisations_meet(a: str, b: str) -> None:
    assert groups((a, "organisation"), (b, "organisation")) == [0, 0]


@pytest.mark.parametrize(
    ("a", "b"),
    [("Lund University", "Umeå University"), ("European Council", "Council of Europe"),
     ("Swedish Transport Agency", "Trafikverket"),
     ("Lund University", "Lund University Hospital"), ("European Environmental Bureau", "European Environment Agency"),
     ("Volvo Cars", "Volvo Group"), ("Danska energimyndigheten", "Energimyndigheten"), ("UCL", "UCLA"),
     ("Nordic Council", "Nordic Council of Ministers"), ("TU Delft", "TU Eindhoven"), ("Cancerfonden", "Barncancerfonden"),
     ("MIT", "MIT Media Lab"), ("Norwegian Energy Agency", "Swedish Energy Agency")],
)  # fmt: skip
def test_look_alikes_stay_apart(a: str, b: str) -> None:
    assert groups((a, "organisation"), (b, "organisation")) == [0, 1]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("Åsa Öberg", "Asa Oberg", True), ("Dr Karin Holm", "K. Holm", True), ("Karin Holm", "Kerstin Holm", False),
     ("Karin Holm", "Karin Holms", True), ("Karin Holm", "Holm", True), ("Karin Lindqvist", "Karin Lindquist", True),
     ("Aoife O’Connor MEP", "A. O'Connor", True), ("kommunalrådet Yusuf Demir", "Yusuf Demirs", True),
     ("Maria Lind", "Mario Lind", False), ("José García López", "Jose Garcia", True),
     ("Coach O'Connell", "Aoife O'Connell", True), ("Liz Marsh", "Elizabeth Marsh", True), ("Lasse Berg", "Lars Berg", True),
     ("Dr Vestergaard-Holt's", "Ingrid Vestergaard-Holt", True), ("Volodymyr Kovalchuk", "Wolodymyr Kowaltschuk", True),
     ("Dmytro Shevchenko", "Dmytro Sjevtjenko", True), ("Kim Minji", "Minji Kim", True), ("Jan-Erik Sund", "Janerik Sund", True),
     ("Lord Thorne of Wexcombe", "Lord Thorne", True), ("Per Gedin", "Per Hedin", False),
     ("Thomas Martin", "Martin Thomas", False),
     ("Ivan Petrov", "Igor Petrov", False), ("Alexander Orlov", "Alexandra Orlova", False), ("Henrik Falk", "Henry Falk", False)],
)  # fmt: skip
def test_people(a: str, b: str, same: bool) -> None:
    assert (groups((a, "person"), (b, "person")) == [0, 0]) is same


def test_a_surname_of_two_people_belongs_to_neither() -> None:
    assert groups(("Karin Holm", "person"), ("Lars Holm", "person"), ("Holm", "person")) == [0, 1, 2]


def test_a_text_that_puts_two_names_together_is_believed() -> None:
    context = "The Grid Board (formerly Wirecouncil) moved."
    assert groups(("Grid Board", "organisation", context), ("Wirecouncil", "organisation", context)) == [0, 0]


def test_a_name_before_a_marriage_is_believed_too() -> None:
    context = "Anna Berg, née Lund, chairs the inquiry."
    assert groups(("Anna Berg", "person", context), ("Anna Lund", "person")) == [0, 0]


def test_no_name_of_the_alias_list_is_of_two_bodies() -> None:
    owners: dict[str, set[str]] = {}
    lists = read_toml(data_root() / "actors.toml")
    for names in [*lists["aliases"], *lists["companies"]]:
        for name in names:
            owners.setdefault(folded(name), set()).add(names[0])
    assert {name: bodies for name, bodies in owners.items() if len(bodies) > 1} == {}


def test_a_person_never_meets_an_organisation() -> None:
    assert groups(("Karin Holm", "person"), ("Karin Holm", "organisation")) == [0, 1]


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["person", "organisation"])), max_size=12))
def test_every_mention_gets_the_number_of_its_first(named: list[tuple[str, str]]) -> None:
    found = groups(*named)
    assert all(found[n] == n and n <= i for i, n in enumerate(found))
    for i, n in enumerate(found):
        assert named[i][1] == named[n][1]


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more_than_titles(name: str) -> None:
    assert folded(name) == folded(name)
