"""Text -> word pieces of a unigram vocabulary, as multilingual-e5-small reads it. Pure once built."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

BEGIN, END, UNKNOWN = 0, 2, 3  # places of <s>, </s>, <unk>
LONGEST = 160  # pieces of two texts; what is over is cut from the end of the second
LONGEST_FIRST = 96  # of the first, so that some of the second is always read
_MARKS = re.compile(
    r"</?s>|<pad>|<unk>|<mask>|[\ud800-\udfff]"
)  # of the vocabulary itself, and halves of characters


class Pair(NamedTuple):
    """Places of the pieces of <s> first </s></s> second </s>."""

    places: list[int]
    n_first: int  # those up to the second text


class Pieces:
    """A vocabulary. pieces: in the order of the vectors; scores: natural log probabilities; replaced: character -> characters."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], replaced: Mapping[str, str]) -> None:
        from tokenizers import Tokenizer, models, pre_tokenizers

        self._replaced = str.maketrans(dict(replaced))
        self._tokenizer = Tokenizer(
            models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=UNKNOWN, byte_fallback=False)
        )
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()

    @classmethod
    def of(cls, encoder: Mapping[str, Any]) -> Self:
        """The vocabulary in the arrays of models/e5-cut."""
        pieces = encoder["pieces"].tobytes().decode().split("\n")
        return cls(pieces, encoder["scores"].tolist(), json.loads(encoder["replaced"].tobytes()))

    def pair(self, first: str, second: str) -> Pair:
        """Both texts in pieces, at most LONGEST of them."""
        head = [BEGIN, *self.read(first)[: LONGEST_FIRST - 3], END, END]
        both = [*head, *self.read(second)][: LONGEST - 1]
        return Pair([*both, END], min(len(head), len(both)))

    def read(self, text: str) -> list[int]:
        """Places of the pieces of a text, without marks for its begin and end; such marks in the text itself are left out."""
        plain = re.sub(" +", " ", _MARKS.sub(" ", text).translate(self._replaced))
        found: list[int] = self._tokenizer.encode(plain, add_special_tokens=False).ids
        return found
