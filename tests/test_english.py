"""spaCy's English model: only the parts that are asked for, once."""

from horizon.english import english_model


def test_a_caller_gets_the_parts_it_asks_for_and_no_second_copy() -> None:
    assert english_model("ner").pipe_names == ["ner"]
    assert english_model("tok2vec", "tagger").pipe_names == ["tok2vec", "tagger"]
    assert english_model("ner") is english_model("ner")


def test_names_are_found_without_the_vectors_of_tagger_and_parser() -> None:
    texts = [
        "Marta Keller left Siemens in Munich for Oslo last May.",
        "The European Commission fined Google on Monday.",
    ]
    alone, beside = (
        [[(e.text, e.label_) for e in model(text).ents] for text in texts]
        for model in (english_model("ner"), english_model("tok2vec", "ner"))
    )
    assert alone == beside and all(alone)
