"""Topics that go on inside others, and parts that broke off unseen, told by what newer texts are about."""

from __future__ import annotations

import numpy as np
import pytest

from horizon.topics import lineage
from horizon.topics.cluster import Limits
from horizon.topics.similarity import Features, weighted_rows
from horizon.topics.succession import Topic, broken_off, taken_over
from tests.topics.test_parts import WEEK, _counted

LIMITS = Limits(join=0.16, leave=0.08, merge=0.24)
A, B, JOINT, OTHER = "harwick quay crane", "delmore mill weir", "harwick quay delmore mill", "orlen tax vote"


def _features(texts: list[str]) -> Features:
    rows = weighted_rows(_counted(texts))
    return Features(rows, np.asarray(rows.todense(), dtype=np.float32), rows, rows)


@pytest.mark.parametrize(
    ("newer", "found"), [(JOINT, {1: 0}), (OTHER, {}), (A, {})], ids=["both matters", "another", "its own"]
)
def test_a_silent_topic_goes_on_where_the_newer_texts_speak_of_it(newer: str, found: dict[int, int]) -> None:
    # topic 0 was about A and goes on; topic 1 was about B and fell silent
    texts = [A] * 3 + [B] * 3 + [newer] * 4
    ages = np.array([50.0] * 6 + [3.0] * 4)
    topics = {0: Topic([0, 1, 2, 6, 7, 8, 9], True), 1: Topic([3, 4, 5], True)}
    assert taken_over(_features(texts), ages, topics, LIMITS, silent=28) == found


def test_a_topic_with_newer_texts_of_its_own_is_not_taken_over() -> None:
    texts = [A] * 3 + [B] * 3 + [JOINT] * 4
    ages = np.array([50.0] * 5 + [6.0] + [3.0] * 4)
    topics = {0: Topic([0, 1, 2, 6, 7, 8, 9], True), 1: Topic([3, 4, 5], True)}
    assert taken_over(_features(texts), ages, topics, LIMITS, silent=28) == {}


@pytest.mark.parametrize(
    ("since", "found"), [(B, {1: 0}), (JOINT, {}), (A, {})], ids=["dropped", "still spoken of", "its own"]
)
def test_a_new_topic_broke_off_where_the_old_one_dropped_its_matter(
    since: str, found: dict[int, int]
) -> None:
    # topic 0 was about both matters; a new topic speaks of A while topic 0 goes on with `since`
    texts = [JOINT] * 4 + [since] * 2 + [A] * 2 + [OTHER] * 2
    ages = np.array([40.0] * 4 + [3.0] * 2 + [4.0] * 2 + [40.0] * 2)
    topics = {0: Topic([0, 1, 2, 3, 4, 5], True), 1: Topic([6, 7], False)}
    assert broken_off(_features(texts), ages, topics, [1], LIMITS) == found


def test_what_a_young_topics_first_texts_did_not_tell_its_later_ones_may() -> None:
    texts = [JOINT] * 4 + [B] * 2 + [A] * 3
    ages = np.array([40.0] * 4 + [3.0] * 2 + [10.0, 3.0, 2.0])
    topics = {0: Topic([0, 1, 2, 3, 4, 5], True), 1: Topic([6, 7, 8], True)}
    assert broken_off(_features(texts), ages, topics, [1], LIMITS) == {1: 0}
    earlier = dict.fromkeys("abcdef", "topic-whole") | {"x": "topic-young"}
    found = lineage.match({0: list("abcdef"), 1: ["x", "y", "z"]}, earlier, WEEK, parted={1: 0})
    assert [(s.topic_id, s.relation, s.other_topic_id) for s in found.steps] == [
        ("topic-whole", "continued", None),
        ("topic-young", "continued", None),
        ("topic-whole", "split", "topic-young"),
    ]


def test_a_part_without_earlier_members_is_told_as_split_and_keeps_a_new_id() -> None:
    earlier = dict.fromkeys("abcd", "topic-whole")
    groups = {0: ["a", "b", "c", "d"], 1: ["x", "y"]}
    found = lineage.match(groups, earlier, WEEK, parted={1: 0})
    split = [s for s in found.steps if s.relation == "split"]
    assert [(s.topic_id, s.other_topic_id, s.shared_share) for s in split] == [
        ("topic-whole", found.group_ids[1], None)
    ]
    assert not [s for s in found.steps if s.relation == "born"]
