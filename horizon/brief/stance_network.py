"""What a cross-encoder adds to a stance: it reads proposition and text together, and its log probabilities are added, weighed.

Words know how sides are taken and vectors that sentences mean alike; who does what to what is lost on both. The network is that
of `horizon.cross_encoder`, with the adapter of models/stance. Formula and figures: docs/methodology/claims.md
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache

from horizon.config import models_root
from horizon.cross_encoder.network import CrossEncoder, installed


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The cross-encoder, and how it is joined with what words and vectors tell."""

    encoder: CrossEncoder
    weight: float  # of its log probabilities beside theirs
    told_from: float  # least probability from which a stance is told by all together


def read(network: Network, target: str, text: str) -> tuple[float, ...]:
    """Log probabilities of the stances by the network alone, in the order of STANCES, four places."""
    return _read(network.encoder, target, text)


@lru_cache(maxsize=4_096)  # a sentence is read for its claim and for the actor who says it
def _read(encoder: CrossEncoder, target: str, text: str) -> tuple[float, ...]:
    return tuple(round(float(x), 4) for x in encoder.log_chances([(target, text)])[0])


@cache
def installed_network() -> Network | None:
    """The network of models/stance; None where one of its files is not there."""
    encoder = installed("stance")
    if encoder is None:
        return None
    about = json.loads((models_root() / "stance" / "manifest.json").read_text(encoding="utf-8"))
    kept = about["cross_encoder"]
    return Network(encoder, float(kept["weight"]), float(kept["told_from"]))
