"""What a document says of a system: cues of its parts, names of its actors, places, and words of its own sectors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from horizon.cues import CUE_LANGUAGES, CueIndex, CueLanguage, composed, words
from horizon.impact.echo import Voice, is_own_publisher
from horizon.impact.lenses import levels_of_countries, nearest, place_levels
from horizon.impact.system import System
from horizon.impact.trade import TradeReader, Trades, trade_share
from horizon.impact.wording import Wordings, wording_score

CUE_CHARS = 600  # title and lead say what a text is about
NAME_CHARS = 2_000  # actors and places are named further down too
PHRASE_WEIGHT = 1.5  # a cue of two or more words says more than a single one
HALF_SURE = 1.5  # cue weight at which 1 - exp(-weight / HALF_SURE) reaches 0.63


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # told apart by identity, so that it can be a key
class Reading:
    """One document as a system sees it.

    parts: text score 0-1 of the parts with a cue in it; actors: actor ids named; level: nearest place named.
    """

    doc_id: str
    origin_id: str
    family: str
    is_contradicting: bool
    parts: Mapping[str, float]
    actors: tuple[str, ...]
    level: str | None
    voice: Voice
    meaning: Mapping[str, float] | None = (
        None  # likeness to each part 0-1, those above 0; None without a vector
    )
    trade_words: tuple[int, int] | None = None  # ours, and all it names; None where it names no trade
    wording: Mapping[str, float] = field(default_factory=dict)  # words of each part that it uses
    # what the scores come from: by part the weight of each cue, and the part's share of each word
    cue_weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    word_shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def trade_share(self) -> float | None:
        """Of its words of trades, ours, 0-1; None where it names no trade."""
        return trade_share(self.trade_words)


class SystemReader:
    """Reads documents with the eyes of one system."""

    def __init__(
        self,
        system: System,
        country_codes: Mapping[str, str] | None = None,
        trades: Trades | None = None,
    ) -> None:
        self.system = system
        self._trades = TradeReader(system, trades or {})
        self._wordings = Wordings(system.parts)
        self._levels = levels_of_countries(system, country_codes or {})
        self._cues: dict[CueLanguage, CueIndex] = {
            "en": CueIndex({part.part_id: part.cues_en for part in system.parts}, "en"),
            "sv": CueIndex({part.part_id: part.cues_sv for part in system.parts}, "sv"),
        }
        # names take a Swedish genitive and an English possessive; both are endings that the Swedish index knows
        self._names = CueIndex({a.actor_id: a.names for a in system.actors}, "sv", in_compounds=False)
        self._places = CueIndex(place_levels(system), "sv", in_compounds=False)
        self._sector = self._sector_index()
        self._own = {a.actor_id for a in system.actors if a.is_own}
        self._own_sector = {a.actor_id for a in system.actors if a.sector in system.sectors}

    def _sector_index(self) -> dict[CueLanguage, CueIndex]:
        terms = self.system.identity
        english = (*self.system.sectors, *terms["past"], *terms["present"], *terms["emerging"])
        swedish = (*self.system.sectors, *terms["past_sv"], *terms["present_sv"], *terms["emerging_sv"])
        return {"en": CueIndex({"own": english}, "en"), "sv": CueIndex({"own": swedish}, "sv")}

    def read(self, row: Mapping[str, Any], meaning: Mapping[str, float] | None = None) -> Reading:
        """One row of queries/impact/documents.sql."""
        lead = composed(f"{row['title']}. {(row['text'] or '')[:CUE_CHARS]}")
        whole = composed(f"{row['title']}. {(row['text'] or '')[:NAME_CHARS]}")
        languages = [known for known in CUE_LANGUAGES if known == row["language"]] or list(CUE_LANGUAGES)
        actors = tuple(dict.fromkeys(hit.owner for hit in self._names.find(whole)))
        levels = [hit.owner for hit in self._places.find(whole)]
        levels += [self._levels.get(code, "elsewhere") for code in row["countries"] or ()]
        level = nearest(levels) or ("elsewhere" if row["geo_level"] == "international" else None)
        speaks = any(self._sector[known].find(lead) for known in languages) or bool(
            self._own_sector & set(actors)
        )
        weights = self._cue_weights(lead, languages)
        word_shares = self._wordings.read(lead)
        return Reading(
            doc_id=row["doc_id"],
            origin_id=row["origin_id"],
            family=row["source_family"] or row["source_id"],
            is_contradicting=row["stance"] == "contradicts",
            parts={part_id: cue_score(found) for part_id, found in weights.items()},
            actors=actors,
            level=level,
            meaning=meaning,
            wording={part_id: wording_score(shares) for part_id, shares in word_shares.items()},
            cue_weights=weights,
            word_shares=word_shares,
            trade_words=self._trades.count(lead, languages, speaks_of_us=speaks),
            voice=Voice(origin_id=row["origin_id"], is_own=self._is_own(row), speaks_of_own_sector=speaks),
        )

    def _cue_weights(self, text: str, languages: list[CueLanguage]) -> dict[str, dict[str, float]]:
        """The weight of each cue in the text, by part."""
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        for language in languages:
            for hit in self._cues[language].find(text):
                weight = hit.quality * (PHRASE_WEIGHT if len(words(hit.cue)) > 1 else 1.0)
                weights[hit.owner][hit.cue] = max(weight, weights[hit.owner].get(hit.cue, 0.0))
        return dict(weights)

    def _is_own(self, row: Mapping[str, Any]) -> bool | None:
        named = {hit.owner for hit in self._names.find(composed(row["source_name"] or ""))}
        return is_own_publisher(
            row["source_sector"], own_sectors=self.system.sectors, names_own_actor=bool(named & self._own)
        )


def cue_score(weights: Mapping[str, float]) -> float:
    """Score of a document for a part, 0-1, four digits. weights: by cue."""
    return round(text_score(sum(weights[cue] for cue in sorted(weights))), 4)


def text_score(weight: float) -> float:
    """Cue weight of a document as a score 0-1: one word 0.49, one phrase 0.63, two phrases 0.86."""
    return 1.0 - math.exp(-weight / HALF_SURE)
