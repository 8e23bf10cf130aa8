"""Texts are put together so that a batch stays small and little of it is padding."""

from hypothesis import given
from hypothesis import strategies as st

from horizon.enrich.embed import BATCH_TOKENS, batches


@given(st.lists(st.integers(min_value=1, max_value=BATCH_TOKENS * 2), max_size=60))
def test_every_text_is_in_one_batch_and_no_batch_is_too_large(n_tokens: list[int]) -> None:
    groups = batches(n_tokens)
    assert sorted(place for group in groups for place in group) == list(range(len(n_tokens)))
    for group in groups:
        assert len(group) == 1 or max(n_tokens[i] for i in group) * len(group) <= BATCH_TOKENS


def test_like_lengths_share_a_batch() -> None:
    assert batches([3, 200, 4, 120, 5, 120]) == [[0, 2, 4], [3, 5], [1]]
