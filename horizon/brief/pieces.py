"""Text -> word pieces of a unigram vocabulary, as multilingual-e5-small reads it. Pure once built."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

BEGIN, END, UNKNOWN = 0, 2, 3  # places of <s>, </s>, <unk>
LONGEST = 160  # pieces of a pair; what is over is cut from the end of the text


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

    def pair(self, target: str, text: str) -> tuple[list[int], int]:
        """Places of the pieces of <s> target </s></s> text </s>, and how many of them belong to the target."""
        first = [BEGIN, *self.read(target), END, END]
        both = [*first, *self.read(text)][: LONGEST - 1]
        return [*both, END], min(len(first), len(both))

    def read(self, text: str) -> list[int]:
        """Places of the pieces of a text, without marks for its begin and end."""
        plain = re.sub(" +", " ", text.translate(self._replaced))
        found: list[int] = self._tokenizer.encode(plain, add_special_tokens=False).ids
        return found
