"""Peers that group the same documents by the same vectors: plain TF-IDF in one pass, HDBSCAN, average link, BERTopic.

A peer that has a limit gives one labelling for each limit tried; who scores it takes the best by the gold labels, which no
reader has. A document in no group stands alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from horizon.types import FloatArray

Labels = list[int]
Peer = Callable[[Sequence[int]], list[Labels]]  # order of arrival -> a labelling per limit, in file order
SINGLE_PASS = "TF-IDF single pass"
DENSITY, AVERAGE = "HDBSCAN", "average link"
LEAN, DEFAULTS = "BERTopic lean", "BERTopic, its defaults"
COSINES = np.arange(0.06, 0.4, 0.02)
LINKS = np.arange(0.2, 0.7, 0.02)
LEAST = (2, 5, 10)  # documents of a group, for peers that ask for it
NAME_WORDS = 4  # of a topic, as many as BERTopic takes

# score -> peer -> value; None where the peer is not installed
PeerScores = dict[str, dict[str, float | None]]


def peers(texts: Sequence[str], vectors: FloatArray) -> dict[str, Peer | None]:
    """Name -> peer; None for one whose libraries are not installed. Only the single pass depends on the order.

    vectors: (n_docs, dim), unit length. BERTopic lean has TruncatedSVD and scikit-learn's HDBSCAN for UMAP and hdbscan.
    """
    has_defaults = find_spec("umap") is not None and find_spec("hdbscan") is not None
    cosines = tfidf_cosines(texts)
    return {
        SINGLE_PASS: lambda order: [single_pass(cosines, order, limit) for limit in COSINES],
        DENSITY: lambda _: [by_density(vectors, least) for least in LEAST],
        AVERAGE: lambda _: by_average(vectors, LINKS),
        LEAN: lambda _: [by_bertopic(texts, vectors, least)[0] for least in LEAST],
        DEFAULTS: (lambda _: [by_bertopic(texts, vectors, None)[0]]) if has_defaults else None,
    }


def tfidf_cosines(texts: Sequence[str]) -> FloatArray:
    """(n, n) cosines of English TF-IDF, frequencies of the whole set."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float32)


def single_pass(cosines: FloatArray, order: Sequence[int], limit: float) -> Labels:
    """Plain online clustering: each joins the group with the nearest mean vector, or founds one below the limit.

    Sums of vectors are known by their products with every document, so that a pass costs n * n.
    """
    n = len(cosines)
    products = np.zeros((n, n), dtype=np.float32)  # sum of a group, times each document
    squares = np.zeros(n)  # its own length, squared
    labels, n_groups = [-1] * n, 0
    for i in order:
        norms = np.sqrt(np.maximum(squares[:n_groups], 1e-9))
        scores = products[:n_groups, i] / norms
        best = int(scores.argmax()) if n_groups else -1
        if best < 0 or scores[best] < limit:
            best, n_groups = n_groups, n_groups + 1
        squares[best] += 2 * products[best, i] + cosines[i, i]
        products[best] += cosines[i]
        labels[i] = best
    return labels


def by_density(vectors: FloatArray, least: int) -> Labels:
    """scikit-learn's HDBSCAN with its defaults but for the least size of a group."""
    from sklearn.cluster import HDBSCAN

    return _alone(HDBSCAN(min_cluster_size=least, copy=True).fit_predict(vectors))


def by_average(vectors: FloatArray, limits: Sequence[float] | npt.NDArray[np.float64]) -> list[Labels]:
    """Average link on cosine, one tree cut at each limit."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    tree = linkage(np.maximum(pdist(vectors, "cosine"), 0), method="average")
    return [[int(x) for x in fcluster(tree, 1 - limit, criterion="distance")] for limit in limits]


def by_bertopic(
    texts: Sequence[str], vectors: FloatArray, least: int | None
) -> tuple[Labels, Mapping[int, str]]:
    """Groups and their names by number; least: documents of a group, lean; None for BERTopic's defaults.

    A name is the words of BERTopic's own, the first NAME_WORDS of a topic, as a reader would be shown them: parted by
    commas, without number and underscores; lean leaves English function words out, as BERTopic's manual advises.
    """
    from bertopic import BERTopic
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer

    model = (
        BERTopic(embedding_model=None)
        if least is None
        else BERTopic(
            umap_model=TruncatedSVD(n_components=5, random_state=0),
            hdbscan_model=HDBSCAN(min_cluster_size=least, copy=True),
            vectorizer_model=CountVectorizer(stop_words="english"),  # bears on names alone
            embedding_model=None,
        )
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about their own future versions
        labels, _ = model.fit_transform(list(texts), vectors)
    names = {
        number: ", ".join(word for word, _ in words[:NAME_WORDS] if word)
        for number, words in model.get_topics().items()
        if number >= 0
    }
    return _alone(labels), names


def _alone(labels: Sequence[int]) -> Labels:
    return [-1 - i if label < 0 else int(label) for i, label in enumerate(labels)]
