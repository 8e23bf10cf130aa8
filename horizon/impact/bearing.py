"""How plainly news bears on a part through a force: which part leads, and whether the news is told at all.

Log odds, a sum of eight terms that each stand in the derivation with what went in. The weights are rounded from a conditional
logit over news of training writers, each read by ties that were learnt from other writers, and set 0.3 higher
(docs/methodology/impact.md says how far that can be run again); the score is their logistic, 0.5 where nothing and this part
are as likely.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from horizon.impact.exposure import UNKNOWN_PLACE, Exposure, rounded

START = -4.1
FORCE = 0.3  # per unit of log odds that the news is about the force
WORDING = 1.75  # per unit of log(1 + words of the part)
TOUCH = 1.15  # of cues and actors
MEANING = 1.5
UNREAD = 0.85  # no text in a language of the embedding model: cues, names and words alone tell
SENSITIVITY = 1.2  # per unit of log |sensitivity|
TRADE = 3.0  # of the share of our trade
PLACE = 2.3  # of nearness above or below an unknown place
UNKNOWN_TRADE = 0.55  # no trade is named: about half of such news is ours
MOST = 0.98  # confidence of a force that is certain


@dataclass(frozen=True, slots=True)
class Bearing:
    """score 0-1; terms: what each adds to the log odds, four digits."""

    score: float
    terms: Mapping[str, float]


def bearing(
    exposure: Exposure, *, force_confidence: float, sensitivity: float, arena_share: float | None = None
) -> Bearing:
    """How plainly the news bears on a part that was judged for a force. force_confidence: above 0; sensitivity: not 0.

    arena_share: of a topic that enters from another sector. It speaks of its own trade by nature; what counts is how much of it
    names our customers, products and places.
    """
    sure = min(force_confidence, MOST)
    trade = UNKNOWN_TRADE if exposure.trade_score is None else exposure.trade_score
    trade = max(trade, arena_share or 0.0)
    place = UNKNOWN_PLACE if exposure.place_score is None else exposure.place_score
    terms = {
        "start": START,
        "force": FORCE * math.log(sure / (1.0 - sure)),
        "wording": WORDING * math.log1p(exposure.wording_score),
        "touch": TOUCH * exposure.touch,
        "meaning": UNREAD if exposure.meaning_score is None else MEANING * exposure.meaning_score,
        "sensitivity": SENSITIVITY * math.log(abs(sensitivity)),
        "trade": TRADE * trade,
        "place": PLACE * (place - UNKNOWN_PLACE),
    }
    terms = {name: rounded(value) for name, value in terms.items()}
    return Bearing(rounded(1.0 / (1.0 + math.exp(-math.fsum(terms.values())))), terms)
