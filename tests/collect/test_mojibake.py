import pytest
from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.mojibake import mended

from .feeds import item, rss
from .test_parse import read


def spoiled(text: str) -> str:
    """UTF-8 read as Windows-1252, as programs do it: holes in the table stay as they are."""
    return "".join(_one(byte) for byte in text.encode())


def _one(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    "honest",
    [
        "Österreich kämpft um Flüchtlinge",
        "Le procès à l’hôpital dégénère",
        "В Москве из-за сильных морозов",
        "‘Secret’ meeting — a first",
        "Förslag på åtgärder",
        "La Roma è forte",
        "首相が会談",
        "Řeka a žena",
    ],
)
def test_what_was_spoiled_is_put_right(honest: str) -> None:
    assert mended(spoiled(honest)) == honest
    assert mended(spoiled(spoiled(honest))) == honest
    assert mended(f"Fine ’quoted’ text and {spoiled(honest)}") == f"Fine ’quoted’ text and {honest}"


@pytest.mark.parametrize(
    "honest",
    [
        "”PÅ” sa hon", "Vi åker till Ö–", "”Ö”", "AMANHÃ” disse", "NÃO – SÃO PAULO", "L’Âge d’or", "É–U", "À bientôt",
        "Ð° and Ñ…",
        "Île-de-France", "ÄÖÅ äöå", "Â« citation Â»"[:1], "10 °C – 20 °C", "Übermut…", "Ã…", "viel Spaß–", "„heiß“",
    ],
)  # fmt: skip
def test_honest_text_is_left_alone(honest: str) -> None:
    assert mended(honest) == honest


@given(st.text(alphabet=st.characters(codec="cp1252"), max_size=40))
def test_it_comes_to_rest(text: str) -> None:
    once = mended(text)
    assert once is not None
    assert len(once) <= len(text)


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöéèüß ,.’“”–ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÜ", max_size=60)
)
def test_swedish_german_and_french_sentences_are_never_touched(text: str) -> None:
    words = " ".join(w if w.islower() or w.isupper() or w.istitle() else w.lower() for w in text.split(" "))
    assert mended(words) == words


def test_a_spoiled_entry_is_mended_and_flagged() -> None:
    (entry,) = read(rss([item(1, title=spoiled("Förslag ‘nu’"))])).entries
    assert (entry.title, "double_encoded" in entry.defects) == ("Förslag ‘nu’", True)
