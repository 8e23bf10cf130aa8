from collections.abc import Callable
from pathlib import Path

import pytest
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from horizon.collect.parse import ParseJob, parse
from horizon.normalise import language
from horizon.normalise.language import confirms, language_of, languages_of
from horizon.normalise.text import clean_text

SWEDISH = (
    "Regeringen föreslår att det ska bli lättare för kommuner som inte har egna mätare att få stöd till det."
)
DANISH = "Regeringen foreslår at det skal blive lettere for kommuner som ikke har egne målere at få støtte til det."


def test_a_declared_language_is_believed_when_the_small_words_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("no need to ask the detector"))
    assert language_of(SWEDISH, "sv-SE") == "sv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SWEDISH, "sv"),
        (
            "The council said that it will not pay for the bridge, which was to open with the harbour in May.",
            "en",
        ),
    ],
)
def test_plain_english_and_swedish_are_told_where_nothing_is_declared(
    text: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("no need to ask the detector"))
    assert language_of(text, None) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DANISH, "da"),
        (
            "Die regering het gesê dat dit nie op die plan vir die nuwe brug by die hawe in die stad sal wag nie.",
            "af",
        ),
        (
            "Het kabinet zegt dat het niet met de bouw van een brug bij de haven wil wachten, ook als die er is.",
            "nl",
        ),
    ],
)
def test_what_is_undeclared_and_neither_is_left_to_the_detector(text: str, code: str) -> None:
    assert language_of(text, None) == code


def test_neighbours_are_left_to_the_detector() -> None:
    assert not confirms("no", DANISH)
    assert not confirms("da", DANISH)


@pytest.mark.parametrize("declared", ["en", "de", None])
def test_a_wrong_declaration_is_put_right(declared: str | None) -> None:
    assert language_of(SWEDISH + " " + SWEDISH, declared) == "sv"


def test_short_texts_keep_what_is_declared() -> None:
    assert language_of("Budget 2026", "sv") == "sv"
    assert language_of("Budget 2026", None) is None


def test_texts_read_side_by_side_get_what_the_library_gives_each() -> None:
    """Every decision and probability to the last digit, for texts of any length, odd bytes and none."""
    plain = LanguageIdentifier.from_model_file(str(MODEL_DIR / MODEL_FILE), norm_probs=True)
    words = f"{SWEDISH} {DANISH} Das Parlament hat beschlossen 政府は新しい Правительство 🙂 the bank said".split()
    texts = [
        "",
        "?",
        "1 2 3",
        *(" ".join(words[i : i + n]) for i in range(len(words)) for n in (1, 3, 9, 40)),
    ]
    texts += [" ".join(words * 30)[:n] for n in (299, 300, 301, 2_000)]
    assert language._identifier().read(texts) == {text: plain.classify(text) for text in texts}


def test_a_text_has_one_language_alone_and_among_others() -> None:
    mixed = [
        SWEDISH,
        DANISH,
        "Budget 2026",
        f"{DANISH} {SWEDISH}" * 9,
        "The bank said on Monday that it was not to be " * 4,
    ]
    pairs = [(text, declared) for text in mixed for declared in (None, "sv", "da-DK", "en", "x-unknown")]
    assert languages_of(pairs) == [language_of(*pair) for pair in pairs]


def test_the_short_cut_agrees_with_the_detector_on_real_feeds(shared: Callable[[str], Path]) -> None:
    """What the small words confirm, the detector would not have changed, but for a handful of texts in two languages."""
    n = n_differ = 0
    for path in sorted((shared("feeds") / "news").iterdir()):
        for e in parse(ParseJob(body=path.read_bytes(), url="https://x.example/")).entries[:15]:
            longest = max((e.content or "", e.summary or ""), key=len)
            text = f"{e.title}. {clean_text(longest, max_chars=2_000)}"
            code = (e.language or "")[:2].lower()
            told = language._plain(text[: language.GLANCE_CHARS], code or None)
            if told is not None and len(text) >= 60:
                code = told
                found, probability = language._identifier().classify(text)
                n += 1
                n_differ += found != code and probability >= language.SURE
    assert n > 200
    assert n_differ <= 0.01 * n
