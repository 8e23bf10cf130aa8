"""The pure parts: linkage, stories, lineage, words, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from horizon.topics import counts, label, lineage, naming, phrases, runs, spelling, stories, terms, words
from horizon.topics.cluster import Limits, cluster, cluster_units, lay_out
from horizon.topics.linkage import agglomerate, agglomerate_in_parts
from horizon.topics.similarity import Features, Weights, centred, weighted_rows
from horizon.topics.tokens import Tokens, read, tokenise
from horizon.topics.words import stem

LIMITS = Limits(join=0.4, leave=0.3, merge=0.5)
WEEK = date(2026, 1, 5)
ONES = np.ones(6, dtype=np.int64)  # texts of each unit


def random_similarity(seed: int, n: int) -> np.ndarray:
    points = np.random.default_rng(seed).normal(size=(n, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    out = np.round(points @ points.T, 5).astype(np.float32)
    np.fill_diagonal(out, 1)
    return out


@given(st.integers(0, 10_000), st.integers(1, 40), st.floats(0.05, 0.9))
@settings(max_examples=40)
def test_agglomeration_is_average_linkage(seed: int, n: int, limit: float) -> None:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    similarity = random_similarity(seed, n)
    ours = agglomerate(similarity, limit=limit)
    if n == 1:
        assert ours == [0]
        return
    tree = linkage(squareform(1 - similarity.astype(float), checks=False), "average")
    theirs = fcluster(tree, 1 - limit, "distance")
    assert len(set(zip(ours, theirs.tolist(), strict=True))) == len(set(ours)) == len(set(theirs.tolist()))


@given(st.integers(0, 10_000), st.integers(2, 30))
@settings(max_examples=30)
def test_the_order_of_rows_does_not_matter(seed: int, n: int) -> None:
    similarity = random_similarity(seed, n)
    order = np.random.default_rng(seed + 1).permutation(n)
    straight = agglomerate(similarity, limit=0.5, doubt=0.1, relief=0.5)
    turned = agglomerate(similarity[np.ix_(order, order)], limit=0.5, doubt=0.1, relief=0.5)
    assert (
        len(set(zip([straight[i] for i in order], turned, strict=True)))
        == len(set(straight))
        == len(set(turned))
    )


def test_two_topics_of_last_week_need_more_to_become_one() -> None:
    similarity = np.array(
        [[1, 0.9, 0.45, 0.45], [0.9, 1, 0.45, 0.45], [0.45, 0.45, 1, 0.9], [0.45, 0.45, 0.9, 1]]
    )
    assert cluster(similarity, [-1, -1, -1, -1], LIMITS, ONES[:4]) == [0, 0, 0, 0]
    assert cluster(similarity, [0, 0, 1, 1], LIMITS, ONES[:4]) == [0, 0, 1, 1]


def test_a_topic_in_two_parts_is_split_and_a_stray_unit_is_let_go() -> None:
    similarity = np.full((6, 6), 0.05)
    similarity[:3, :3] = 0.8
    similarity[3:5, 3:5] = 0.8
    np.fill_diagonal(similarity, 1)
    assert cluster(similarity, [0, 0, 0, 0, 0, 0], LIMITS, ONES) == [0, 0, 0, 1, 1, 2]


@pytest.mark.parametrize(("texts", "found"), [((3, 3), [0, 1]), ((1, 1), [0, 0]), ((2, 1), [0, 0])])
def test_a_topic_of_two_unlike_stories_falls_apart_where_several_texts_tell_them(
    texts: tuple[int, int], found: list[int]
) -> None:
    similarity = np.array([[1, 0.05], [0.05, 1]])
    assert cluster(similarity, [0, 0], LIMITS, np.array(texts)) == found


def test_lineage_names_merge_split_and_birth() -> None:
    earlier = {f"a{i}": "A" for i in range(6)} | {f"b{i}": "B" for i in range(3)}
    groups = {0: ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "n0"], 1: ["a4", "a5"], 2: ["n1", "n2"]}
    match = lineage.match(groups, earlier, WEEK)
    assert match.group_ids[0] == "A" and match.successors == {"B": "A"}
    told = {(s.topic_id, s.relation, s.other_topic_id, s.shared_share) for s in match.steps}
    assert ("A", "continued", None, 0.6667) in told
    assert ("B", "merged", "A", 1.0) in told
    assert ("A", "split", match.group_ids[1], 0.3333) in told
    assert (match.group_ids[2], "born", None, None) in told


def test_lineage_gives_one_id_to_one_group_only() -> None:
    earlier = {"a0": "A", "a1": "A", "a2": "A", "a3": "A"}
    match = lineage.match({0: ["a0", "a1"], 1: ["a2", "a3"]}, earlier, WEEK)
    assert sorted(match.group_ids.values()).count("A") == 1
    assert len(set(match.group_ids.values())) == 2


@given(
    st.dictionaries(st.sampled_from([f"d{i}" for i in range(20)]), st.sampled_from("ABC"), max_size=20),
    st.integers(0, 99),
)
@settings(max_examples=60)
def test_lineage_ids_are_always_unique_and_every_merge_has_a_living_successor(
    earlier: dict[str, str], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    groups: dict[int, list[str]] = {}
    for i in range(20):
        groups.setdefault(int(rng.integers(0, 5)), []).append(f"d{i}")
    match = lineage.match(groups, earlier, WEEK)
    ids = list(match.group_ids.values())
    assert len(ids) == len(set(ids)) == len(groups)
    assert set(match.successors.values()) <= set(ids) and not set(match.successors) & set(ids)


def _features(texts: list[str]) -> Features:
    rows = weighted_rows(_counted(texts))
    dense = np.zeros((len(texts), 2), dtype=np.float32)
    empty = weighted_rows(_counted([""] * len(texts)))
    return Features(rows, dense, empty, empty)


def _counted(texts: list[str]) -> Any:
    from scipy.sparse import csr_matrix

    words = sorted({word for text in texts for word in text.split()})
    counts = [[text.split().count(word) for word in words] or [0] for text in texts]
    return csr_matrix(np.array(counts, dtype=np.float64))


@given(st.integers(0, 10_000), st.integers(1, 7))
@settings(max_examples=25, deadline=None)
def test_joining_in_parts_gives_the_groups_of_joining_at_once(seed: int, n_islands: int) -> None:
    size = 6
    similarity = np.zeros((n_islands * size, n_islands * size), dtype=np.float32)
    for i in range(n_islands):  # islands tied by nothing, shuffled so that their rows lie mixed
        at = slice(i * size, (i + 1) * size)
        similarity[at, at] = random_similarity(seed + i, size)
    order = np.random.default_rng(seed).permutation(len(similarity))
    similarity = similarity[np.ix_(order, order)]
    parts = agglomerate_in_parts(
        lambda a, b: similarity[np.ix_(a, b)], len(similarity), limit=0.4, most=size, rows_at_once=5
    )
    assert parts == agglomerate(similarity, limit=0.4)


def test_a_chain_too_long_to_join_at_once_is_cut_at_its_weak_ties_and_joined_again() -> None:
    # two tight halves of six, tied by fair pairs: one group, though only six rows may be held at once
    similarity = np.full((12, 12), 0.5, dtype=np.float32)
    similarity[:6, :6] = similarity[6:, 6:] = 0.9
    parts = agglomerate_in_parts(lambda a, b: similarity[np.ix_(a, b)], 12, limit=0.4, most=6, rows_at_once=4)
    assert parts == [0] * 12


def test_stories_apart_in_time_stay_apart_and_undated_ones_pay_nothing() -> None:
    features = _features(["pump fire harbour", "pump fire harbour night", "pump fire harbour crew"])
    near = stories.group(features, ["a", "b", "c"], np.array([0, 1, 2.0]), threshold=0.2, story_days=14)
    assert len(set(near.story_ids)) == 1 and near.story_ids[0] == stories.story_id("a")
    undated = stories.group(features, ["a", "b", "c"], np.array([np.nan] * 3), threshold=0.2, story_days=14)
    assert len(set(undated.story_ids)) == 1
    rows = np.arange(3)
    pairs = stories.PairScores(features, np.array([0, 1, 200.0]), [""] * 3, stories.STORY_WEIGHTS, 14)
    scores = pairs(rows, rows)
    assert scores[0, 2] < scores[0, 1]


def test_the_time_between_two_texts_costs_what_it_costs_pair_by_pair() -> None:
    features = _features(["pump fire harbour"] * 6)
    days = np.array([3, 10, 3, np.nan, 40, 10], dtype=np.float32)
    pairs = stories.PairScores(features, days, [""] * 6, stories.STORY_WEIGHTS, 14)
    free = stories.PairScores(features, days[[3] * 6], [""] * 6, stories.STORY_WEIGHTS, 14)
    rows, others = np.array([0, 1, 3, 4]), np.array([5, 2, 3])
    for left, right in ((rows, others), (rows, rows)):
        gap = np.abs(days[left][:, None] - days[right][None, :])
        cost = stories.GAP_COST * np.nan_to_num(np.minimum(gap / 14, 1.0))
        assert cost.any()
        np.testing.assert_allclose(pairs(left, right), free(left, right) - cost, atol=1.1e-5)


@pytest.mark.parametrize("weights", [stories.STORY_WEIGHTS, stories.MULTILINGUAL_WEIGHTS])
def test_pairs_that_reach_the_limit_are_found_without_looking_at_all(weights: Weights) -> None:
    from scipy.sparse import random as random_matrix

    dice = np.random.default_rng(5)
    n = 90
    words, names, grams = (_unit(random_matrix(n, 40, density=d, rng=dice)) for d in (0.1, 0.05, 0.2))
    vectors = dice.normal(size=(n, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    days = np.where(dice.random(n) < 0.2, np.nan, dice.integers(0, 40, n)).astype(np.float32)
    languages = [("en", "sv", "")[i] for i in dice.integers(0, 3, n)]
    pairs = stories.PairScores(Features(words, vectors, names, grams), days, languages, weights, 14)
    assert pairs.factors.max() > 1  # pairs over two languages take the way on which all are looked at
    every = pairs(np.arange(n), np.arange(n))
    for limit in (0.1, 0.24, 0.4):
        one, other, values = pairs.ties(limit)
        found = dict(zip(zip(one.tolist(), other.tolist(), strict=True), values.tolist(), strict=True))
        wanted = {
            (i, j): float(every[i, j]) for i in range(n) for j in range(i + 1, n) if every[i, j] >= limit
        }
        assert len(found) == len(one) and found == pytest.approx(wanted, abs=2e-5)
    groups = [list(range(i, n, 7)) for i in range(7)]
    sums = [[every[np.ix_(a, b)].sum(dtype=np.float64) for b in groups] for a in groups]
    assert np.abs(pairs.sums(groups) - np.array(sums)).max() < 2e-5 * (n // 7 + 1) ** 2


def _unit(matrix: Any) -> Any:
    from scipy.sparse import csr_matrix, diags

    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.where(norm > 0, norm, 1)) @ matrix).astype(np.float32)


def test_a_story_keeps_the_id_it_had() -> None:
    features = _features(["pump fire harbour", "pump fire harbour night", "vote budget council"])
    found = stories.group(
        features,
        ["a", "b", "c"],
        np.array([0, 1, 2.0]),
        threshold=0.2,
        story_days=14,
        earlier={"b": "story-old", "c": "story-c"},
    )
    assert found.story_ids == ("story-old", "story-old", "story-c")


def test_importance_keeps_a_crowded_theme_from_becoming_the_background() -> None:
    rng = np.random.default_rng(0)
    crowd = np.array([2.0] + [0.0] * 19) + rng.normal(size=(40, 20)) * 0.3
    rest = rng.normal(size=(10, 20))
    vectors = np.vstack([crowd, rest])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    plain = centred(vectors, ["en"] * 50)[:40]
    balanced = centred(vectors, ["en"] * 50, importance=[40**-0.5] * 40 + [1.0] * 10)[:40]
    assert (balanced @ balanced.T).mean() > (plain @ plain.T).mean() + 0.1


@pytest.mark.parametrize(
    ("text", "is_headline", "names", "numbers"),
    [
        ("The plant in Norrvik makes 1,200 cells for Natrika.", False, {"norrvik", "natrika"}, {"1,200"}),
        ("Norrviks kommun köper celler av Natrika", True, {"natrika"}, set()),
        ("Plant In Norrvik Makes Cells For Natrika", True, set(), set()),
    ],
)
def test_names_and_numbers_are_found(
    text: str, is_headline: bool, names: set[str], numbers: set[str]
) -> None:
    language = "en" if "The" in text or "Plant" in text else "sv"
    reading = read(text, "", language) if is_headline else read("", text, language)
    assert reading.names == names and reading.numbers == numbers


def test_words_pairs_names_and_letter_runs_are_counted_per_text() -> None:
    titles = ["Harbour pump fails", "Pump of the harbour fails", ""]
    texts = ["The pump fails. Natrika's pump, 12 of 40.", "A pump fails in Norrvik.", ""]
    tokens = tokenise(titles, texts, ["en", "en", None])
    place = {root: i for i, root in enumerate(tokens.roots)}
    words = counts.word_rows(tokens)
    # titles count twice
    assert words[:, place["pump"]].toarray().ravel().tolist() == [4, 3, 0]
    assert words[:, place["12"]].toarray().ravel().tolist() == [1, 0, 0]
    # "pump fail" stands in both texts and in one title; every other pair stands once or in one order
    pairs = words[:, len(tokens.roots) :].toarray().tolist()
    assert pairs == [[3.0], [1.0], [0.0]]
    assert counts.gram_rows(tokens).shape[0] == 3 and counts.gram_rows(tokens)[2].nnz == 0
    names = counts.name_rows(tokens, [["org:x"], [], ["org:x"]])
    # a capital at the start of a sentence tells no name
    assert names.toarray().sum(axis=1).tolist() == [3, 1, 1]
    assert set(names.data.tolist()) == {1.0}
    nothing = tokenise([], [], [])
    assert (
        counts.word_rows(nothing).nnz
        == counts.gram_rows(nothing).nnz
        == counts.name_rows(nothing, []).nnz
        == 0
    )


def test_tokens_know_where_sentences_start_and_what_spaces_alone_part() -> None:
    tokens = tokenise(["Two words"], ["One, two three. Four (five) six"], ["sv"])
    told = [tokens.forms[f] for f in tokens.form.tolist()]
    assert told == ["Two", "words", "One", "two", "three", "Four", "five", "six"]
    assert tokens.is_title.tolist() == [True] * 2 + [False] * 6
    assert [told[i] for i in np.flatnonzero(tokens.is_first)] == ["Two", "One"]
    assert [told[i] for i in np.flatnonzero(tokens.starts_sentence)] == ["Two", "One", "Four", "five"]
    assert [told[i] for i in np.flatnonzero(~tokens.is_joined)] == ["two", "Four", "five", "six"]


@given(st.text(alphabet=st.one_of(st.sampled_from("aZé3-'’&._ ª²½µ×÷ßš—…“"), st.characters()), max_size=40))
def test_texts_of_western_letters_are_taken_apart_as_all_are(text: str) -> None:
    assert words.pieces(text) == re.split(f"({words.WORD.pattern})", text)


def test_stems_meet_within_a_language() -> None:
    assert stem("batterierna", "sv") == stem("batterier", "sv")
    assert stem("batteries", "en") == stem("battery", "en")
    assert stem("bus", "en") == "bus"


def _running(texts: list[str]) -> tuple[Tokens, Any]:
    """Tokens of texts without titles, all of them looked at."""
    return tokenise([""] * len(texts), texts, ["en"] * len(texts)), np.ones(len(texts), dtype=bool)


def test_english_labels_are_sentence_case_noun_phrases() -> None:
    texts = [
        "Sodium-ion batteries for grid storage are ordered by a depot.",
        "The depot tests sodium-ion batteries for grid storage.",
        "Cheaper sodium-ion batteries reach the market.",
    ]
    found = phrases.english_phrases([phrases.whole(text) for text in texts])
    stems = [frozenset(label.content_stems(t, "en")) for t in texts]
    name = _name(found, label.weigh(stems, {}), "en", texts)
    assert name in ("Sodium-ion batteries", "Sodium-ion batteries for grid storage")


def test_swedish_labels_leave_verbs_out() -> None:
    texts = [
        "Kommunen vill köpa nya elbussar för vintertrafik.",
        "Nya elbussar för vintertrafik testas.",
        "Dyra elbussar i norr.",
    ]
    nouns = phrases.noun_evidence(*_running(texts))
    found = [phrases.rule_phrases(t, "sv", nouns) for t in texts]
    assert nouns["köpa"] < 0
    stems = [frozenset(label.content_stems(t, "sv")) for t in texts]
    assert "elbussar" in _name(found, label.weigh(stems, {}), "sv", texts).lower()


WORDS = [
    "sodium",
    "depot",
    "of",
    "the",
    "Norrvik",
    "tests",
    "batteries",
    "and",
    "grid-scale",
    "storage",
    "for",
    "said",
]


@given(
    st.lists(st.lists(st.sampled_from([*WORDS, ",", "."]), min_size=1, max_size=30), min_size=1, max_size=5)
)
@settings(max_examples=60, deadline=None)
def test_words_that_promise_too_little_for_a_name_are_left_unread(drawn: list[list[str]]) -> None:
    texts = [" ".join(words) for words in drawn]
    stems = [frozenset(label.content_stems(t, "en")) for t in texts]
    weighing = label.weigh(stems, {})
    sentences = [
        naming.Sentence(part, "en", i) for i, t in enumerate(texts) for part in naming.sentences_of(t)
    ]
    n_read = 0

    def read(wanted: Sequence[naming.Run]) -> list[list[phrases.Phrase]]:
        nonlocal n_read
        n_read += len(wanted)
        return [phrases.rule_phrases(r.sentence.written[r.start : r.end], "en", {}) for r in wanted]

    subject = naming.Subject("en", weighing, sentences)
    named = naming.name_all({"one": subject}, read, spelling.learn(*_running(texts)))
    found: list[list[phrases.Phrase]] = [[] for _ in texts]
    for sentence in sentences:
        found[sentence.text] += phrases.rule_phrases(sentence.written, "en", {})
    assert named == {"one": _name(found, weighing, "en", texts)}
    assert n_read <= sum(len(_runs_of(sentence.written)) for sentence in sentences)


def _name(
    found: list[list[phrases.Phrase]], weighing: label.Weighing, language: str, texts: list[str]
) -> str:
    candidates = label.Candidates(weighing)
    for i, held in enumerate(found):
        candidates.add(i, held)
    return candidates.name(language, spelling.learn(*_running(texts)))


def _runs_of(written: str) -> list[tuple[int, int]]:
    found = runs.find_runs([written], ["en"])
    return list(zip(found.start.tolist(), found.end.tolist(), strict=True))


def test_a_run_below_the_best_phrase_is_not_read() -> None:
    texts = ["Sodium-ion batteries. Quiet.", "Sodium-ion batteries. Elsewhere.", "Sodium-ion batteries."]
    weighing = label.weigh([frozenset(label.content_stems(t, "en")) for t in texts], {})
    wanted: list[str] = []

    def read(runs: Sequence[naming.Run]) -> list[list[phrases.Phrase]]:
        wanted.extend(r.sentence.written[r.start : r.end] for r in runs)
        return phrases.english_phrases([phrases.Part(r.sentence.written, r.start, r.end) for r in runs])

    sentences = [
        naming.Sentence(part, "en", i) for i, t in enumerate(texts) for part in naming.sentences_of(t)
    ]
    subject = naming.Subject("en", weighing, sentences)
    assert naming.name_all({"one": subject}, read, spelling.learn(*_running(texts))) == {
        "one": "Sodium-ion batteries"
    }
    assert set(wanted) == {"Sodium-ion batteries"}


LONG = (
    "On Monday the U.S. regulator's long-awaited report on follow-up loans for small steel makers in the north, which two "
    "former ministers had asked for in May, was sent to the board of the Norrvik rail works by a 19-year-old clerk"
)


def test_phrases_of_a_part_are_those_of_the_whole_that_lie_in_it() -> None:
    found = phrases.english_phrases([phrases.whole(LONG)])[0]
    assert {"loans for small steel makers", "19-year-old clerk"} <= {p.written for p in found}
    parts = [phrases.Part(LONG, start, end) for start, end in _runs_of(LONG)]
    assert len(parts) > 5 and parts[-1].end == len(LONG)
    assert [p for held in phrases.english_phrases(parts) for p in held] == found


def test_no_phrase_goes_over_a_mark_that_ends_one() -> None:
    written = 'Na\\"ive systems fail'
    assert [written[a:b] for a, b in _runs_of(written)] == ["Na", "ive systems fail"]


def test_sentences_end_before_capitals_and_not_after_initials() -> None:
    assert naming.sentences_of("U.S. steel rose. Then J. Smith spoke! 14 dead.\nEnd") == [
        "U.S. steel rose.", "Then J. Smith spoke!", "14 dead.", "End",
    ]  # fmt: skip


def test_headline_capitals_do_not_reach_a_label() -> None:
    learned = spelling.learn(
        *_running(["It is about grocery stores and the White House, said a store owner at the White House."])
    )
    assert learned.sentence("Grocery Stores") == "Grocery stores"
    assert learned.sentence("White House Store") == "White House store"


def test_units_in_blocks_give_the_topics_of_all_pairs_where_themes_are_clear() -> None:
    rng = np.random.default_rng(4)
    themes = [[f"w{t}x{i}" for i in range(9)] for t in range(12)]
    texts = [" ".join(rng.choice(themes[i % 12], 6, replace=False)) for i in range(96)]
    words = weighted_rows(_counted(texts), min_df=2)
    directions = rng.normal(size=(12, 24))
    dense = np.stack([directions[i % 12] + rng.normal(size=24) * 0.3 for i in range(96)])
    dense = (dense / np.linalg.norm(dense, axis=1, keepdims=True)).astype(np.float32)
    features = Features(words, dense, words, words)
    earlier = [i % 12 if i < 48 else -1 for i in range(96)]
    limits = Limits(join=0.14, leave=0.08, merge=0.2, doubt=0.07)
    whole = cluster_units(features, ["en"] * 96, earlier, limits)
    assert whole == [i % 12 for i in range(96)]
    in_blocks = cluster_units(features, ["en"] * 96, earlier, limits, most=40)
    pairs = {(a, b) for a, b in zip(whole, in_blocks, strict=True)}
    assert len(pairs) == 12, "the same groups, numbered otherwise"


def test_stories_of_one_kind_that_share_no_name_are_two_topics() -> None:
    # six stories: two matters of one kind, told with the same common words, each with a name of its own
    words = weighted_rows(_counted(["shooting charged murder office"] * 6))
    names = weighted_rows(_counted(["harwick"] * 3 + ["delmore"] * 3))
    dense = np.tile(np.array([[0.6, 0.8]], dtype=np.float32), (6, 1))
    features = Features(words, dense, names, weighted_rows(_counted([""] * 6)))
    limits = Limits(join=0.6, leave=0.4, merge=0.7)
    arguments = (features, ["en"] * 6, [-1] * 6, limits)
    assert cluster_units(*arguments) == [0] * 6, "lone texts are not held to it"
    assert cluster_units(*arguments, sizes=[2] * 6) == [0, 0, 0, 1, 1, 1]


@given(st.integers(0, 1000), st.integers(4, 30))
@settings(max_examples=20, deadline=None)
def test_blocks_hold_every_row_once_and_topics_whole(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(90, 5)).astype(np.float32)
    earlier = [int(x) for x in rng.integers(-1, 8, 90)]
    blocks = lay_out(dense, earlier, most)
    assert sorted(np.concatenate(blocks).tolist()) == list(range(90))
    for topic in range(8):
        rows = {i for i, t in enumerate(earlier) if t == topic}
        assert sum(bool(rows & set(block.tolist())) for block in blocks) <= 1


@given(st.integers(0, 1000), st.integers(3, 30))
@settings(max_examples=30, deadline=None)
def test_terms_are_made_diverse_as_bertopic_does(seed: int, n: int) -> None:
    from bertopic.representation._mmr import mmr

    rng = np.random.default_rng(seed)
    centre, near = rng.normal(size=8).astype(np.float32), rng.normal(size=(n, 8)).astype(np.float32)
    turned = near[::-1]
    both = np.stack([near, turned])
    ours, other = terms.mmr(np.stack([centre] * 2), both, diversity=0.3, top_n=min(10, n)).tolist()
    assert [n - 1 - i for i in other] == ours
    names = [str(i) for i in range(n)]
    assert [names[i] for i in ours] == mmr(centre[None], near, names, diversity=0.3, top_n=min(10, n))


def test_of_two_terms_in_the_same_texts_the_heavier_is_taken_first() -> None:
    near = np.array([[1, 0], [0, 1], [0, 1], [0.6, 0.8]], dtype=np.float32)
    centre = np.array([[1, 0.2]], dtype=np.float32)
    assert terms.mmr(centre, near[None], diversity=0.9, top_n=2).tolist() == [[0, 1]]


def test_a_phrase_is_found_by_the_roots_it_falls_apart_into() -> None:
    tokens, looked = _running(["Grid storage pays. Cheap grid storage pays.", "Storage, grid; pays grid."])
    found = terms.find_phrases(tokens, looked)
    every = np.arange(len(found.codes))
    apart = found.apart(every)
    written = {" ".join(tokens.roots[r] for r in roots if r >= 0) for roots in apart.tolist()}
    assert {
        "grid",
        "grid storag",
        "cheap grid storag",
        "pays grid",
    } <= written and "storag grid" not in written
    assert len(written) == len(every)
    assert (found.number(apart) == every).all()
    assert found.number(np.array([[tokens.roots.index("storag"), tokens.roots.index("grid"), -1]])) == [-1]
