"""Which words told a stance: those of the lists that a text holds, and the features of the model that weigh most for it. Pure."""

from __future__ import annotations

from horizon.brief.records import StanceWord
from horizon.brief.stance import STANCES, StanceModel, listed
from horizon.brief.stance_terms import affirmed, blocks, shares

MOST_FEATURES = 4
LEAST_WEIGHT = 0.05  # in the exponent of the softmax; less hardly moves a probability


def evidence_of(target: str, text: str, likeliest: str | None, model: StanceModel) -> tuple[StanceWord, ...]:
    """Listed words by kind, then the heaviest features for the likeliest stance of a text towards a proposition.

    A feature stands as the model holds it (docs/methodology/claims.md): stems, `<shared>` a word of the proposition, NOT_ behind
    a negation; the same word in several blocks is one line. Vectors add to the probability and name no words.
    """
    found = [
        StanceWord(kind=kind, words=", ".join(words), weight=None) for kind, words in listed(text).items()
    ]
    if likeliest is None:
        return tuple(found)
    plain, sign = affirmed(target)
    wanted = STANCES[::sign].index(likeliest)
    weights: dict[str, float] = {}
    for block, turned in blocks(plain, text):
        for word, share in shares(block, model.idf).items():
            row = model.words[word]
            others = (sum(row) - row[wanted]) / (len(row) - 1)
            name = word.rsplit("|", 1)[-1]
            weights[name] = weights.get(name, 0.0) + turned * share * (row[wanted] - others)
    heaviest = sorted(weights.items(), key=lambda w: (-w[1], w[0]))[:MOST_FEATURES]
    return (
        *found,
        *(
            StanceWord(kind="word", words=word, weight=round(weight, 3))
            for word, weight in heaviest
            if weight >= LEAST_WEIGHT
        ),
    )
