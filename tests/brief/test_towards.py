"""Stance towards a pack's proposition: told from a probability on, only of words that speak of it, beside the relation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from docx import Document
from jsonschema import Draft202012Validator

from horizon.brief import material, stage
from horizon.brief.build import build
from horizon.brief.records import Pack, Wording, schema
from horizon.brief.section_stance import method_note
from horizon.brief.stance import SIGNALS, STANCES, StanceModel, installed_model
from horizon.brief.stance_vectors import VectorPart
from horizon.brief.towards import (
    NO_MODEL,
    NO_PROPOSITION,
    NO_WORDS,
    NOT_OF_IT,
    SPEAKS_FROM,
    TWO_SIDES,
    Once,
    Reader,
    of_actor,
    towards,
)
from horizon.types import FloatArray
from tests.brief.world import storylines

FEE = Wording(language="en", text="The harbour fee should be raised.")
AVGIFT = Wording(language="sv", text="Hamnavgiften bör höjas.")
# a model that knows two words and nothing else: the answer of each can be worked out in one's head
TINY = StanceModel(
    means=(0.0,) * len(SIGNALS), scales=(1.0,) * len(SIGNALS), weights=((0.0,) * len(SIGNALS),) * 3, biases=(0.0, 1.0, 0.0),
    told_from=0.7, idf={"praise": 1.0, "curse": 1.0}, words={"praise": (-3.0, 0.0, 4.0), "curse": (4.0, 0.0, -3.0)},
)  # fmt: skip
WORDS = Reader(model=TINY, network=None)


def told(
    text: str, wordings: Sequence[Wording] = (FEE,), language: str | None = "en", reader: Reader = WORDS
) -> Any:
    return towards(wordings, text, language, reader)  # fmt: skip


def test_a_side_is_told_with_its_probability_and_its_words() -> None:
    found = told("They praise the harbour fee.")
    assert (found.told, found.likeliest, found.why) == ("supports", "supports", None)
    assert found.probability == round(float(np.exp(4) / (np.exp(4) + np.exp(1) + np.exp(-3))), 3)
    assert found.told_by == "words" and found.told_from == 0.7
    (word,) = [w for w in found.words if w.kind == "word"]
    assert (word.words, word.weight) == ("praise", 5.5)  # 4 over the mean of 0 and -3
    assert told("They curse the harbour fee.").told == "contradicts"


def test_under_the_probability_nothing_is_told_and_never_neutral() -> None:
    found = told("The harbour fee is a fee.")
    assert found.likeliest == "neutral" and found.probability < 0.7
    assert found.told is None and "0.7" in found.why


def test_words_that_do_not_speak_of_the_proposition_take_no_side_on_it() -> None:
    found = told("They praise the bishop.")
    assert (found.told, found.likeliest, found.why) == (None, "supports", NOT_OF_IT)


@pytest.mark.parametrize(
    ("wordings", "language", "reader", "why"),
    [
        ((), "en", WORDS, NO_PROPOSITION),
        ((FEE,), "en", Reader(model=None, network=None), NO_MODEL),
        ((AVGIFT,), "en", WORDS, "the proposition is not worded in English"),
        ((FEE,), "sv", WORDS, "the proposition is not worded in Swedish"),
        ((FEE,), None, WORDS, "the proposition is not worded in its language"),
    ],
)
def test_what_is_not_judged_says_why(wordings: Any, language: str | None, reader: Reader, why: str) -> None:
    found = told("They praise the harbour fee.", wordings, language, reader)
    assert (found.told, found.likeliest, found.probability, found.why) == (None, None, None, why)


def test_each_text_is_read_against_the_wording_of_its_language() -> None:
    assert told("They praise the harbour fee.", (FEE, AVGIFT)).language == "en"
    assert told("De vill höja hamnavgiften.", (FEE, AVGIFT), "sv").language == "sv"


@pytest.mark.parametrize("text", ["They praise the harbour fee.", "They curse the harbour fee."])
def test_a_proposition_with_not_turns_the_sides_round(text: str) -> None:
    other = told(text, (Wording(language="en", text="The harbour fee should not be raised."),))
    plain = told(text)
    assert {other.told, plain.told} == {"supports", "contradicts"}
    assert other.probability == plain.probability


class TwoDirections:
    """Texts that hold the word harbour lie in one direction, all others across it; counts what it reads."""

    model_id, dim = "two", 2

    def __init__(self) -> None:
        self.n_read = 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.n_read += len(texts)
        return np.array([[1, 0] if "harbour" in t.casefold() else [0, 1] for t in texts], dtype=np.float32)


def test_with_vectors_what_speaks_of_it_is_told_by_their_cosine(monkeypatch: pytest.MonkeyPatch) -> None:
    part = VectorPart(
        "two", ("en",), 0.6, np.zeros(7, np.float32), np.ones(7, np.float32),
        {k: np.zeros((3, 7), np.float32) for k in ("D", "F")}, np.array([0, 0, 4], np.float32),
    )  # fmt: skip
    monkeypatch.setattr("horizon.brief.towards.installed_part", lambda _: part)
    monkeypatch.setitem(SPEAKS_FROM, ("two", "en"), 0.5)
    monkeypatch.setattr("horizon.brief.stance.installed_part", lambda _: part)
    embedder = TwoDirections()
    reader = Reader(embedder=Once(embedder), model=TINY, network=None)
    near, far = told("They praise harbours.", reader=reader), told("They praise the fee.", reader=reader)
    assert (near.told, near.told_by, near.told_from) == ("supports", "words and vectors of two", 0.6)
    assert (far.told, far.why) == (None, NOT_OF_IT), "it shares a word, but lies across"
    told("They praise harbours.", reader=reader)
    assert embedder.n_read == 3, "each text is read once"
    swedish = told("De vill höja hamnavgiften.", (FEE, AVGIFT), "sv", reader)
    assert swedish.told_by == "words", "the vectors are of a model of English"
    monkeypatch.delitem(SPEAKS_FROM, ("two", "en"))
    unknown = Reader(embedder=Once(TwoDirections()), model=TINY, network=None)
    assert told("They praise the fee.", reader=unknown).told == "supports", (
        "its cosines are not known: by words"
    )
    assert told("They praise the bishop.", reader=unknown).why == NOT_OF_IT


def heard(*texts: str) -> Any:
    document = {"doc_id": "d", "version": 1, "title": "Fees", "text": " ".join(texts), "language": "en"}
    whole = f"Fees\n{document['text']}"
    said = [
        {"doc_id": "d", "claim": t, "start_offset": whole.index(t), "end_offset": whole.index(t) + len(t)}
        for t in texts
    ]
    return of_actor([*said, {**said[0], "doc_id": "a copy"}] if said else [], {"d": document}, (FEE,), WORDS)


def test_an_actor_stands_where_their_words_do_and_nowhere_when_they_say_both() -> None:
    praise, curse, other = (
        "They praise the harbour fee.",
        "They curse the harbour fee.",
        "They wait for spring.",
    )
    found = heard(other, praise)
    assert (found.told, found.read, found.doc_id) == ("supports", praise, "d")
    assert (found.start_offset, found.end_offset) == (len(f"Fees\n{other} "), len(f"Fees\n{other} {praise}"))
    assert heard(praise, curse).why == TWO_SIDES
    assert heard(other).told is None
    assert heard().why == NO_WORDS


def pack_with(model: StanceModel | None, *wordings: Wording, name: str = "s09") -> Pack:
    store, moment = storylines(name)
    return build(
        material.read(store, f"t-{name}", moment),
        moment,
        wordings=wordings,
        reader=Reader(model=model, network=None),
    )


def without_stances(pack: Pack) -> set[tuple[Any, ...]]:
    return {(c.claim_id, c.relation, c.status) for c in (*pack.claims, *pack.counter)}


def test_what_contradicts_the_proposition_stands_with_the_counter_arguments_and_keeps_its_relation() -> None:
    against = replace(TINY, biases=(9.0, 0.0, 0.0))  # everything contradicts everything
    fee = Wording(language="en", text="The fee for health data access bodies should depend on enterprises.")
    plain, moved = pack_with(None, fee), pack_with(against, fee)
    assert without_stances(plain) == without_stances(moved)
    new = {c.claim_id for c in moved.counter} - {c.claim_id for c in plain.counter}
    assert new and all(c.stance.told == "contradicts" for c in moved.counter if c.claim_id in new)
    assert not any(c.stance.told == "contradicts" for c in moved.claims)
    cited = {n for s in moved.skeleton if s.heading == "What speaks against us" for n in s.evidence}
    assert cited >= {c.evidence for c in moved.counter[:3]}
    assert [c.claim_id for c in moved.counter[: len(plain.counter)]] == [c.claim_id for c in plain.counter]


def test_without_a_proposition_every_stance_is_not_judged() -> None:
    pack = pack_with(installed_model(), name="s05")
    assert pack.proposition is None and pack.stance_methods == ()
    stances = [c.stance for c in (*pack.claims, *pack.counter)] + [a.stance for a in pack.actors]
    assert stances and {(s.told, s.likeliest, s.why) for s in stances} == {(None, None, NO_PROPOSITION)}
    page = stage.render(pack, "markdown").decode()
    assert "not the same as neutral" in page and "How the stances were told" not in page


def test_what_was_read_is_a_slice_of_the_store_and_only_what_is_shown_is_read() -> None:
    store, moment = storylines("s09")
    embedder = TwoDirections()
    pack = stage.make(store, "t-s09", as_of=moment, proposition=[FEE.text, AVGIFT.text], embedder=embedder)
    known = material.read(store, "t-s09", moment).documents
    documents = {(d["doc_id"], d["version"]): f"{d['title']}\n{d['text']}" for d in known}
    stances = [c.stance for c in (*pack.claims, *pack.counter)] + [a.stance for a in pack.actors]
    read = [s for s in stances if s.read is not None]
    assert len(read) >= len(pack.claims)
    for s in read:
        assert documents[s.doc_id, s.version][s.start_offset : s.end_offset] == s.read  # type: ignore[index]
    assert all(s.told is None or (s.probability or 0) >= (s.told_from or 1) for s in stances)
    assert {s.likeliest for s in read} <= set(STANCES)
    assert pack.proposition and pack.proposition.is_given and embedder.n_read == 0, "no weights for it"
    assert {m.told_by for m in pack.stance_methods} == {"words and a cross-encoder"}
    assert all(m.n_pairs and m.side_right for m in pack.stance_methods), "measured in both languages"


HOSTILE = "<img src=x onerror=alert(1)> & | *bold* [a](javascript:b) “E1” should be banned by the city"


@pytest.mark.parametrize("proposition", [(HOSTILE,), (FEE.text, AVGIFT.text), ()])
def test_every_form_holds_it_as_plain_words_and_the_same_bytes_twice(proposition: tuple[str, ...]) -> None:
    store, moment = storylines("s09")
    pack = stage.make(store, "t-s09", as_of=moment, proposition=proposition)
    again = stage.make(store, "t-s09", as_of=moment, proposition=proposition)
    for form in stage.FORMS:
        assert stage.render(pack, form) == stage.render(again, form)
    page = stage.render(pack, "html").decode()
    assert "<img" not in page and "javascript:b)</" not in page.replace("[a](javascript:b)", "")
    assert 'id="proposition"' in page
    kept = json.loads(stage.render(pack, "json"))
    Draft202012Validator(schema()).validate(kept)
    assert kept["format"] == 2 and (
        not proposition or kept["proposition"]["wordings"][0]["text"] == proposition[0]
    )
    text = "\n".join(p.text for p in Document(BytesIO(stage.render(pack, "docx"))).paragraphs)
    assert "The proposition" in text and method_note(pack) in text
    if proposition == (HOSTILE,):
        assert HOSTILE in text
        markdown = stage.render(pack, "markdown").decode()
        assert r"\<img" in markdown and r"\| \*bold\* \[a\]" in markdown


def test_the_published_schema_is_that_of_the_records() -> None:
    path = Path(__file__).parents[2] / "docs" / "pack.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(json.dumps(schema())), (
        "run: python scripts/pack_schema.py"
    )
    Draft202012Validator.check_schema(schema())


def test_the_note_on_method_gives_the_figures_of_the_models_own_manifest() -> None:
    kept = json.loads((Path(__file__).parents[2] / "models/stance/manifest.json").read_text(encoding="utf-8"))
    pack = pack_with(installed_model(), FEE)
    (way,) = pack.stance_methods
    figures = kept["proof"][f"all {way.language}"]
    assert (way.n_pairs, way.told_right, way.side_right) == (
        figures["n_pairs"], figures["told_precision"], figures["side_told_precision"])  # fmt: skip
    assert f"{figures['told_precision']:.0%} of them right" in method_note(pack)


def test_a_copy_with_a_stated_role_of_its_own_is_no_fault() -> None:
    """An affiliation read from the copy of a text, which the pack does not count, once ended `brief` with a KeyError."""
    store, moment = storylines("s09")
    known = material.read(store, "t-s09", moment)
    (stated, *_) = known.affiliations
    of_a_copy = {**stated, "doc_id": "of-a-copy", "organisation": "Elsewhere"}
    copied = replace(known, affiliations=(*known.affiliations, of_a_copy))
    plain, found = build(known, moment).actors, build(copied, moment).actors
    assert [a.affiliations for a in found] == [a.affiliations for a in plain]


def test_what_could_not_be_read_is_a_gap() -> None:
    (gap,) = [g for g in pack_with(TINY, FEE).gaps if "proposition" in g]
    assert "in Swedish too" in gap and not gap.startswith("0 ")
    assert not any("proposition" in g for g in pack_with(TINY, FEE, AVGIFT).gaps)
    assert any("No proposition" in g for g in pack_with(TINY, name="s05").gaps)
